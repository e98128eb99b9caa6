package dev.atoll.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.kernel.cli.TestProduct.Run;
import dev.atoll.kernel.launcher.Digests;
import dev.atoll.kernel.launcher.Json;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs the command in processes of its own: what is tested is what an operator sees.
@Timeout(120)
final class NodeProcessIT {

  private static final Map<String, Object> CONFIG = Map.of("toy", Map.of("fail", "${fail}"));

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // made before each test
  private TestProduct product;

  @BeforeEach
  void makeProduct() throws Exception {
    product = new TestProduct(directory);
  }

  @Test
  void aNodeListensWhenItSaysSoAndEndsCleanlyOnSigterm() throws Exception {
    product.needy().locked(CONFIG);
    try (Run node = product.run("up")) {
      node.awaitLine("ready in");
      URI url = urlIn(node.awaitLine("http://"));
      try (Socket socket = new Socket(url.getHost(), url.getPort())) {
        assertThat(socket.isConnected()).isTrue();
      }
      node.terminate();

      assertThat(node.exitCode()).isZero();
      assertThat(node.output()).contains("root key  abababab").contains("stopped");
    }
    assertThat(product.state().resolve("bundles/toy/stopped")).exists();
    assertThat(product.state().resolve("node.json")).doesNotExist();
    assertThat(product.state().resolve("logs/atoll.log")).isNotEmptyFile();
  }

  @Test
  void statusAndStopFindTheNodeThroughItsStateDirectory() throws Exception {
    product.locked(CONFIG);
    try (Run node = product.run("up")) {
      node.awaitLine("ready in");

      try (Run status = product.run("status")) {
        assertThat(status.output()).contains("ready, process " + node.pid()).contains("plays");
        assertThat(status.exitCode()).isZero();
      }
      try (Run rootKey = product.run("status", "--root-key")) {
        assertThat(rootKey.output()).isEqualTo("ab".repeat(133) + "\n");
      }
      try (Run stop = product.run("stop")) {
        assertThat(stop.exitCode()).isZero();
      }
      assertThat(node.exitCode()).isZero();
    }
    try (Run status = product.run("status")) {
      assertThat(status.exitCode()).isEqualTo(8);
      assertThat(status.output()).contains("error[not-running]");
    }
  }

  @Test
  void aSecondNodeOnTheSameStateIsRefusedWithTheProcessOfTheFirst() throws Exception {
    product.locked(CONFIG);
    try (Run first = product.run("up")) {
      first.awaitLine("ready in");

      try (Run second = product.run("up", "--fresh")) {
        assertThat(second.exitCode()).isEqualTo(5);
        assertThat(second.output())
            .contains(
                "error[state-in-use]: %s is in use by the node with process id %d"
                    .formatted(product.state(), first.pid()));
      }
      assertThat(product.state().resolve("bundles/toy/start-0")).exists();
    }
  }

  @Test
  void stateStaysOverRestartsUntilItIsWantedFresh() throws Exception {
    product.locked(CONFIG);
    upAndDown();
    upAndDown();
    assertThat(product.state().resolve("bundles/toy/start-1")).exists();

    upAndDown("--fresh");

    assertThat(product.state().resolve("bundles/toy/start-0")).exists();
    assertThat(product.state().resolve("bundles/toy/start-1")).doesNotExist();
  }

  @Test
  void aDirectoryWithOtherFilesIsNeverDeleted() throws Exception {
    product.locked(CONFIG);
    Path thesis = Files.createDirectories(product.state()).resolve("thesis.txt");
    Files.writeString(thesis, "ten years of work");

    try (Run node = product.run("up", "--fresh")) {
      assertThat(node.exitCode()).isEqualTo(5);
      assertThat(node.output())
          .contains(product.state() + " is not an Atoll state directory: it has files, and no ");
    }
    assertThat(thesis).hasContent("ten years of work");
  }

