package dev.atoll.spi.tck.storage;

import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.spi.storage.StorageFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Storages on disks that exist only inside this factory; of the real one they use the name alone.
///
/// A disk lives as long as its factory, and [#crash] does to it what a power failure does to a real
/// one. Callable from any thread.
public final class SimulatedStorageFactory implements StorageFactory {

  private final Map<Path, SimulatedDisk> disks = new HashMap<>();

  private final Map<Path, SimulatedStorage> open = new HashMap<>();

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public synchronized Storage open(Path directory) {
    if (Files.isRegularFile(directory)) {
      throw new StorageException(directory + " is a file, expected a directory");
    }
    SimulatedStorage holder = open.get(directory);
    if (holder != null && !holder.isClosed()) {
      throw new StorageException("storage " + directory + " is open already");
    }
    createDirectory(directory);
    SimulatedDisk disk = disks.computeIfAbsent(directory, path -> new SimulatedDisk());
    SimulatedStorage storage = new SimulatedStorage(disk);
    open.put(directory, storage);
    return storage;
  }

  private static void createDirectory(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (java.io.IOException e) {
      throw new StorageException("cannot create " + directory, e);
    }
  }

  /// Ends the open storage of `directory` as a power failure does: blocks that were not synced are
  /// lost, everything committed stays, and the storage throws from now on.
  ///
  /// @throws IllegalArgumentException if nothing was ever opened there
  public synchronized void crash(Path directory) {
    @Nullable SimulatedDisk disk = disks.get(directory);
    @Nullable SimulatedStorage storage = open.remove(directory);
    if (disk == null) {
      throw new IllegalArgumentException("no storage was opened in " + directory);
    }
    if (storage != null && !storage.isClosed()) {
      storage.close();
      disk.dropUnsynced();
    }
  }
}
