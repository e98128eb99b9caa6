package dev.atoll.spi.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What every storage in files keeps when its process is killed or its disk is full; for that it
/// starts processes. Extend it and run it.
///
/// The operating system survives, so this says nothing about power failures.
@Timeout(180)
public abstract class StorageProcessContract {

  private static final int KILLS = 6;

  /// A disk of this size is mounted to be filled.
  private static final int DISK_SIZE_MEBIBYTES = 40;

  @TempDir private Path directory;

  /// A public class with a public constructor without arguments that makes the factory; its
  /// storages should write files of little size.
  protected abstract Class<? extends Supplier<? extends StorageFactory>> factories();

  private StorageFactory factory() throws ReflectiveOperationException {
    return factories().getDeclaredConstructor().newInstance().get();
  }

  @Test
  void whatWasAcknowledgedIsThereAfterAKill() throws Exception {
    Random random = new Random(5);
    Path killed = directory.resolve("killed");
    for (int kill = 0; kill < KILLS; kill++) {
      long acknowledged = runAndKill(killed, 20 + random.nextInt(150));
      try (Storage storage = factory().open(killed)) {
        check(storage, acknowledged);
      }
    }
  }

  /// @return the last round whose end was told
  private long runAndKill(Path killed, int rounds) throws Exception {
    Process process = start(java("write", killed));
    try (BufferedReader told = process.inputReader()) {
      long last = 0;
      for (int i = 0; i < rounds; i++) {
        last = Long.parseLong(told.readLine());
      }
      StorageFactory other = factory();
      assertThatThrownBy(() -> other.open(killed))
          .isInstanceOf(StorageException.class)
          .hasMessage("storage %s is in use by process %d".formatted(killed, process.pid()));
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

  private static void check(Storage storage, long acknowledged) {
    Bytes counter = storage.get("counter", StorageChild.number(0));
    long round = counter == null ? 0 : StorageChild.toLong(counter);
    assertThat(round).isBetween(acknowledged, acknowledged + 1);
    for (int page = 0; page < StorageChild.PAGES; page++) {
      Bytes content = storage.get("pages", StorageChild.number(page));
      assertThat(Objects.equals(content, StorageChild.page(round, page))).isTrue();
    }
    Height last = storage.blocks().lastHeight();
    long blocks = last == null ? 0 : last.value();
    assertThat(blocks).isBetween(acknowledged, acknowledged + 1);
    for (long height = 1; height <= blocks; height++) {
      assertThat(storage.blocks().read(new Height(height))).isEqualTo(StorageChild.block(height));
    }
  }

  /// Needs an operating system that lets a user mount a small disk for one process.
  @Test
  void aFullDiskIsToldAndHarmsNothing() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    String mount = "mount -t tmpfs -o size=%dm none '%s'".formatted(DISK_SIZE_MEBIBYTES, disk);
    assumeTrue(runs(List.of("unshare", "-rm", "sh", "-c", mount)), "no disk can be mounted");
    List<String> command = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c"));
    command.add(mount + " && exec \"$@\"");
    command.add("sh");
    command.addAll(java("fill", disk.resolve("storage")));

    Process process = start(command);
    List<String> told;
    try (BufferedReader lines = process.inputReader()) {
      told = lines.readAllLines();
    } finally {
      process.destroyForcibly();
    }

    assertThat(told).hasSize(4);
    assertThat(told.getFirst())
        .startsWith("storage %s: the disk is full, ".formatted(disk.resolve("storage")));
    assertThat(told.subList(1, 4)).containsExactly("sound", "sound", "sound");
  }

  private static boolean runs(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // there is no such command
    }
  }

  private List<String> java(String what, Path where) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path"),
        StorageChild.class.getName(),
        what,
        factories().getName(),
        where.toString());
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
