package dev.atoll.replica.persistence;

import dev.atoll.spi.storage.BlockLog;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A storage that remembers the last batch, and can refuse one. For one thread.
final class CountingStorage implements Storage {

  private final Storage storage;

  private List<WriteBatch.Write> lastWrites = List.of();

  private boolean full;

  CountingStorage(Storage storage) {
    this.storage = storage;
  }

  /// How many values the last batch put into `table`.
  long puts(String table) {
    return lastWrites.stream()
        .filter(write -> write instanceof WriteBatch.Put && write.table().equals(table))
        .count();
  }

  /// How many writes the last batch had.
  int writes() {
    return lastWrites.size();
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

  void refuseWrites(boolean refused) {
    full = refused;
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
    if (full) {
      throw new StorageException("disk is full");
    }
    lastWrites = batch.writes();
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
