package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.statuspage.StatusPageModule;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody does who knows the released artifacts alone: begins a plugin in an empty folder,
/// builds, tests and signs it, puts it into a product that was built from a distribution, and sees
/// the node use it; and what a node does with a plugin that was changed, with one that fails and
/// with one that was built for another SPI.
final class ThirdPartyIT {

  private static final long COMMAND_SECONDS_MAX = 240;

  private static final int PLUGIN_REFUSED = 16;

  /// An exit code that other things decide too, such as a port that others use.
  private static final int ANY = -1;

  private static final String GATEWAY = "dev.atoll.spi.gateway";

  private static final Path ROOT =
      Path.of(Objects.requireNonNull(System.getProperty("atoll.root"), "Maven sets atoll.root"));

  private static final Path MAVEN_LOCAL =
      Path.of(
          Objects.requireNonNull(
              System.getProperty("atoll.maven.local"), "Maven sets atoll.maven.local"));

  /// What is released for plugins: the parent of the poms, the BOM, the SPI and its contracts.
  private static final List<String> RELEASED =
      List.of(".", "bom", "spi/types", "spi/candid", "spi/wasm", "spi/api", "spi/tck");

  /// Of JVMs that live for seconds.
  private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path directory;

  @Test
  void aStorageFromAnEmptyFolderKeepsTheStateOfANode() throws Exception {
    Path project = directory.resolve("my-storage");
    atoll("plugin", "new", "storage", "--name", "my-storage", "--to", project.toString());
    String released = release().toString();
    Path product = directory.resolve("product");
    Path jar = project.resolve("target").resolve("my-storage-1.0.0.jar");
    try (ExecutorService author = Executors.newSingleThreadExecutor()) {
      Future<String> tested =
          author.submit(
              () ->
                  atoll("plugin", "test", project.toString(), "--maven-local", released, "--json"));
      atoll(
          "dist",
          "build",
          ROOT.resolve("distributions").resolve("minimal").toString(),
          "--output",
          product.toString());
      atoll("plugin", "keygen", directory.resolve("acme").toString());
      checkContracts(JSON.readTree(tested.get()));
    }
    sign(jar);
    of(product, "plugin", "trust", directory.resolve("acme.pub.pem").toString());
    of(product, "plugin", "install", jar.toString(), "--use");

    Path state = directory.resolve("state");
    try (Product node = Product.startFrom(product, state);
        NodeClient client = new NodeClient(node.url())) {
      Principal counter = client.deploy(Canisters.counter());
      assertThat(client.reply(counter, "inc", Bytes.EMPTY)).isNotNull();
      assertThat(Files.readString(state.resolve("logs").resolve("atoll.log")))
          .contains("storage=my");
      assertThat(node.stop()).isZero();
    }

    // one that was changed, and one that fails: the node runs without them, and says so
    Files.write(product.resolve("plugins").resolve("my-storage-1.0.0.jar"), new byte[] {1});
    Path failing = BadBundle.make(directory, "start").jar();
    sign(failing);
    of(product, "plugin", "install", failing.toString());
    Path page = OfOtherSpi.bundle(StatusPageModule.class);
    Path odd = OfOtherSpi.remade(page, directory.resolve("odd.jar"), GATEWAY, "[99,100)");
    sign(odd);
    assertThat(refused(product, "plugin", "install", odd.toString()))
        .contains(
            "error[plugin-refused]: status-page 1.0.0 does not fit",
            "status-page needs the package dev.atoll.spi.gateway [99.0.0,100.0.0): no bundle"
                + " exports it, atoll-api ");
    Path even = Files.copy(page, directory.resolve("even.jar"));
    sign(even);
    of(product, "plugin", "install", even.toString());
    OfOtherSpi.exchange(product, even, odd); // as after an update of the product alone
    assertThat(run(ANY, product, "doctor"))
        .contains("my-storage 1.0.0 will not start: bundle com.example:my-storage:1.0.0 has sha256")
        .contains("status-page needs the package dev.atoll.spi.gateway [99.0.0,100.0.0)");
    Path other = directory.resolve("other");
    try (Product node = Product.startFrom(product, other)) {
      assertThat(Files.readString(other.resolve("logs").resolve("atoll.log")))
          .contains("storage=mapdb");
      JsonNode status =
          JSON.readTree(of(product, "status", "--json", "--state-dir", other.toString()));
      assertThat(cause(status, "my-storage"))
          .startsWith("error[plugin-refused]: bundle com.example:my-storage:1.0.0 has sha256");
      assertThat(cause(status, "bad-start"))
          .startsWith("error[plugin-failed]: ")
          .contains("the certificate has expired");
      assertThat(cause(status, "status-page"))
          .startsWith(
              "error[plugin-refused]: status-page needs the package dev.atoll.spi.gateway"
                  + " [99.0.0,100.0.0): no bundle exports it, atoll-api ")
          .containsPattern("atoll-api [\\w.]+ has 1\\.");
      assertThat(node.stop()).isZero();
    }
  }

