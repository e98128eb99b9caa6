package dev.atoll.itests;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.atoll.kernel.launcher.DistributionLock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The dev distribution, running as a process of its own.
final class Product implements AutoCloseable {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

  private static final long STOP_SECONDS_MAX = 30;

  private static final long REPLAY_SECONDS_MAX = 300;

  /// What a node said and did that did not start.
  ///
  /// @param exitCode of the process
  /// @param errors what it printed for its operator
  record Refusal(int exitCode, String errors) {}

  private final Process process;

  private final URI url;

  private Product(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /// Starts a node on any free port and waits until it is ready.
  static Product start(Path stateDirectory, String... options) throws IOException {
    return startFrom(directory(), stateDirectory, options);
  }

  /// Starts a product that was put together elsewhere.
  static Product startFrom(Path product, Path stateDirectory, String... options)
      throws IOException {
    Process process = launch(product, stateDirectory, 0, Path.of("/dev/stderr"), options);
    // Not to the end: the stream stays open as long as the node runs.
    @Nullable JsonNode node = JSON.createParser(process.getInputStream()).readValueAsTree();
    if (node == null) {
      process.destroyForcibly();
      throw new IllegalStateException("the node ended before it was ready; see the output above");
    }
    return new Product(process, URI.create(node.required("urls").required("http").asText()));
  }

  /// Starts a node that must not start.
  static Refusal startInVain(Path stateDirectory, int port)
      throws IOException, InterruptedException {
    Path errors = Files.createTempFile("atoll-errors", ".txt");
    Process process = launch(directory(), stateDirectory, port, errors);
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the node runs, expected it to refuse");
      }
      return new Refusal(process.exitValue(), Files.readString(errors));
    } finally {
      process.destroyForcibly();
      Files.delete(errors);
    }
  }

  /// Executes the kept blocks of a stopped node again.
  ///
  /// @return the exit code: 0 if that comes to the state that the node has
  static int replay(Path product, Path stateDirectory) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                product.resolve("bin").resolve("atoll").toString(),
                "replay",
                "--state-dir",
                stateDirectory.toString())
            .inheritIO()
            .start();
    try {
      if (!process.waitFor(REPLAY_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the replay runs for %d s".formatted(REPLAY_SECONDS_MAX));
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  /// The id of the bundle that a product starts of those made from one artifact.
  static String started(Path product, String artifact) {
    return DistributionLock.read(product.resolve(DistributionLock.FILE_NAME)).started().stream()
        .map(DistributionLock.LockedBundle::id)
        .filter(id -> id.contains(":" + artifact + ":"))
        .findFirst()
        .orElseThrow();
  }

  /// Where the dev distribution lies.
  static Path directory() {
    return Path.of(System.getProperty("atoll.product", ""));
  }

  private static Process launch(
      Path product, Path stateDirectory, int port, Path errors, String... options)
      throws IOException {
    Path command = product.resolve("bin").resolve("atoll");
    if (!Files.isExecutable(command)) {
      throw new IllegalStateException(
          "%s is not there: build distributions/dev, and run the tests with Maven"
              .formatted(command.toAbsolutePath()));
    }
    List<String> line = new ArrayList<>();
    line.addAll(List.of(command.toString(), "up", "--json"));
    line.addAll(List.of("--port", Integer.toString(port)));
    line.addAll(List.of("--state-dir", stateDirectory.toString()));
    line.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.redirectError(
        errors.startsWith("/dev")
            ? ProcessBuilder.Redirect.INHERIT
            : ProcessBuilder.Redirect.to(errors.toFile()));
    return builder.start();
  }

  URI url() {
    return url;
  }

  int port() {
    return url.getPort();
  }

  long pid() {
    return process.pid();
  }

  /// `kill -9`: the process gets no chance to do anything.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /// SIGTERM.
  ///
  /// @return the exit code
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "the node runs %d s after SIGTERM".formatted(STOP_SECONDS_MAX));
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
