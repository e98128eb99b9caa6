package dev.atoll.replica.persistence;

import dev.atoll.spi.storage.BlockLog;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A storage that remembers batches, and can refuse them. For one thread at a time.
final class CountingStorage implements Storage {

  private final Storage storage;

  private final List<WriteBatch> batches = new ArrayList<>();

  private int commitsLeft = Integer.MAX_VALUE;

  CountingStorage(Storage storage) {
    this.storage = storage;
  }

  /// Forgets what was counted.
  void reset() {
    batches.clear();
  }

  private Stream<WriteBatch.Put> puts() {
    return batches.stream()
        .flatMap(batch -> batch.writes().stream())
        .filter(write -> write instanceof WriteBatch.Put)
        .map(write -> (WriteBatch.Put) write);
  }

  /// How many values were put into `table` since the last [#reset].
  long puts(String table) {
    return puts().filter(put -> put.table().equals(table)).count();
  }

  /// How many pages were put since the last [#reset].
  long pages() {
    return puts()
        .filter(put -> put.table().equals("pages"))
        .mapToLong(put -> PagePack.of(put.value()).pages().length)
        .sum();
  }

  /// How many writes there were since the last [#reset].
  long writes() {
    return batches.stream().mapToLong(batch -> batch.writes().size()).sum();
  }

  /// How many batches there were since the last [#reset].
  int commits() {
    return batches.size();
  }

  /// The largest sum of values of one batch since the last [#reset].
  long largestBatch() {
    return batches.stream().mapToLong(CountingStorage::sizeBytes).max().orElse(0);
  }

  private static long sizeBytes(WriteBatch batch) {
    return batch.writes().stream()
        .mapToLong(write -> write instanceof WriteBatch.Put put ? put.value().size() : 0)
        .sum();
  }

  /// How many pages `table` of pages holds.
  long storedPages() {
    long[] count = new long[1];
    scan(
        "pages",
        Bytes.EMPTY,
        null,
        (key, value) -> {
          count[0] += PagePack.of(value).pages().length;
          return true;
        });
    return count[0];
  }

  long entries(String table) {
    long[] count = new long[1];
    scan(
        table,
        Bytes.EMPTY,
        null,
        (key, value) -> {
          count[0]++;
          return true;
        });
    return count[0];
  }

  /// Has all commits fail after the next `commits`.
  void failAfter(int commits) {
    commitsLeft = commits;
  }

  void work() {
    commitsLeft = Integer.MAX_VALUE;
  }

  @Override
  public @Nullable Bytes get(String table, Bytes key) {
    return storage.get(table, key);
  }

  @Override
  public void scan(String table, Bytes from, @Nullable Bytes to, EntryVisitor visitor) {
    storage.scan(table, from, to, visitor);
  }

  @Override
  public void commit(WriteBatch batch) {
    if (commitsLeft == 0) {
      throw new StorageException("disk is full");
    }
    commitsLeft--;
    batches.add(batch);
    storage.commit(batch);
  }

  @Override
  public BlockLog blocks() {
    return storage.blocks();
  }

  @Override
  public void exportTo(OutputStream out) throws IOException {
    storage.exportTo(out);
  }

  @Override
  public void importFrom(InputStream in) throws IOException {
    storage.importFrom(in);
  }

  @Override
  public void close() {
    storage.close();
  }
}
