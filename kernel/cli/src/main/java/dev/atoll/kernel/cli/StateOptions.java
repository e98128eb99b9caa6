package dev.atoll.kernel.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option that says which node is meant.
final class StateOptions {

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = {
        "Where the node keeps its state.",
        "Default: $ATOLL_HOME/<distribution>, or ~/.local/share/atoll/<distribution>"
      })
  private @Nullable Path directory;

  Path directory(Product product) {
    return directory == null
        ? product.defaultStateDirectory()
        : directory.toAbsolutePath().normalize();
  }

  /// The option as it has to be repeated in a hint: empty for the default.
  String asTyped() {
    return directory == null ? "" : " --state-dir " + directory;
  }
}
