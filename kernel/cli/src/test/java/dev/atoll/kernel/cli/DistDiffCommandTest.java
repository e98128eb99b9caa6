package dev.atoll.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class DistDiffCommandTest {

  @TempDir private Path directory;

  private final StringWriter said = new StringWriter();

  @Test
  void theExitCodeSaysWhetherLocksAreTheSame() throws IOException {
    Path one = lock("one", "1");
    Path same = lock("same", "1");
    Path other = lock("other", "2");

    assertThat(diff(one, same)).as(said.toString()).isZero();
    assertThat(said.toString()).isEqualTo("no difference\n");
    assertThat(diff(one, other)).isEqualTo(11);
    assertThat(said.toString()).contains("test:store");
  }

  private int diff(Path one, Path other) {
    CommandLine atoll = Atoll.commandLine().setOut(new PrintWriter(said, true));
    return atoll.execute("dist", "diff", one.toString(), other.toString());
  }

  private Path lock(String name, String version) throws IOException {
    DistributionLock lock =
        new DistributionLock(
            "test:toy:1",
            "",
            Map.of(),
            List.of(new LockedBundle("test:store:" + version, "aa", 1, false)),
            List.of(),
            Map.of());
    return Files.writeString(directory.resolve(name + ".json"), lock.toJson());
  }
}