  private static void checkContracts(JsonNode tested) {
    assertThat(tested.required("good").asBoolean()).as(tested.toString()).isTrue();
    assertThat(tested.at("/own-tests/0/name").asText()).isEqualTo("MyStorageTest");
    assertThat(tested.at("/own-tests/0/passed").asInt()).isGreaterThan(30);
    assertThat(tested.at("/contracts/0/name").asText()).isEqualTo("ProvidedStorage");
    assertThat(tested.at("/contracts/0/passed").asInt()).isGreaterThan(30);
  }

  private static String cause(JsonNode status, String bundle) {
    for (JsonNode entry : status.required("bundles")) {
      if (entry.required("bundle").asText().equals(bundle)) {
        return entry.required("cause").asText();
      }
    }
    throw new AssertionError(bundle + " is not in " + status);
  }

  private void sign(Path jar) throws IOException, InterruptedException {
    atoll("plugin", "sign", jar.toString(), "--key", directory.resolve("acme.pem").toString());
  }

  /// A local Maven repository with what is released, and nothing else of this build; what others
  /// have made is that of this machine.
  private Path release() throws IOException {
    Path repository = Files.createDirectories(directory.resolve("repository"));
    try (Stream<Path> groups = Files.list(MAVEN_LOCAL)) {
      for (Path group : groups.toList()) {
        if (!group.endsWith("dev")) {
          Files.createSymbolicLink(
              repository.resolve(Objects.requireNonNull(group.getFileName())), group);
        }
      }
    }
    for (String module : RELEASED) {
      deploy(ROOT.resolve(module).normalize(), repository.resolve("dev").resolve("atoll"));
    }
    return repository;
  }

  private static void deploy(Path module, Path group) throws IOException {
    String pom = Files.readString(module.resolve("pom.xml"));
    Matcher version = Pattern.compile("<version>([^<]+)</version>").matcher(pom);
    Matcher artifact =
        Pattern.compile("(?s)(?:</parent>.*?)?<artifactId>(atoll[^<]*)</artifactId>").matcher(pom);
    int from = Math.max(0, pom.indexOf("</parent>"));
    assertThat(version.find() && artifact.find(from)).isTrue();
    String name = artifact.group(1) + "-" + version.group(1);
    Path to = Files.createDirectories(group.resolve(artifact.group(1)).resolve(version.group(1)));
    Files.writeString(to.resolve(name + ".pom"), pom);
    Path jar = module.resolve("target").resolve(name + ".jar");
    if (Files.isRegularFile(jar)) {
      Files.copy(jar, to.resolve(name + ".jar"));
    }
  }

  private String atoll(String... arguments) throws IOException, InterruptedException {
    return of(Product.directory(), arguments);
  }

  private String of(Path product, String... arguments) throws IOException, InterruptedException {
    return run(0, product, arguments);
  }

  private String refused(Path product, String... arguments)
      throws IOException, InterruptedException {
    return run(PLUGIN_REFUSED, product, arguments);
  }

  private String run(int exitCode, Path product, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(product.resolve("bin").resolve("atoll").toString());
    line.addAll(List.of(arguments));
    Path output = Files.createTempFile(directory, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("MAVEN_OPTS", SHORT_LIVED);
    builder.environment().put("ATOLL_JAVA_OPTS", SHORT_LIVED);
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS);
      String said = Files.readString(output);
      assertThat(ended).as("%s has ended: %s", line, said).isTrue();
      if (exitCode != ANY) {
        assertThat(process.exitValue()).as("%s: %s", line, said).isEqualTo(exitCode);
      }
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
