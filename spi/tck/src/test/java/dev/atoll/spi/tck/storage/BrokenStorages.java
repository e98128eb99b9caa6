package dev.atoll.spi.tck.storage;

import dev.atoll.spi.storage.BlockLog;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.spi.storage.StorageStream;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Storages with one defect each, as a provider might really have it.
final class BrokenStorages {

  private BrokenStorages() {}

  /// A factory whose storages are sound ones in the coat of `defect`.
  static StorageFactory with(UnaryOperator<Storage> defect) {
    SimulatedStorageFactory sound = new SimulatedStorageFactory();
    return factory(directory -> defect.apply(sound.open(directory)));
  }

  interface Opening {
    Storage open(Path directory);
  }

  static StorageFactory factory(Opening opening) {
    return new StorageFactory() {
      @Override
      public String name() {
        return "broken";
      }

      @Override
      public Storage open(Path directory) {
        return opening.open(directory);
      }
    };
  }

  /// Compares keys as signed bytes.
  static final class SignedOrder extends ForwardingStorage {

    SignedOrder(Storage sound) {
      super(sound);
    }

    @Override
    public void scan(String table, Bytes from, @Nullable Bytes to, EntryVisitor visitor) {
      TreeMap<Bytes, Bytes> sorted =
          new TreeMap<>((a, b) -> java.util.Arrays.compare(a.unsafeArray(), b.unsafeArray()));
      sound.scan(
          table,
          from,
          to,
          (key, value) -> {
            sorted.put(key, value);
            return true;
          });
      for (var entry : sorted.entrySet()) {
        if (!visitor.visit(entry.getKey(), entry.getValue())) {
          return;
        }
      }
    }
  }

  /// Commits the writes of a batch one by one.
  static final class WriteByWrite extends ForwardingStorage {

    private static final long PAUSE_NANOS = 1_000_000;

    WriteByWrite(Storage sound) {
      super(sound);
    }

    @Override
    public void commit(WriteBatch batch) {
      sound.commit(new WriteBatch());
      int left = batch.writes().size();
      for (WriteBatch.Write write : batch.writes()) {
        if (left-- == batch.writes().size() / 2) {
          LockSupport.parkNanos(PAUSE_NANOS); // as a disk would; in memory all is done at once
        }
        WriteBatch one = new WriteBatch();
        switch (write) {
          case WriteBatch.Put put -> one.put(put.table(), put.key(), put.value());
          case WriteBatch.Delete delete -> one.delete(delete.table(), delete.key());
          case WriteBatch.DeleteRange range ->
              one.deleteRange(range.table(), range.from(), range.to());
        }
        sound.commit(one);
      }
    }
  }

  /// Walks the live table instead of one state of it.
  static final class LiveScan extends ForwardingStorage {

    LiveScan(Storage sound) {
      super(sound);
    }

    @Override
    public void scan(String table, Bytes from, @Nullable Bytes to, EntryVisitor visitor) {
      Bytes next = from;
      while (next != null) {
        Bytes[] found = new Bytes[2];
        sound.scan(
            table,
            next,
            to,
            (key, value) -> {
              found[0] = key;
              found[1] = value;
              return false;
            });
        Bytes key = found[0];
        if (key == null || !visitor.visit(key, found[1])) {
          return;
        }
        next = Bytes.wrap(java.util.Arrays.copyOf(key.unsafeArray(), key.size() + 1));
      }
    }
  }

  /// Takes the end of a range for a part of it.
  static final class ClosedRange extends ForwardingStorage {

    ClosedRange(Storage sound) {
      super(sound);
    }

    @Override
    public void scan(String table, Bytes from, @Nullable Bytes to, EntryVisitor visitor) {
      sound.scan(table, from, to, visitor);
      Bytes last = to == null ? null : sound.get(table, to);
      if (to != null && last != null) {
        visitor.visit(to, last);
      }
    }
  }

  /// Lets the log have holes.
  static final class HolesInLog extends ForwardingStorage {

    private final TreeMap<Height, Bytes> blocks = new TreeMap<>();

    HolesInLog(Storage sound) {
      super(sound);
    }

    @Override
    public BlockLog blocks() {
      BlockLog log = sound.blocks();
      return new ForwardingLog(log) {
        @Override
        public void append(Height height, Bytes block) {
          if (height.value() < 1_000_000 || blocks.isEmpty()) {
            log.append(height, block);
          }
          blocks.put(height, block);
        }
      };
    }
  }

  /// Removes even the last block.
  static final class RemovesLast extends ForwardingStorage {

    private boolean emptied;

    private final BlockLog log =
        new ForwardingLog(sound.blocks()) {
          @Override
          public void removeBelow(Height height) {
            Height last = sound.lastHeight();
            emptied = last != null && last.compareTo(height) < 0;
            sound.removeBelow(height);
          }

          @Override
          public @Nullable Height lastHeight() {
            return emptied ? null : sound.lastHeight();
          }

          @Override
          public @Nullable Height firstHeight() {
            return emptied ? null : sound.firstHeight();
          }
        };

    RemovesLast(Storage sound) {
      super(sound);
    }

    @Override
    public BlockLog blocks() {
      sound.blocks();
      return log;
    }
  }

  /// Applies a stream while it reads it.
  static final class ImportsOnTheWay extends ForwardingStorage {

    ImportsOnTheWay(Storage sound) {
      super(sound);
    }

    @Override
    public void importFrom(InputStream in) throws IOException {
      boolean[] empty = {sound.blocks().lastHeight() == null};
      sound.scan("x", Bytes.EMPTY, null, (key, value) -> empty[0] = false);
      if (!empty[0]) {
        throw new StorageException("storage is not empty");
      }
      StorageStream.read(
          in,
          new StorageStream.Visitor() {
            @Override
            public void entry(String table, Bytes key, Bytes value) {
              sound.commit(new WriteBatch().put(table, key, value));
            }

            @Override
            public void block(Height height, Bytes block) {
              sound.blocks().append(height, block);
            }
          });
    }
  }

  /// Answers from its memory after it was closed.
  static final class AnswersWhenClosed extends ForwardingStorage {

    AnswersWhenClosed(Storage sound) {
      super(sound);
    }

    @Override
    public @Nullable Bytes get(String table, Bytes key) {
      try {
        return sound.get(table, key);
      } catch (IllegalStateException e) {
        return null;
      }
    }
  }
}
