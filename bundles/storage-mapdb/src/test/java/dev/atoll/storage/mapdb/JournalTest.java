package dev.atoll.storage.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {

  private static final int RECORD = JournalRecord.SIZE_BYTES + Journal.ENTRY_SIZE_BYTES;

  @TempDir private Path directory;

  private Path path = Path.of("");

  private Path target = Path.of("");

  @BeforeEach
  void writeThreeCommits() {
    path = directory.resolve("tables-1.journal");
    target = directory.resolve("tables.db");
    try (Journal journal = Journal.create(path)) {
      for (int i = 0; i < 3; i++) {
        journal.append(LongObjectHashMap.newWithKeysValues(i, page(i + 1)));
      }
    }
  }

  private static byte[] page(int content) {
    byte[] page = new byte[PageStore.PAGE_SIZE_BYTES];
    Arrays.fill(page, (byte) content);
    return page;
  }

  private byte[] replay(boolean last) throws IOException {
    Files.deleteIfExists(target);
    try (DiskFile base = DiskFile.open(target)) {
      JournalReplay.run(path, last, base);
    }
    return Files.readAllBytes(target);
  }

  @Test
  void commitsComeBackInTheirOrder() throws IOException {
    byte[] pages = replay(false);

    assertThat(pages).hasSize(3 * PageStore.PAGE_SIZE_BYTES);
    assertThat(pages[0]).isEqualTo((byte) 1);
    assertThat(pages[2 * PageStore.PAGE_SIZE_BYTES]).isEqualTo((byte) 3);
  }

  @Test
  void aTornCommitAtTheEndIsForgotten() throws IOException {
    byte[] whole = Files.readAllBytes(path);
    for (int cut : new int[] {1, 7, 100, RECORD - 17, RECORD - 16, RECORD - 1}) {
      Files.write(path, Arrays.copyOf(whole, whole.length - cut));
      assertThat(replay(true)).hasSize(2 * PageStore.PAGE_SIZE_BYTES);
    }
    for (int length = 0; length < FileHead.SIZE_BYTES; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      assertThat(replay(true)).isEmpty();
    }
  }

  @Test
  void aTornCommitInAnEarlierJournalIsTold() throws IOException {
    byte[] whole = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(whole, whole.length - 1));

    assertThatThrownBy(() -> replay(false))
        .isInstanceOf(StorageException.class)
        .hasMessage("%s is damaged at %d".formatted(path, FileHead.SIZE_BYTES + 2 * RECORD));
  }

  @Test
  void damageBeforeACommitIsTold() throws IOException {
    byte[] whole = Files.readAllBytes(path);
    for (int at : new int[] {0, 2, 3, 5, 15, 16, 50, RECORD - 1}) {
      byte[] damaged = whole.clone();
      damaged[FileHead.SIZE_BYTES + at] ^= 1;
      Files.write(path, damaged);
      assertThatThrownBy(() -> replay(true))
          .isInstanceOf(StorageException.class)
          .hasMessage("%s is damaged at %d".formatted(path, FileHead.SIZE_BYTES));
    }
  }
}
