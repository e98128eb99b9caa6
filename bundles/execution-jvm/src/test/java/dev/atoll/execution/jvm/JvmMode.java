package dev.atoll.execution.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What of the JVM runs generated code.
enum JvmMode {
  /// As it comes: interpreted, then compiled by one and later by the other.
  USUAL,
  XINT,
  C1,
  C2;

  private List<String> options() {
    return switch (this) {
      case USUAL -> List.of();
      case XINT -> List.of("-Xint");
      case C1 -> atOnce("-XX:TieredStopAtLevel=1");
      case C2 -> atOnce("-XX:-TieredCompilation");
    };
  }

  /// Compile generated classes and what they call at once, and nothing else.
  private static List<String> atOnce(String compiler) {
    return List.of(
        compiler,
        "-Xcomp",
        "-XX:CompileCommand=quiet",
        "-XX:CompileCommand=compileonly,wasm/*.*",
        "-XX:CompileCommand=compileonly,dev/atoll/execution/jvm/runtime/*.*");
  }

  /// What a JVM of its own in this mode makes of generated modules, a line for each.
  ///
  /// @throws IllegalStateException if it fails, with all that it printed
  List<String> digests(long firstSeed, int modules) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:+UseSerialGC");
    command.addAll(options());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(DigestMain.class.getName());
    command.addAll(List.of(Long.toString(firstSeed), Integer.toString(modules)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("%s fails: %s".formatted(this, output));
    }
    return output.lines().toList();
  }
}
