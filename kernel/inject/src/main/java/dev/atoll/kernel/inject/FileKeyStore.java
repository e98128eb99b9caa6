package dev.atoll.kernel.inject;

import dev.atoll.spi.kernel.KeyStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// One file per secret, mode 0600, in a directory of mode 0700.
///
/// Guarded by its own monitor. Where the file system has no POSIX permissions they are not set.
final class FileKeyStore implements KeyStore {

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

  private static final Set<PosixFilePermission> OWNER_ALONE =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Path directory;

  /// @param directory created when the first secret is stored
  FileKeyStore(Path directory) {
    this.directory = directory;
  }

  @Override
  public synchronized Optional<byte[]> load(String name) {
    Path file = file(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      if (isPosix(file) && !OWNER_ALONE.containsAll(Files.getPosixFilePermissions(file))) {
        throw new IOException(
            "key file %s is open to others (%s), expected rw-------: run chmod 600 '%s'"
                .formatted(
                    file,
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                    file));
      }
      return Optional.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  @Override
  public synchronized void store(String name, byte[] secret) {
    Path file = file(name);
    if (secret.length > SECRET_SIZE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "secret %s is %d bytes, at most %d allowed"
              .formatted(name, secret.length, SECRET_SIZE_BYTES_MAX));
    }
    try {
      Files.createDirectories(directory, mode(directory, "rwx------"));
      Path fresh = directory.resolve(name + ".new");
      Files.deleteIfExists(fresh);
      Files.createFile(fresh, mode(directory, "rw-------"));
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(secret);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      syncDirectory();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write key file " + file + ": " + e.getMessage(), e);
    }
  }

  private Path file(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "key name is \"%s\", expected 1 to 64 characters of a-z, 0-9 and -".formatted(name));
    }
    return directory.resolve(name);
  }

  /// Makes the new name durable; only POSIX systems open a directory.
  private void syncDirectory() throws IOException {
    if (isPosix(directory)) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] mode(Path path, String permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
