package dev.atoll.storage.mapdb;

import dev.atoll.spi.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The files of a storage that hold data.
final class StorageFiles {

  static final String BLOCKS = "blocks";

  static final String TABLES_DB = "tables.db";

  private static final String TABLES = "tables";

  private StorageFiles() {}

  /// Deletes all data of a storage that nobody has open.
  static void deleteData(Path directory) {
    for (Path file : list(directory)) {
      if (file.getFileName().toString().startsWith(TABLES)) {
        DiskFile.delete(file);
      }
    }
    Path blocks = directory.resolve(BLOCKS);
    if (Files.isDirectory(blocks)) {
      list(blocks).forEach(DiskFile::delete);
    }
    DiskFile.forceNames(directory);
  }

  /// The files in `directory` in the order of their names.
  static List<Path> list(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new StorageException("%s cannot be listed".formatted(directory), e);
    }
  }
}
