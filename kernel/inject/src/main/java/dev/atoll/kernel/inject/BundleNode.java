package dev.atoll.kernel.inject;

import dev.atoll.spi.kernel.KeyStore;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.metrics.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The node as one bundle sees it.
record BundleNode(String name, String version, Path stateDirectory, KeyStore keys, Metrics metrics)
    implements NodeContext {

  /// Creates the state directory of the bundle when it is not there yet.
  static BundleNode of(Kernel kernel, String bundle, Metrics metrics) {
    Path directory = kernel.stateDirectory().resolve("bundles").resolve(bundle);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + directory + ": " + e.getMessage(), e);
    }
    return new BundleNode(
        kernel.name(),
        kernel.version(),
        directory,
        new FileKeyStore(kernel.stateDirectory().resolve("keys").resolve(bundle)),
        metrics);
  }
}
