package com.example.statuspage;

import dev.atoll.spi.gateway.HttpMount;
import dev.atoll.spi.gateway.MountPoint;
import dev.atoll.spi.gateway.MountRequest;
import dev.atoll.spi.gateway.MountResponse;
import dev.atoll.spi.gateway.SubnetClient;
import dev.atoll.spi.gateway.SubnetStatus;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;

/// One page, made anew for each request. It keeps nothing, so any number of threads may ask.
final class StatusPage implements HttpMount {

  private static final String HTML = "text/html; charset=utf-8";

  private final MountPoint place;

  private final SubnetClient subnet;

  private final Canisters canisters;

  @Inject
  StatusPage(StatusPageConfig config, SubnetClient subnet) {
    this.place = MountPoint.path(config.path());
    this.subnet = subnet;
    this.canisters = new Canisters(subnet, InstantSource.system(), config.canistersMax());
  }

  @Override
  public MountPoint mountPoint() {
    return place;
  }

  @Override
  public MountResponse serve(MountRequest request) throws InterruptedException {
    String below = request.pathBelow(place);
    if (!below.isEmpty() && !below.equals("/")) {
      return MountResponse.text(404, "There is one page, at " + place + ".");
    }
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return MountResponse.text(405, "The page can be read and nothing else.")
          .with("allow", "GET, HEAD");
    }
    SubnetStatus status = subnet.status();
    List<Canisters.Canister> found = canisters.read(status.defaultEffectiveCanisterId());
    return MountResponse.streamed(200, HTML, out -> new Html(out).page(status, found))
        .with("cache-control", "no-store");
  }
}
