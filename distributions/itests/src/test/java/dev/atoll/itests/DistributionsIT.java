package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.boundary.upstream.UpstreamModule;
import dev.atoll.types.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.ic4j.agent.Agent;
import org.ic4j.types.Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The distributions that ship as files: assembled with `atoll dist build` as anybody would,
/// started and used.
final class DistributionsIT {

  private static final long BUILD_SECONDS_MAX = 240;

  private static final int NOT_RUNNING = 8;

  private static final Path ROOT =
      Path.of(Objects.requireNonNull(System.getProperty("atoll.root"), "Maven sets atoll.root"));

  @TempDir private Path directory;

  /// With a Java runtime of its own: what is not in it is missed here.
  @Test
  void theMinimalOneRunsCanistersWithoutAJdk() throws Exception {
    Path product = build("minimal", "--to", "jlink");
    Path state = directory.resolve("state");
    assertThat(product.resolve("atoll.aot")).as("what makes it start sooner").isNotEmptyFile();

    try (Product node = Product.startFrom(product, state)) {
      assertThat(ProcessHandle.of(node.pid()).orElseThrow().info().command())
          .hasValue(product.resolve("runtime/bin/java").toRealPath().toString());
      Agent agent = Ic4jClient.agent(node.url());
      Principal counter = Ic4jClient.deploy(agent);

      assertThat(Ic4jClient.update(agent, counter, "inc")).isEqualTo(1L);
      assertThat(ended(product, "status", "--state-dir", state.toString())).isZero();
      assertThat(ended(product, "stop", "--state-dir", state.toString())).isZero();
      assertThat(ended(product, "status", "--state-dir", state.toString())).isEqualTo(NOT_RUNNING);
    }
  }

  private static int ended(Path product, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(product.resolve("bin/atoll").toString()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
    builder.environment().remove("JAVA_HOME");
    return builder.start().waitFor();
  }

  @Test
  void aClientVerifiesCertificatesThroughTheBoundaryOne() throws Exception {
    Path bundle =
        Path.of(UpstreamModule.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path product = build("boundary", "--repository", bundle.resolveSibling("").toString());

    try (Product upstream = Product.start(directory.resolve("upstream"));
        Product boundary =
            Product.startFrom(
                product,
                directory.resolve("state"),
                "--set",
                "upstreams=http://127.0.0.1:9," + upstream.url())) {
      Agent agent = Ic4jClient.agent(boundary.url());
      Principal counter = Ic4jClient.deploy(agent);

      assertThat(Ic4jClient.update(agent, counter, "inc")).isEqualTo(1L);
      assertThat(Ic4jClient.update(agent, counter, "inc")).isEqualTo(2L);
      assertThat(Ic4jClient.query(agent, counter)).isEqualTo(2L);

      try (NodeClient synchronous = new NodeClient(boundary.url());
          NodeClient direct = new NodeClient(upstream.url())) {
        dev.atoll.types.Principal id = dev.atoll.types.Principal.fromText(counter.toString());
        synchronous.reply(id, "inc", Bytes.EMPTY);
        assertThat(direct.query(id, "get")).isEqualTo(synchronous.query(id, "get"));
      }
      assertThat(boundary.stop()).isZero();
      assertThat(upstream.stop()).isZero();
    }
  }

  private Path build(String name, String... options) throws IOException, InterruptedException {
    Path output = directory.resolve(name);
    List<String> line = new ArrayList<>();
    line.add(Product.directory().resolve("bin").resolve("atoll").toString());
    line.addAll(List.of("dist", "build", ROOT.resolve("distributions").resolve(name).toString()));
    line.addAll(List.of("--output", output.toString()));
    line.addAll(List.of(options));
    Process build = new ProcessBuilder(line).inheritIO().start();
    assertThat(build.waitFor(BUILD_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(build.exitValue()).isZero();
    return output;
  }
}
