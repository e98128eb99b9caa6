package dev.atoll.kernel.plugin;

import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.launcher.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs contracts with Maven, which has them and their libraries as it has those of a build: from
/// the local repository alone if all is there.
///
/// @param mavenLocal another local repository than Maven's own, or null
/// @param bundles of a product: libraries that the plugin may import
public record ContractRun(@Nullable Path mavenLocal, Path bundles) {

  private static final long MINUTES_MAX = 30;

  private static final int LINES_SHOWN_MAX = 15;

  private static final String SUREFIRE =
      "org.apache.maven.plugins:maven-surefire-plugin:3.5.4:test";

  /// Classes of `dev.atoll.spi.tck.plugin` by the services that they are for.
  private static final Map<String, String> CONTRACTS =
      Map.of(
          "dev.atoll.spi.storage.StorageFactory", "ProvidedStorage",
          "dev.atoll.spi.gateway.HttpMount", "ProvidedMount",
          "dev.atoll.spi.gateway.IngressFilter", "ProvidedFilter",
          "dev.atoll.spi.canister.NativeCanister", "ProvidedCanister",
          "dev.atoll.spi.execution.WasmEngine", "ProvidedEngine",
          "dev.atoll.spi.crypto.CryptoProvider", "ProvidedCrypto",
          "dev.atoll.spi.consensus.ConsensusEngineFactory", "ProvidedConsensus",
          "dev.atoll.spi.network.TransportFactory", "ProvidedTransport");

  /// The contracts of a bundle, by the types of the services that they are for.
  public static Map<String, String> contracts(PluginJar plugin) {
    Map<String, String> contracts = new LinkedHashMap<>();
    for (String type : plugin.provides()) {
      if (CONTRACTS.containsKey(type)) {
        contracts.put(type, CONTRACTS.getOrDefault(type, ""));
      }
    }
    return contracts;
  }

  /// Runs the contracts of everything that a bundle provides.
  ///
  /// @param scratch an empty folder
  public List<TestReport> ofJar(Path jar, Path scratch) throws IOException, InterruptedException {
    PluginJar plugin = PluginJar.read(jar);
    Map<String, String> contracts = contracts(plugin);
    if (contracts.isEmpty()) {
      return List.of();
    }
    String pom =
        PluginProject.resource("contracts.pom.xml")
            .replace("@atoll@", PluginProject.atollVersion())
            .replace("@java@", text(Path.of(System.getProperty("java.home"), "bin", "java")))
            .replace("@tests@", String.join(",", contracts.values()))
            .replace("@jar@", text(jar.toAbsolutePath()))
            .replace("@libraries@", libraries());
    Files.writeString(scratch.resolve("pom.xml"), pom);
    maven(scratch, List.of(SUREFIRE));
    List<TestReport> reports = TestReport.in(scratch.resolve("target").resolve("surefire-reports"));
    if (reports.size() < contracts.size()) {
      throw new KernelException(
          Code.PLUGIN_FAILED,
          "%d contracts of %s were to be run, %d were"
              .formatted(contracts.size(), plugin.bundle(), reports.size()),
          "see whether atoll-tck %s is the one that fits".formatted(PluginProject.atollVersion()));
    }
    return reports;
  }

  private String libraries() throws IOException {
    if (!Files.isDirectory(bundles)) {
      return "";
    }
    Path launcher = bundles.resolveSibling("lib");
    try (Stream<Path> files = Files.list(bundles);
        Stream<Path> own = Files.isDirectory(launcher) ? Files.list(launcher) : Stream.of()) {
      return Stream.concat(
              files.filter(file -> file.toString().endsWith(".jar")).filter(ContractRun::isLibrary),
              own.filter(ContractRun::isOfTheFramework))
          .sorted()
          .map(
              file ->
                  "            <additionalClasspathElement>%s</additionalClasspathElement>"
                      .formatted(text(file.toAbsolutePath())))
          .collect(Collectors.joining("\n"));
    }
  }

  /// The framework gives logging to bundles, see `FelixFramework` of the launcher.
  private static boolean isOfTheFramework(Path jar) {
    return String.valueOf(jar.getFileName()).startsWith("slf4j-api-");
  }

  /// Bundles with a module export nothing: what they have would hide what the plugin has.
  private static boolean isLibrary(Path jar) {
    return Manifests.of(jar).filter(main -> main.getValue("Guice-Module") != null).isEmpty();
  }

  private static String text(Path path) {
    return path.toString().replace("&", "&amp;").replace("<", "&lt;");
  }

  /// Builds a project and runs its own tests.
  public List<TestReport> ofProject(Path project) throws IOException, InterruptedException {
    maven(project, List.of("verify", "-Dmaven.test.failure.ignore=true"));
    return TestReport.in(project.resolve("target").resolve("surefire-reports"));
  }

  /// The bundle that a project has built.
  public static Path jarOf(Path project) throws IOException {
    Path target = project.resolve("target");
    List<Path> jars = new ArrayList<>();
    if (Files.isDirectory(target)) {
      try (Stream<Path> files = Files.list(target)) {
        files
            .filter(f -> f.toString().endsWith(".jar"))
            .filter(f -> !f.toString().matches(".*-(sources|javadoc|tests|test-sources)\\.jar"))
            .forEach(jars::add);
      }
    }
    if (jars.size() != 1) {
      throw new KernelException(
          Code.CONFIG,
          "%s has %d jars, expected one bundle: %s".formatted(target, jars.size(), jars),
          "remove what is old with: mvn clean; or give the jar");
    }
    return jars.getFirst();
  }

  private void maven(Path folder, List<String> goals) throws IOException, InterruptedException {
    Result offline = run(folder, goals, true);
    Result last = offline.exitCode() == 0 ? offline : run(folder, goals, false);
    if (last.exitCode() != 0) {
      throw new KernelException(
          Code.PLUGIN_FAILED,
          "Maven ended with %d in %s:%n%s".formatted(last.exitCode(), folder, last.errors()),
          ("correct what it says; the artifacts of Atoll %s must be in a Maven repository, a"
               + " checkout of Atoll puts them into yours with: mvn -q -Dquick -DskipTests install")
              .formatted(PluginProject.atollVersion()));
    }
  }

  private record Result(int exitCode, String errors) {}

  private Result run(Path folder, List<String> goals, boolean offline)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("mvn", "-B", "-q", "-Dstyle.color=never"));
    if (offline) {
      line.add("-o");
    }
    if (mavenLocal != null) {
      line.add("-Dmaven.repo.local=" + mavenLocal.toAbsolutePath());
    }
    line.addAll(goals);
    Path output = Files.createTempFile("atoll-maven", ".log");
    Process process;
    try {
      process =
          new ProcessBuilder(line)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      throw new KernelException(
          Code.CONFIG,
          "Maven cannot be run: " + e.getMessage(),
          "install Maven 3.8 or newer, such as: apt install maven",
          e);
    }
    try {
      if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
        throw new KernelException(
            Code.PLUGIN_FAILED,
            "the tests run for more than %d min".formatted(MINUTES_MAX),
            "see which of them hangs: mvn verify");
      }
      List<String> errors =
          Files.readAllLines(output).stream().filter(l -> l.contains("ERROR")).toList();
      return new Result(
          process.exitValue(),
          String.join("\n", errors.subList(0, Math.min(LINES_SHOWN_MAX, errors.size()))));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.delete(output);
    }
  }
}
