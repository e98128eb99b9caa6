package dev.atoll.kernel.distribution.build;

import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Makes a Java runtime with the modules that Atoll needs, from the JDK that runs this.
///
/// The same JDK gives the same bytes.
final class JavaRuntime {

  /// What the kernel and the bundles of Atoll use, and what plugins may expect.
  static final List<String> MODULES =
      List.of(
          "java.base",
          "java.compiler",
          "java.instrument",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.security.jgss",
          "java.sql",
          "java.xml",
          "jdk.crypto.ec",
          "jdk.management",
          "jdk.unsupported",
          "jdk.zipfs");

  private JavaRuntime() {}

  /// @param output must not exist
  static void link(Path output) throws IOException, InterruptedException {
    Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
    if (!Files.isExecutable(jlink)) {
      throw new KernelException(
          Code.CONFIG,
          "the Java that runs this has no jlink: " + jlink,
          "run it with a whole JDK 25: set JAVA_HOME to one");
    }
    Process process =
        new ProcessBuilder(
                jlink.toString(),
                "--add-modules",
                String.join(",", MODULES),
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--compress",
                "zip-6",
                "--output",
                output.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new KernelException(
          Code.INTERNAL, "jlink failed: " + said.strip(), "see what it says; it needs disk space");
    }
  }
}