  @Test
  void aTakenPortIsNamedWithTheProcessThatHoldsIt() throws Exception {
    product.locked(CONFIG);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        Run node = product.run("up", "--port", String.valueOf(taken.getLocalPort()))) {
      assertThat(node.exitCode()).isEqualTo(4);
      assertThat(node.output())
          .contains(
              "error[port-in-use]: port %d of listener http is in use by process %d (java)"
                  .formatted(taken.getLocalPort(), ProcessHandle.current().pid()))
          .contains("--port 0");
    }
  }

  @Test
  void aChangedBundleIsRefusedWithBothDigests() throws Exception {
    product.locked(CONFIG);
    Files.writeString(product.bundle("toy"), "x", StandardOpenOption.APPEND);

    try (Run node = product.run("up")) {
      assertThat(node.exitCode()).isEqualTo(6);
      assertThat(node.output())
          .containsPattern(
              "error\\[product-damaged]: bundle test:toy:1 has sha256 [0-9a-f]{64} \\(\\d+"
                  + " bytes\\), the lock expects [0-9a-f]{64} \\(\\d+ bytes\\)");
    }
  }

  @Test
  void aFailedBundleIsReportedWithItsCauseAndWhoWaitsForIt() throws Exception {
    product.needy().locked(CONFIG);

    try (Run node = product.run("up", "--set", "fail=true")) {
      assertThat(node.exitCode()).isEqualTo(3);
      assertThat(node.output())
          .contains("error[start-failed]: not ready:")
          .contains("toy FAILED: java.io.IOException: disk is on fire")
          .contains(
              "needy waits for HealthCheck; candidates: toy FAILED: java.io.IOException: disk is on"
                  + " fire");
    }
  }

  @Test
  void aMistypedKeyOfTheConfigurationIsReportedWithTheOneThatWasMeant() throws Exception {
    product.locked(Map.of("toy", Map.of("fial", true)));

    try (Run node = product.run("up")) {
      assertThat(node.exitCode()).isEqualTo(3);
      assertThat(node.output()).contains("toy.fial is unknown, did you mean fail?");
    }
  }

  @Test
  void aSectionForNoBundleIsRefused() throws Exception {
    product.locked(Map.of("toys", Map.of()));

    try (Run node = product.run("up")) {
      assertThat(node.exitCode()).isEqualTo(7);
      assertThat(node.output())
          .contains("config has a section for toys, which is no bundle of the distribution");
    }
  }

  @Test
  void anUnknownVariableIsRefused() throws Exception {
    product.locked(CONFIG);

    try (Run node = product.run("up", "--set", "prot=1")) {
      assertThat(node.exitCode()).isEqualTo(7);
      assertThat(node.output()).contains("error[config]: variable prot is unknown");
    }
  }

  @Test
  void theDoctorFindsAKeyThatOthersMayRead() throws Exception {
    product.locked(CONFIG);
    upAndDown();
    Path key = Files.createDirectories(product.state().resolve("keys/toy")).resolve("node-key");
    Files.writeString(key, "secret");

    try (Run doctor = product.run("doctor")) {
      assertThat(doctor.exitCode()).isEqualTo(9);
      assertThat(doctor.output()).contains("try: chmod 600 '" + key + "'");
    }
  }

  @Test
  void anOperatorSeesWhatRunsAndReadsTheLogAsJson() throws Exception {
    product.locked(CONFIG);
    try (Run node = product.run("up", "--log-format", "json")) {
      node.awaitLine("ready in");

      try (Run status = product.run("status", "--wait", "20")) {
        assertThat(status.exitCode()).isZero();
      }
      try (Run bundles = product.run("bundles", "--json")) {
        assertThat(bundles.output()).startsWith("{");
        Map<String, Object> answer = Json.parse(bundles.output());
        assertThat((List<?>) answer.get("bundles"))
            .singleElement()
            .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
            .containsEntry("bundle", "toy")
            .containsEntry("state", "UP")
            .containsEntry("origin", "product")
            .containsEntry("sha256", Digests.sha256(product.bundle("toy")))
            .extractingByKey("provides", InstanceOfAssertFactories.list(String.class))
            .contains("dev.atoll.spi.kernel.HealthCheck");
      }
      try (Run one = product.run("bundles", "toy")) {
        assertThat(one.output()).contains("toy ", "health     UP plays", "file ");
      }
      try (Run stop = product.run("stop", "--json")) {
        assertThat(Json.parse(stop.output())).containsEntry("stopped", "test:atoll-toy:1");
      }
    }
    for (String line : Files.readAllLines(product.state().resolve("logs/atoll.log"))) {
      assertThat(Json.parse(line)).containsKeys("time", "level", "logger", "message");
    }
  }

  @Test
  void theConfigurationIsExplainedAndCheckedWithoutANode() throws Exception {
    product.locked(CONFIG);
    try (Run explain = product.run("config", "explain", "toy.fail", "--set", "fail=true")) {
      assertThat(explain.output())
          .startsWith("toy.fail = true  (--set fail)\n")
          .contains("true or false");
      assertThat(explain.exitCode()).isZero();
    }
    String home = product.bundle("toy").resolve("../..").normalize().toString();
    try (Run check = product.run("config", "check", home)) {
      assertThat(check.output()).contains("nothing is wrong");
      assertThat(check.exitCode()).isZero();
    }
    product.locked(Map.of("toy", Map.of("fial", true)));
    try (Run check = product.run("config", "check", home)) {
      assertThat(check.exitCode()).isEqualTo(7);
      assertThat(check.output())
          .contains("error[config]: toy.fial is unknown, did you mean fail?", "try: ");
    }
  }

  private void upAndDown(String... options) throws Exception {
    try (Run node = product.run("up", options)) {
      node.awaitLine("ready in");
      node.terminate();
      assertThat(node.exitCode()).isZero();
    }
  }

  private static URI urlIn(String line) {
    Matcher url = Pattern.compile("http://[0-9.:]+").matcher(line);
    assertThat(url.find()).as(line).isTrue();
    return URI.create(url.group());
  }
}
