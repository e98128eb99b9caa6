package dev.atoll.spi.storage.swap;

import dev.atoll.spi.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Keeps everybody else out of a storage's directory; the operating system frees it when the
/// process dies.
final class DirectoryLock {

  static final String FILE_NAME = "lock";

  /// A byte behind the text, so that the text can be read where locks are mandatory.
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws StorageException if the directory is in use; the message names it and the holder
  static DirectoryLock acquire(Path directory) {
    Path file = directory.resolve(FILE_NAME);
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new StorageException(
            "storage %s is in use by %s".formatted(directory, Files.readString(file).strip()));
      }
      String holder = "process " + ProcessHandle.current().pid() + System.lineSeparator();
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
      return new DirectoryLock(channel);
    } catch (IOException e) {
      throw new StorageException("storage %s cannot be locked".formatted(directory), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException e) {
      return null; // this process holds it
    }
  }

  /// Lets others in. The file stays: deleting it would let two in.
  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StorageException("the lock of a storage cannot be released", e);
    }
  }
}
