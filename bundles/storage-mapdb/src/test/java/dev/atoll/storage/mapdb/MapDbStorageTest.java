package dev.atoll.storage.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MapDbStorageTest {

  private final MapDbStorageFactory factory =
      new MapDbStorageFactory(new MapDbConfig(ByteSize.ofMebibytes(1), ByteSize.ofMebibytes(1)));

  @TempDir private Path directory;

  @Test
  void theHolderOfADirectoryIsNamed() {
    try (Storage storage = factory.open(directory)) {
      assertThatThrownBy(() -> factory.open(directory))
          .isInstanceOf(StorageException.class)
          .hasMessage(
              "storage %s is in use by process %d"
                  .formatted(directory, ProcessHandle.current().pid()));
      assertThat(storage.blocks().lastHeight()).isNull();
    }
  }

  @Test
  void aClosedStorageHasNoJournal() {
    try (Storage storage = factory.open(directory)) {
      storage.commit(new WriteBatch().put("t", Bytes.ofUtf8("k"), Bytes.ofUtf8("v")));
      assertThat(journals()).hasSize(1);
    }

    assertThat(journals()).isEmpty();
  }

  @Test
  void journalsDoNotPileUp() {
    try (Storage storage = factory.open(directory)) {
      for (int i = 0; i < 200; i++) {
        storage.commit(
            new WriteBatch()
                .put("t", Bytes.wrap(new byte[] {(byte) i}), Bytes.wrap(new byte[50_000])));
        assertThat(journals()).hasSizeLessThanOrEqualTo(2);
      }
    }
  }

  private List<Path> journals() {
    return StorageFiles.list(directory.resolve("mapdb-1")).stream()
        .filter(file -> file.toString().endsWith(".journal"))
        .toList();
  }

  @Test
  void halfAnImportIsForgotten() throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    try (Storage source = factory.open(directory.resolve("source"))) {
      source.commit(new WriteBatch().put("t", Bytes.ofUtf8("k"), Bytes.ofUtf8("v")));
      source.blocks().append(new Height(1), Bytes.ofUtf8("block"));
      source.exportTo(stream);
    }
    Path target = directory.resolve("target");
    try (Storage storage = factory.open(target)) {
      storage.importFrom(new ByteArrayInputStream(stream.toByteArray()));
    }
    Files.createFile(target.resolve("mapdb-1").resolve("importing"));

    try (Storage storage = factory.open(target)) {
      assertThat(storage.get("t", Bytes.ofUtf8("k"))).isNull();
      assertThat(storage.blocks().lastHeight()).isNull();
      storage.importFrom(new ByteArrayInputStream(stream.toByteArray()));
    }
    try (Storage storage = factory.open(target)) {
      assertThat(storage.get("t", Bytes.ofUtf8("k"))).isEqualTo(Bytes.ofUtf8("v"));
    }
  }

  @Test
  void aFileThatIsNoTableFileIsNamed() throws IOException {
    factory.open(directory).close();
    Files.write(directory.resolve("mapdb-1").resolve("tables.db"), new byte[8192]);

    assertThatThrownBy(() -> factory.open(directory))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(directory + "/mapdb-1: tables.db cannot be read");
  }

  @Test
  void closingLeavesNoThread() {
    factory.open(directory).close();

    try (Stream<Thread> threads = Thread.getAllStackTraces().keySet().stream()) {
      assertThat(threads.filter(t -> t.getName().startsWith("storage-mapdb"))).isEmpty();
    }
  }
}
