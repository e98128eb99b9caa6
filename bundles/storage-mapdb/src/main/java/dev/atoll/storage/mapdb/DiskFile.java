package dev.atoll.storage.mapdb;

import dev.atoll.spi.storage.StorageException;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file whose errors name it.
///
/// It is a [RandomAccessFile] and no channel, because an interrupt of the calling thread would
/// close a channel for everybody. Callable from any thread; its monitor guards the position.
final class DiskFile implements AutoCloseable {

  private final Path path;

  private final RandomAccessFile file;

  private DiskFile(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  static DiskFile open(Path path) {
    return open(path, "rw");
  }

  static DiskFile openForReading(Path path) {
    return open(path, "r");
  }

  private static DiskFile open(Path path, String mode) {
    try {
      return new DiskFile(path, new RandomAccessFile(path.toFile(), mode));
    } catch (IOException e) {
      throw new StorageException("%s cannot be opened".formatted(path), e);
    }
  }

  Path path() {
    return path;
  }

  synchronized long size() {
    try {
      return file.length();
    } catch (IOException e) {
      throw new StorageException("%s has no size".formatted(path), e);
    }
  }

  synchronized void write(long offset, byte[] bytes, int from, int length) {
    try {
      file.seek(offset);
      file.write(bytes, from, length);
    } catch (IOException e) {
      throw new StorageException("%s cannot be written at %d".formatted(path, offset), e);
    }
  }

  /// @throws StorageException if the file ends before `length` bytes
  synchronized byte[] read(long offset, int length) {
    byte[] bytes = new byte[length];
    try {
      file.seek(offset);
      file.readFully(bytes);
      return bytes;
    } catch (EOFException e) {
      throw new StorageException(
          "%s ends at %d, expected %d bytes at %d".formatted(path, size(), length, offset), e);
    } catch (IOException e) {
      throw new StorageException("%s cannot be read at %d".formatted(path, offset), e);
    }
  }

  synchronized void truncate(long size) {
    try {
      file.setLength(size);
    } catch (IOException e) {
      throw new StorageException("%s cannot be cut to %d bytes".formatted(path, size), e);
    }
  }

  /// Makes everything written so far durable. Without the monitor, so that others can go on
  /// writing.
  void force() {
    try {
      file.getFD().sync();
    } catch (IOException e) {
      throw new StorageException("%s cannot be made durable".formatted(path), e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new StorageException("%s cannot be closed".formatted(path), e);
    }
  }

  static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new StorageException("%s cannot be deleted".formatted(path), e);
    }
  }

  /// Makes the names of files in `directory` durable, where the operating system wants it said.
  static void forceNames(Path directory) {
    boolean interrupted = Thread.interrupted(); // the channel is ours alone, but must not fail
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      if (!System.getProperty("os.name", "").startsWith("Windows")) { // no such call there
        throw new StorageException("%s cannot be made durable".formatted(directory), e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
