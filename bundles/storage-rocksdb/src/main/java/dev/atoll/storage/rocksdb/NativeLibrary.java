package dev.atoll.storage.rocksdb;

import dev.atoll.spi.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/// RocksDB's library for this system, out of the bundle.
///
/// A file can be loaded by one class loader only, and RocksDB would leave one behind for each start
/// that does not end orderly; so each load has a file of its own, which is gone at once.
final class NativeLibrary {

  private static final String NAME = "rocksdb";

  private NativeLibrary() {}

  /// Loads it unless this class loader has it already.
  ///
  /// @throws StorageException if there is none for this system
  static void load() {
    if (RocksDB.rocksdbVersion() != null) {
      return;
    }
    String file = Environment.getJniLibraryFileName(NAME);
    try (InputStream library = NativeLibrary.class.getResourceAsStream("/" + file)) {
      if (library == null) {
        throw new StorageException(
            "rocksdb has no %s for %s on %s, expected Linux or macOS on x86-64 or aarch64"
                .formatted(file, System.getProperty("os.name"), System.getProperty("os.arch")));
      }
      Path directory = Files.createTempDirectory("atoll-rocksdb");
      Path copy = directory.resolve(Environment.getJniLibraryFileName("rocksdbjni"));
      try {
        Files.copy(library, copy);
        RocksDB.loadLibrary(List.of(directory.toString()));
      } finally {
        Files.deleteIfExists(copy);
        Files.delete(directory);
      }
    } catch (IOException | UnsatisfiedLinkError e) {
      throw new StorageException("rocksdb: %s cannot be loaded".formatted(file), e);
    }
  }
}
