package dev.atoll.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

final class RocksDbStorageTest {

  private static final RocksDbConfig CONFIG =
      new RocksDbConfig(ByteSize.ofMebibytes(4), ByteSize.ofMebibytes(4));

  private static final int COMMITS = 50;

  private final StorageFactory factory = new RocksDbStorageFactory(CONFIG);

  @TempDir private Path directory;

  private static Bytes key(int number) {
    return Bytes.wrap(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }

  /// The files as a crash would leave them: copied while the storage is open.
  private Path crashed(String name) throws IOException {
    Path live = directory.resolve("live-" + name);
    Path copy = Files.createDirectory(directory.resolve(name));
    try (Storage storage = factory.open(live)) {
      for (int i = 0; i < COMMITS; i++) {
        storage.commit(new WriteBatch().put("t", key(i), Bytes.wrap(new byte[300])));
      }
      try (Stream<Path> files = Files.list(live.resolve("rocksdb-1"))) {
        for (Path file : files.filter(f -> !f.endsWith("LOCK")).toList()) {
          Files.copy(file, copy.resolve(file.getFileName()));
        }
      }
    }
    return copy;
  }

  private static Path log(Path copy) throws IOException {
    try (Stream<Path> files = Files.list(copy)) {
      return files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
    }
  }

  private static int count(Path copy) {
    RocksDbStorage storage = RocksDbStorage.open(copy, CONFIG);
    int[] count = new int[1];
    storage.scan("t", Bytes.EMPTY, null, (key, value) -> count[0]++ >= 0);
    storage.close();
    return count[0];
  }

  @Test
  void aTornTailIsCut() throws IOException {
    for (int cut : new int[] {0, 1, 100, 300}) {
      Path copy = crashed("torn-" + cut);
      byte[] whole = Files.readAllBytes(log(copy));

      Files.write(log(copy), Arrays.copyOf(whole, whole.length - cut));

      assertThat(count(copy)).isEqualTo(cut == 0 ? COMMITS : COMMITS - 1);
    }
  }

  @Test
  void damageBeforeTheEndIsTold() throws IOException {
    for (int commit : new int[] {0, 10, COMMITS - 2}) {
      Path copy = crashed("damaged-" + commit);
      byte[] bytes = Files.readAllBytes(log(copy));
      bytes[bytes.length / COMMITS * commit + 100] ^= 1;

      Files.write(log(copy), bytes);

      assertThatThrownBy(() -> RocksDbStorage.open(copy, CONFIG))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("storage %s cannot be opened: ".formatted(copy));
    }
  }

  @Test
  void filesThatAreNotOfRocksDbAreNamed() throws IOException {
    factory.open(directory).close();
    Path place = directory.resolve("rocksdb-1");
    Files.writeString(place.resolve("CURRENT"), "nothing\n");

    assertThatThrownBy(() -> factory.open(directory))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("storage %s cannot be opened: ".formatted(place));
  }

  @Test
  void halfAnImportIsForgotten() throws IOException, RocksDBException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    try (Storage source = factory.open(directory.resolve("source"))) {
      source.commit(new WriteBatch().put("t", key(1), Bytes.ofUtf8("v")));
      source.blocks().append(new Height(1), Bytes.ofUtf8("block"));
      source.exportTo(stream);
    }
    Path target = directory.resolve("target");
    try (Storage storage = factory.open(target)) {
      storage.importFrom(new ByteArrayInputStream(stream.toByteArray()));
    }
    try (Database database = Database.open(target.resolve("rocksdb-1"), CONFIG)) {
      database.put(TableKeys.IMPORTING, new byte[0]);
    }

    try (Storage storage = factory.open(target)) {
      assertThat(storage.get("t", key(1))).isNull();
      assertThat(storage.blocks().lastHeight()).isNull();
      storage.importFrom(new ByteArrayInputStream(stream.toByteArray()));
    }
    try (Storage storage = factory.open(target)) {
      assertThat(storage.get("t", key(1))).isEqualTo(Bytes.ofUtf8("v"));
    }
  }
}
