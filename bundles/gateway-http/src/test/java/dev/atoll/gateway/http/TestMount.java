package dev.atoll.gateway.http;

import dev.atoll.spi.gateway.HttpMount;
import dev.atoll.spi.gateway.MountPoint;
import dev.atoll.spi.gateway.MountRequest;
import dev.atoll.spi.gateway.MountResponse;

/// A mount that does what a test says.
record TestMount(MountPoint mountPoint, Work work) implements HttpMount {

  interface Work {
    MountResponse serve(MountRequest request) throws Exception;
  }

  static TestMount at(String path, Work work) {
    return new TestMount(MountPoint.path(path), work);
  }

  /// A mount that says its name.
  static TestMount saying(String path, String name) {
    return at(path, request -> MountResponse.text(200, name));
  }

  @Override
  public MountResponse serve(MountRequest request) throws Exception {
    return work.serve(request);
  }
}
