package dev.atoll.storage.mapdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompactionTest {

  private static final long CHECKPOINT_SIZE_BYTES = 1 << 20;

  private static final int KEYS = 20_000;

  @TempDir private Path directory;

  private static Bytes key(int number) {
    return Bytes.wrap(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }

  /// A table whose keys have come and gone, but for the last ten; and one that stayed.
  private TableStore used() {
    TableStore tables = new TableStore(directory, CHECKPOINT_SIZE_BYTES);
    for (int first = 0; first < KEYS; first += 1_000) {
      WriteBatch batch = new WriteBatch().put("stays", key(first), Bytes.wrap(new byte[500]));
      for (int i = first; i < first + 1_000; i++) {
        batch.put("moves", key(i), Bytes.wrap(new byte[300]));
      }
      tables.commit(batch.deleteRange("moves", key(0), key(first)));
    }
    tables.commit(new WriteBatch().deleteRange("moves", key(0), key(KEYS - 10)));
    return tables;
  }

  private static int count(TableStore tables, String table) {
    int count = 0;
    Snapshot snapshot = tables.begin(table);
    TableScan scan = new TableScan(snapshot, table, Bytes.EMPTY, null);
    while (!scan.isDone()) {
      for (var entry : tables.next(scan)) {
        assertThat(entry.getValue().size()).isIn(300, 500);
        count++;
      }
    }
    tables.end(snapshot);
    return count;
  }

  @Test
  void itIsDueWhenWasteOutweighsTheRest() {
    assertThat(Compaction.isDue(99_999, 1 << 20)).isFalse();
    assertThat(Compaction.isDue(100_000, 1 << 20)).isTrue();
    assertThat(Compaction.isDue(100_000, 1L << 30)).isFalse();
    assertThat(Compaction.isDue(5_000_000, 1L << 30)).isTrue();
  }

  @Test
  void removedEntriesAreCountedOverRestarts() {
    TableStore tables = used();
    tables.commit(new WriteBatch().delete("moves", key(1)).delete("none", key(1)));
    assertThat(tables.removed()).isEqualTo(KEYS - 10);
    tables.close();

    TableStore reopened = new TableStore(directory, CHECKPOINT_SIZE_BYTES);
    assertThat(reopened.removed()).isEqualTo(KEYS - 10);
    reopened.close();
  }

  @Test
  void aCompactedFileHoldsTheSameInLessRoom() throws IOException {
    Path file = directory.resolve(StorageFiles.TABLES_DB);
    TableStore tables = used();
    tables.close();
    long before = Files.size(file);
    Compaction compaction = new Compaction(directory, CHECKPOINT_SIZE_BYTES);

    TableStore compacted = compaction.compact(compaction.open());

    assertThat(compacted.removed()).isZero();
    assertThat(count(compacted, "moves")).isEqualTo(10);
    assertThat(count(compacted, "stays")).isEqualTo(KEYS / 1_000);
    compacted.commit(new WriteBatch().put("moves", key(KEYS), Bytes.wrap(new byte[300])));
    compacted.close();
    assertThat(Files.size(file)).isLessThan(before / 2);
    assertThat(StorageFiles.list(directory)).containsExactly(file);
    TableStore reopened = compaction.open();
    assertThat(count(reopened, "moves")).isEqualTo(11);
    reopened.close();
  }

  @Test
  void halfACompactionIsForgotten() throws IOException {
    used().close();
    Path aside = Files.createDirectory(directory.resolve("compacting"));
    Files.write(aside.resolve(StorageFiles.TABLES_DB), new byte[100]);

    TableStore tables = new Compaction(directory, CHECKPOINT_SIZE_BYTES).open();

    assertThat(count(tables, "moves")).isEqualTo(10);
    assertThat(aside).doesNotExist();
    tables.close();
  }
}
