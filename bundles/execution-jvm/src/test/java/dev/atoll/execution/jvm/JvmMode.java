package dev.atoll.execution.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of the JVM runs generated code.
enum JvmMode {
  /// As it comes: interpreted, then compiled by one and later by the other.
  USUAL,
  XINT,
  C1,
  C2,
  /// C2 for a processor of 2003: no vectors beyond SSE2, no fused multiply-add, nothing that counts
  /// bits or rounds. What a processor cannot do anyway is passed over.
  PLAIN,
  /// Graal's compiler, from the folder that the system property `atoll.graal` names. It shares
  /// nothing with the JVM's own compilers. Not every machine has it.
  GRAAL;

  private static final String GRAAL_FOLDER = "atoll.graal";

  /// Those that need nothing but a JDK.
  static EnumSet<JvmMode> ofTheJdk() {
    return EnumSet.complementOf(EnumSet.of(GRAAL));
  }

  private List<String> options() {
    return switch (this) {
      case USUAL -> List.of();
      case XINT -> List.of("-Xint");
      case C1 -> atOnce("-XX:TieredStopAtLevel=1");
      case C2 -> atOnce("-XX:-TieredCompilation");
      case PLAIN -> plain(atOnce("-XX:-TieredCompilation"));
      case GRAAL -> graal(System.getProperty(GRAAL_FOLDER));
    };
  }

  private static List<String> plain(List<String> compiler) {
    List<String> options = new ArrayList<>(compiler);
    options.add("-XX:+IgnoreUnrecognizedVMOptions"); // other architectures have none of these
    options.addAll(List.of("-XX:UseAVX=0", "-XX:UseSSE=2", "-XX:-UseFMA"));
    options.addAll(
        List.of(
            "-XX:-UsePopCountInstruction",
            "-XX:-UseCountLeadingZerosInstruction",
            "-XX:-UseCountTrailingZerosInstruction",
            "-XX:-UseBMI1Instructions",
            "-XX:-UseBMI2Instructions"));
    return options;
  }

  /// Compiles generated code after a few calls. Not at once: Graal itself is Java, and it would be
  /// interpreted.
  private static List<String> graal(@Nullable String folder) {
    if (folder == null) {
      throw new IllegalStateException(
          "-D%s is not set: the folder with org.graalvm.compiler:compiler and what it needs"
              .formatted(GRAAL_FOLDER));
    }
    return List.of(
        "-XX:+UnlockExperimentalVMOptions",
        "-XX:+EnableJVMCI",
        "-XX:+UseJVMCICompiler",
        "--upgrade-module-path=" + folder,
        "-XX:CompileCommand=quiet",
        "-XX:CompileCommand=CompileThresholdScaling,wasm/*.*,0.00001",
        "-XX:CompileCommand=BackgroundCompilation,wasm/*.*,false");
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
