package dev.atoll.spi.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.storage.BlockLog;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageStream;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.spi.storage.swap.SwappableStorages;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What all storages share, over one without files.
final class SimulatedSwapTest extends StorageSwapContract {

  @Override
  protected SwappableStorages<?> newFactory() {
    return new SimulatedStorages();
  }

  /// Callers wait for it, and a commit waits for the disk.
  @Test
  void whatIsLeftInManyPlacesGoesOverInOneCommit(@TempDir Path directory) throws Exception {
    try (SimulatedStorages from = new SimulatedStorages();
        SimulatedStorages to = new SimulatedStorages();
        Storage storage = from.open(directory)) {
      WriteBatch all = new WriteBatch();
      for (int i = 0; i < 1_000; i++) {
        all.put("pages", Bytes.ofUtf8("%04d".formatted(i)), Bytes.wrap(new byte[1_000]));
      }
      storage.commit(all);
      from.resume();
      to.importState(from.exportAhead().orElseThrow(), true);
      WriteBatch some = new WriteBatch();
      for (int i = 0; i < 1_000; i += 40) {
        some.put("pages", Bytes.ofUtf8("%04d".formatted(i)), Bytes.ofUtf8("new"));
        some.delete("pages", Bytes.ofUtf8("%04d".formatted(i + 20)));
      }
      storage.commit(some);
      assertThat(from.fence(Duration.ofSeconds(10))).isTrue();
      int before = to.commits.get();

      to.importState(from.exportState(), false);

      assertThat(to.commits.get() - before).isEqualTo(1);
      assertThat(to.digest()).isEqualTo(from.digest());
      to.resume();
      assertThat(storage.get("pages", Bytes.ofUtf8("0040"))).isEqualTo(Bytes.ofUtf8("new"));
      assertThat(storage.get("pages", Bytes.ofUtf8("0060"))).isNull();
    }
  }

  private static final class SimulatedStorages extends SwappableStorages<Storage> {

    private final SimulatedStorageFactory disks = new SimulatedStorageFactory();

    private final AtomicInteger commits = new AtomicInteger();

    SimulatedStorages() {
      super("simulated", 1);
    }

    @Override
    protected Storage openIn(Path directory) {
      return new CountedStorage(disks.open(directory), commits);
    }

    @Override
    protected Collection<String> tables(Storage storage) {
      TreeSet<String> names = new TreeSet<>();
      try {
        StorageStream.read(
            new ByteArrayInputStream(StorageLab.export(storage)),
            new StorageStream.Visitor() {
              @Override
              public void entry(String table, Bytes key, Bytes value) {
                names.add(table);
              }

              @Override
              public void block(Height height, Bytes block) {}
            });
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return names;
    }
  }

  private record CountedStorage(Storage storage, AtomicInteger commits) implements Storage {

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
      commits.incrementAndGet();
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
}
