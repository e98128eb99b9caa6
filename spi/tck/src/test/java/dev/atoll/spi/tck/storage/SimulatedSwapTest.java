package dev.atoll.spi.tck.storage;

import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageStream;
import dev.atoll.spi.storage.swap.SwappableStorages;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeSet;

/// What all storages share, over one without files.
final class SimulatedSwapTest extends StorageSwapContract {

  @Override
  protected SwappableStorages<?> newFactory() {
    return new SimulatedStorages();
  }

  private static final class SimulatedStorages extends SwappableStorages<Storage> {

    private final SimulatedStorageFactory disks = new SimulatedStorageFactory();

    SimulatedStorages() {
      super("simulated", 1);
    }

    @Override
    protected Storage openIn(Path directory) {
      return disks.open(directory);
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
}
