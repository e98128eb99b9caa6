package dev.atoll.spi.kernel;

import dev.atoll.spi.metrics.Metrics;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/// The node as one bundle sees it. Callable from any thread.
@ProviderType
public interface NodeContext {

  /// The name of the node, such as `dev`.
  String name();

  /// The version of Atoll, such as `0.1.0`.
  String version();

  /// A directory for this bundle alone. It exists, stays over restarts and updates of the bundle,
  /// and is deleted with the state of the node.
  Path stateDirectory();

  /// The keys of this bundle.
  KeyStore keys();

  /// Where the bundle counts and measures, for operators. Nothing of it can be read back.
  default Metrics metrics() {
    return Metrics.none();
  }
}
