package dev.atoll.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import dev.atoll.kernel.launcher.Digests;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.Listener;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A product in a folder, made of the class path of the test and of toy bundles, and run as a
/// process of its own.
final class TestProduct {

  private static final String TOYS = "dev.atoll.kernel.cli.toy";

  private final Path home;
  private final Path state;
  private final List<LockedBundle> locked = new ArrayList<>();

  TestProduct(Path directory) throws Exception {
    home = directory.resolve("product");
    state = directory.resolve("state");
    Files.createDirectories(home.resolve("bundles"));
    for (Path entry : classPath()) {
      String name = nameOf(entry);
      if (name.matches(
          "(jakarta.inject-api|failureaccess|guava|guice|atoll-(?!cli|launcher|distribution|plugin|swap)).*")) {
        add(name, entry);
      }
    }
    toy("toy", TOYS);
  }

  private static List<Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .toList();
  }

  /// A module of this build is a jar or its folder of classes, as far as the build went.
  private static String nameOf(Path entry) {
    return Files.isDirectory(entry)
        ? "atoll-" + entry.resolve("../..").normalize().getFileName()
        : entry.getFileName().toString().replaceAll("-[0-9].*", "");
  }

  private void add(String name, Path entry) throws Exception {
    LockedBundle unlocked = new LockedBundle("test:" + name + ":1", "", 0, false);
    Path file = home.resolve("bundles").resolve(unlocked.fileName());
    try (Jar jar = new Jar(entry.toFile())) {
      if (Files.isDirectory(entry)) {
        jar.write(file.toFile());
      } else {
        Files.copy(entry, file);
      }
    }
    locked.add(new LockedBundle(unlocked.id(), Digests.sha256(file), Files.size(file), false));
  }

  /// Adds a bundle made of one package of the test's classes.
  TestProduct toy(String name, String packageName) throws Exception {
    Path jar = home.resolve(name + ".jar");
    try (Builder builder = new Builder()) {
      for (Path entry : classPath()) {
        builder.addClasspath(entry.toFile());
      }
      builder.setBundleSymbolicName(name);
      builder.setPrivatePackage(packageName);
      builder.setProperty("-noimportjava", "true");
      builder.setProperty("Import-Package", "org.jspecify.*;resolution:=optional,*");
      try (Jar built = builder.build()) {
        if (!builder.isOk()) {
          throw new AssertionError(builder.getErrors());
        }
        built.write(jar.toFile());
      }
    }
    add(name, jar);
    return this;
  }

  TestProduct needy() throws Exception {
    return toy("needy", TOYS + ".needy");
  }

  /// Writes the lock with these sections.
  TestProduct locked(Map<String, Object> config) throws IOException {
    DistributionLock lock =
        new DistributionLock(
            "test:atoll-toy:1",
            "a toy",
            Map.of("port", 0, "fail", false),
            locked,
            List.of(new Listener("http", "127.0.0.1", "${port}")),
            config);
    Files.writeString(home.resolve(DistributionLock.FILE_NAME), lock.toJson());
    return this;
  }

  Path bundle(String name) {
    return home.resolve("bundles").resolve(name + "-1.jar");
  }

  Path state() {
    return state;
  }

  /// Starts the command `atoll` with these arguments and the state directory of the product.
  Run run(String command, String... options) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xshare:auto"));
    line.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "-XX:TieredStopAtLevel=1"));
    line.addAll(List.of("-Datoll.home=" + home, "-cp", System.getProperty("java.class.path")));
    line.addAll(List.of(Atoll.class.getName(), command));
    if (!command.equals("version") && !command.equals("config")) {
      line.addAll(List.of("--state-dir", state.toString()));
    }
    line.addAll(List.of(options));
    return new Run(new ProcessBuilder(line).redirectErrorStream(true).start());
  }

  /// A running command, with both of its streams in one.
  static final class Run implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;
    private final StringBuilder seen = new StringBuilder();

    private Run(Process process) {
      this.process = process;
      this.output = process.inputReader();
    }

    /// Reads up to a line that contains `text`.
    String awaitLine(String text) throws IOException {
      for (String line; (line = output.readLine()) != null; ) {
        seen.append(line).append('\n');
        if (line.contains(text)) {
          return line;
        }
      }
      throw new AssertionError("no line with \"" + text + "\" in:\n" + seen);
    }

    long pid() {
      return process.pid();
    }

    /// Sends SIGTERM; the handle leaves the output open, the process itself would not.
    void terminate() {
      assertThat(process.toHandle().destroy()).isTrue();
    }

    /// Everything that was printed, once the command has ended.
    String output() throws IOException {
      output.lines().forEach(line -> seen.append(line).append('\n'));
      return seen.toString();
    }

    int exitCode() throws IOException, InterruptedException {
      output();
      return process.waitFor();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
