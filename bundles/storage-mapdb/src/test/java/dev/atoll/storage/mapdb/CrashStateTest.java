package dev.atoll.storage.mapdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random work beside a model; now and then the files are copied as a crash would leave them, with
/// the last journal cut anywhere in the commit that was not acknowledged, and opened.
final class CrashStateTest {

  private final MapDbConfig config =
      new MapDbConfig(new ByteSize(300_000), ByteSize.ofMebibytes(1));

  private final Map<String, NavigableMap<Bytes, Bytes>> model = new HashMap<>();

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aCopyOfTheFilesHoldsWhatWasCommitted(long seed) throws IOException {
    Random random = new Random(seed);
    Path live = Files.createDirectory(directory.resolve("live"));
    try (Storage storage = new MapDbStorage(live, config)) {
      for (int round = 0; round < 120; round++) {
        storage.commit(randomBatch(random));
        if (random.nextInt(8) == 0) {
          checkCopy(live, directory.resolve("copy-" + round), random);
        }
      }
      assertSame(storage);
    }
    try (Storage storage = new MapDbStorage(live, config)) {
      assertSame(storage);
    }
  }

  private WriteBatch randomBatch(Random random) {
    WriteBatch batch = new WriteBatch();
    int writes = random.nextInt(40);
    for (int i = 0; i < writes; i++) {
      String table = "table " + random.nextInt(3);
      NavigableMap<Bytes, Bytes> expected = model.computeIfAbsent(table, t -> new TreeMap<>());
      Bytes key = key(random);
      switch (random.nextInt(10)) {
        case 0 -> {
          batch.delete(table, key);
          expected.remove(key);
        }
        case 1 -> {
          Bytes to = key(random);
          batch.deleteRange(table, key, to);
          if (key.compareTo(to) < 0) {
            expected.subMap(key, true, to, false).clear();
          }
        }
        default -> {
          byte[] value = new byte[random.nextInt(10) == 0 ? random.nextInt(70_000) : 300];
          random.nextBytes(value);
          batch.put(table, key, Bytes.wrap(value));
          expected.put(key, Bytes.wrap(value));
        }
      }
    }
    return batch;
  }

  private static Bytes key(Random random) {
    byte[] key = new byte[1 + random.nextInt(2)];
    random.nextBytes(key);
    return Bytes.wrap(key);
  }

  /// The files are copied while no commit runs; a checkpoint may. Journals go first: what a
  /// checkpoint writes into the file meanwhile they hold as well.
  private void checkCopy(Path live, Path copy, Random random) throws IOException {
    Files.createDirectories(copy);
    @Nullable Path last = null;
    for (Path file : StorageFiles.list(live)) {
      if (file.toString().endsWith(".journal")) {
        last = copy.resolve(file.getFileName());
        copyIfThere(file, last);
      }
    }
    copyIfThere(live.resolve("tables.db"), copy.resolve("tables.db"));
    if (last != null && Files.exists(last)) {
      byte[] torn = new byte[random.nextInt(10_000)];
      random.nextBytes(torn);
      Files.write(last, torn, StandardOpenOption.APPEND);
    }
    try (Storage storage = new MapDbStorage(copy, config)) {
      assertSame(storage);
    }
  }

  private static void copyIfThere(Path from, Path to) throws IOException {
    try {
      Files.copy(from, to);
    } catch (NoSuchFileException e) {
      assertThat(to).doesNotExist(); // a checkpoint has just made it superfluous
    }
  }

  private void assertSame(Storage storage) {
    for (var table : model.entrySet()) {
      NavigableMap<Bytes, Bytes> found = new TreeMap<>();
      storage.scan(
          table.getKey(),
          Bytes.EMPTY,
          null,
          (key, value) -> {
            found.put(key, value);
            return true;
          });
      assertThat(found.keySet()).isEqualTo(table.getValue().keySet());
      assertThat(found.equals(table.getValue())).isTrue();
    }
  }
}
