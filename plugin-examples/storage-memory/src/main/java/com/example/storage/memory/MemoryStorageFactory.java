package com.example.storage.memory;

import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.spi.storage.StorageFactory;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Opens storages on the heap. What a directory holds lives as long as this factory does.
final class MemoryStorageFactory implements StorageFactory {

  private final Map<Path, Contents> directories = new HashMap<>();

  private final Set<Path> open = new HashSet<>();

  @Inject
  MemoryStorageFactory() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public synchronized Storage open(Path directory) {
    Path key = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(key);
    } catch (IOException e) {
      throw new StorageException(
          "storage directory %s is not usable, expected a directory".formatted(directory), e);
    }
    if (!open.add(key)) {
      throw new StorageException(
          "storage in %s is open already, expected it to be closed".formatted(directory));
    }
    return new MemoryStorage(
        directories.computeIfAbsent(key, absent -> new Contents()), () -> release(key));
  }

  private synchronized void release(Path directory) {
    open.remove(directory);
  }
}
