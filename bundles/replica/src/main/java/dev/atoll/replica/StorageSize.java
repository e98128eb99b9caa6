package dev.atoll.replica;

import dev.atoll.spi.metrics.Metric;
import dev.atoll.spi.metrics.Metric.Unit;
import dev.atoll.spi.metrics.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/// What a storage takes on disk, whichever bundle keeps it.
final class StorageSize extends SimpleFileVisitor<Path> {

  private long bytes;

  private StorageSize() {}

  static void observe(Metrics metrics, Path directory) {
    metrics.observe(
        Metric.gauge("atoll_storage_bytes", Unit.BYTES, "What the files of the storage take"),
        () -> of(directory));
  }

  private static double of(Path directory) {
    StorageSize size = new StorageSize();
    try {
      Files.walkFileTree(directory, size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (double) size.bytes;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    bytes += attributes.size();
    return FileVisitResult.CONTINUE;
  }

  /// Files come and go while the node runs.
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    return FileVisitResult.CONTINUE;
  }
}
