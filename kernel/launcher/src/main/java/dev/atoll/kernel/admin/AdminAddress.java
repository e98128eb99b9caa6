package dev.atoll.kernel.admin;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Where the socket of a state directory is.
final class AdminAddress {

  private static final String SOCKET = "admin.sock";

  private static final String POINTER = "admin.path";

  /// What fits a socket address of Linux and of macOS. Source: `sun_path` in `sys/un.h`.
  private static final int PATH_BYTES_MAX = 100;

  static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");

  private AdminAddress() {}

  /// A place to listen on, where no socket is; what a killed node left is deleted.
  static UnixDomainSocketAddress claim(Path stateDirectory) throws IOException {
    Path socket = stateDirectory.resolve(SOCKET);
    Path pointer = stateDirectory.resolve(POINTER);
    release(stateDirectory, find(stateDirectory));
    Files.deleteIfExists(socket);
    if (fits(socket)) {
      return UnixDomainSocketAddress.of(socket);
    }
    Path elsewhere =
        Files.createTempDirectory(
            Path.of("/tmp"),
            "atoll-admin-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path moved = elsewhere.resolve(SOCKET);
    Files.writeString(pointer, moved.toString());
    return UnixDomainSocketAddress.of(moved);
  }

  /// Where a node listens, if one does.
  static UnixDomainSocketAddress find(Path stateDirectory) throws IOException {
    Path pointer = stateDirectory.resolve(POINTER);
    return UnixDomainSocketAddress.of(
        Files.isRegularFile(pointer)
            ? Path.of(Files.readString(pointer).strip())
            : stateDirectory.resolve(SOCKET));
  }

  /// Deletes the socket, and the directory that was made for it.
  static void release(Path stateDirectory, UnixDomainSocketAddress address) throws IOException {
    Files.deleteIfExists(address.getPath());
    if (Files.deleteIfExists(stateDirectory.resolve(POINTER))) {
      Files.deleteIfExists(address.getPath().getParent());
    }
  }

  private static boolean fits(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length <= PATH_BYTES_MAX;
  }
}
