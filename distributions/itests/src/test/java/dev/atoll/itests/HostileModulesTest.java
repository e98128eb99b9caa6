package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Modules made to hurt are checked, compiled and run, or refused, in bounded time and memory: in a
/// JVM with a small heap that is ended when its time is up.
final class HostileModulesTest {

  private static final int HEAP_MIB = 512;

  /// What checking one module may allocate: the one with the most is 10 MB of code.
  private static final int CHECK_MIB_MAX = 512;

  /// Measured at 2 s on one busy core of two.
  private static final int CHECK_MILLIS_MAX = 20_000;

  /// Measured at 11,500 for 300,000 operands, nearly all of it garbage: what lives fits the heap.
  private static final int RUN_MIB_MAX = 20_000;

  /// Measured at 21 s, for a message of 100,000,000 instructions; compiling takes up to 12 s.
  private static final int RUN_MILLIS_MAX = 120_000;

  private static final int MINUTES_MAX = 8;

  private static final Pattern LINE =
      Pattern.compile(
          "(.+): (check|run): ([0-9]+) ms: ([0-9]+) MiB: (valid|done|trapped|refused)(: .*)?");

  @TempDir private Path folder;

  private record Ran(String module, String phase, int millis, int allocatedMib, String end) {}

  @Test
  void theyCostBoundedTimeAndMemory() throws IOException, InterruptedException {
    List<Ran> all = run("jvm");

    assertThat(all)
        .filteredOn(ran -> ran.phase().equals("check"))
        .hasSize(HostileModules.all().size())
        .allSatisfy(ran -> assertThat(ran.allocatedMib()).isLessThan(CHECK_MIB_MAX))
        .allSatisfy(ran -> assertThat(ran.millis()).isLessThan(CHECK_MILLIS_MAX))
        .extracting(Ran::end)
        .contains("valid", "refused");
    assertThat(all)
        .filteredOn(ran -> ran.phase().equals("run"))
        .hasSameSizeAs(all.stream().filter(ran -> ran.end().equals("valid")).toList())
        .allSatisfy(ran -> assertThat(ran.allocatedMib()).isLessThan(RUN_MIB_MAX))
        .allSatisfy(ran -> assertThat(ran.millis()).isLessThan(RUN_MILLIS_MAX))
        .extracting(Ran::end)
        .contains("done", "trapped");
  }

  private List<Ran> run(String engine) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx%dm".formatted(HEAP_MIB),
                "-cp",
                System.getProperty("java.class.path"),
                HostileMain.class.getName(),
                engine)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
    process.destroyForcibly();
    String text = Files.readString(output);
    assertThat(ended).as(text).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
    return text.lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .map(
            line ->
                new Ran(
                    line.group(1),
                    line.group(2),
                    Integer.parseInt(line.group(3)),
                    Integer.parseInt(line.group(4)),
                    line.group(5)))
        .toList();
  }
}
