package dev.atoll.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A product running as a process of its own.
final class NodeProcess implements AutoCloseable {

  private static final Duration START_MAX = Duration.ofSeconds(60);

  private final Process process;

  private final String url;

  private NodeProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /// Starts `command` and returns once the node says that it is healthy.
  static NodeProcess start(Path command, Path state, int port)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                command.toString(),
                "up",
                "--port",
                String.valueOf(port),
                "--state-dir",
                state.toString())
            .redirectErrorStream(true)
            .redirectOutput(state.resolveSibling("node.out").toFile())
            .start();
    NodeProcess node = new NodeProcess(process, "http://127.0.0.1:" + port);
    long end = System.nanoTime() + START_MAX.toNanos();
    while (!node.isHealthy()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroyForcibly();
        throw new IOException(
            "the node did not start:\n" + Files.readString(state.resolveSibling("node.out")));
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return node;
  }

  private boolean isHealthy() throws InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
                  HttpRequest.newBuilder(URI.create(url + "/health")).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  String url() {
    return url;
  }

  /// The resident memory of the node, mebibytes, or -1 where the system does not tell.
  long residentMebibytes() throws IOException {
    long mebibytes = -1;
    for (ProcessHandle handle :
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(process.toHandle()), process.descendants())
            .toList()) {
      Path status = Path.of("/proc", String.valueOf(handle.pid()), "status");
      if (Files.exists(status)) {
        for (String line : Files.readAllLines(status)) {
          if (line.startsWith("VmRSS:")) {
            mebibytes = Math.max(mebibytes, Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024);
          }
        }
      }
    }
    return mebibytes;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
