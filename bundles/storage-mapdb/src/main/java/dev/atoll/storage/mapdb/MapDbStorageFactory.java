package dev.atoll.storage.mapdb;

import com.google.inject.Inject;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.spi.storage.StorageFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Opens storages in directories of the local file system.
final class MapDbStorageFactory implements StorageFactory {

  private final MapDbConfig config;

  @Inject
  MapDbStorageFactory(MapDbConfig config) {
    this.config = config;
  }

  @Override
  public String name() {
    return "mapdb";
  }

  @Override
  public Storage open(Path directory) {
    boolean interrupted =
        Thread.interrupted(); // channels are opened here, an interrupt closes them
    try {
      createDirectory(directory);
      DirectoryLock lock = DirectoryLock.acquire(directory);
      try {
        return new MapDbStorage(directory, lock, config);
      } catch (RuntimeException | Error e) {
        lock.close();
        throw e;
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void createDirectory(Path directory) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new StorageException("storage %s is a file, expected a directory".formatted(directory));
    }
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new StorageException("storage %s cannot be created".formatted(directory), e);
    }
  }
}
