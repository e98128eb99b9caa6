package dev.atoll.storage.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that writes, and looks for everything that it was promised.
///
/// The operating system survives, so this says nothing about power failures; what those leave
/// behind is cut and damaged by hand in the other tests.
final class KilledProcessTest {

  private static final int KILLS = 6;

  static final MapDbConfig CONFIG = new MapDbConfig(new ByteSize(1 << 20), new ByteSize(1 << 16));

  @TempDir private Path directory;

  @Test
  @Timeout(180)
  void whatWasAcknowledgedIsThereAfterAKill() throws IOException, InterruptedException {
    Random random = new Random(5);
    for (int kill = 0; kill < KILLS; kill++) {
      long acknowledged = runAndKill(20 + random.nextInt(150));
      try (Storage storage = new MapDbStorageFactory(CONFIG).open(directory)) {
        check(storage, acknowledged);
      }
    }
  }

  /// @return the last round whose end was told
  private long runAndKill(int rounds) throws IOException, InterruptedException {
    Process process = start();
    try (BufferedReader told = process.inputReader()) {
      long last = 0;
      for (int i = 0; i < rounds; i++) {
        last = Long.parseLong(told.readLine());
      }
      assertThatThrownBy(() -> new MapDbStorageFactory(CONFIG).open(directory))
          .isInstanceOf(StorageException.class)
          .hasMessage("storage %s is in use by process %d".formatted(directory, process.pid()));
      process.toHandle().destroyForcibly(); // unlike that of Process it leaves the output readable
      process.waitFor();
      for (String line = told.readLine(); line != null; line = told.readLine()) {
        last = Math.max(last, Long.parseLong(line));
      }
      return last;
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcess.class.getName(),
                directory.toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void check(Storage storage, long acknowledged) {
    Bytes counter = storage.get("counter", KilledProcess.number(0));
    long round = counter == null ? 0 : KilledProcess.toLong(counter);
    assertThat(round).isBetween(acknowledged, acknowledged + 1);
    for (int page = 0; page < KilledProcess.PAGES; page++) {
      Bytes content = storage.get("pages", KilledProcess.number(page));
      assertThat(Objects.equals(content, KilledProcess.page(round, page))).isTrue();
    }
    Height last = storage.blocks().lastHeight();
    long blocks = last == null ? 0 : last.value();
    assertThat(blocks).isBetween(acknowledged, acknowledged + 1);
    for (long height = 1; height <= blocks; height++) {
      assertThat(storage.blocks().read(new Height(height))).isEqualTo(KilledProcess.block(height));
    }
  }
}
