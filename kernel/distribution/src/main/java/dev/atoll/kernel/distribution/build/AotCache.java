package dev.atoll.kernel.distribution.build;

import dev.atoll.kernel.launcher.Json;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Records which classes a node loads until it is ready and has run a canister, and where its time
/// goes, so that the next start finds the classes prepared and the JIT compilers what to compile.
///
/// The file depends on addresses and on timing: two recordings differ. It is therefore no part of a
/// product's digest, and a product works without it.
final class AotCache {

  static final String FILE_NAME = "atoll.aot";

  private static final long SECONDS_MAX = 180;

  private AotCache() {}

  /// Starts the product at `home` once, with a state directory of its own.
  ///
  /// @param progress is told what the cache lacks
  /// @return whether there is a cache now
  static boolean record(Path home, Consumer<String> progress)
      throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("atoll-aot");
    Path cache = home.resolve(FILE_NAME);
    try {
      Path state = scratch.resolve("state");
      ProcessBuilder up =
          new ProcessBuilder(
              home.resolve("bin").resolve("atoll").toString(),
              "up",
              "--json",
              "--port",
              "0",
              "--state-dir",
              state.toString());
      up.environment().remove("JAVA_HOME");
      up.environment()
          .put("ATOLL_JAVA_OPTS", "-XX:AOTCacheOutput=" + cache + " -Xlog:aot=off -Xlog:cds=off");
      up.redirectError(Redirect.DISCARD).redirectOutput(scratch.resolve("up.log").toFile());
      Process node = up.start();
      try {
        if (!isReady(node, scratch.resolve("up.log"))) {
          return false;
        }
        rehearse(scratch.resolve("up.log"), progress);
        node.destroy(); // in order: the cache is written then
        return node.waitFor(SECONDS_MAX, TimeUnit.SECONDS) && Files.isRegularFile(cache);
      } finally {
        node.destroyForcibly();
      }
    } finally {
      FileTree.delete(scratch);
    }
  }

  /// A node that has no gateway for it, or no engine, is recorded as far as it goes.
  private static void rehearse(Path log, Consumer<String> progress) throws IOException {
    Map<String, Object> urls = Json.object(Json.read(log).getOrDefault("urls", Map.of()));
    if (urls.get("http") instanceof String url) {
      try {
        new Rehearsal(URI.create(url)).run();
      } catch (IOException e) {
        progress.accept("recorded without a canister: " + e.getMessage());
      }
    }
  }

  /// One JSON object is printed then.
  private static boolean isReady(Process node, Path log) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
    while (System.nanoTime() < end && node.isAlive()) {
      if (Files.readString(log, StandardCharsets.UTF_8).stripTrailing().endsWith("}")) {
        return true;
      }
      node.waitFor(100, TimeUnit.MILLISECONDS);
    }
    return false;
  }
}
