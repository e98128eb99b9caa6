package dev.atoll.kernel.launcher;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Finds the process that listens on a port, on Linux and for processes that we may look into.
public final class PortHolder {

  private static final String LISTENING = "0A";

  private static final Path PROC = Path.of("/proc");

  private PortHolder() {}

  /// Such as `process 4711 (java)`; empty if it cannot be found.
  public static Optional<String> of(int port) {
    try {
      Set<String> sockets = new HashSet<>();
      for (String table : List.of("tcp", "tcp6")) {
        sockets.addAll(listening(PROC.resolve("net").resolve(table), port));
      }
      return sockets.isEmpty() ? Optional.empty() : holder(sockets);
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // not Linux, or not ours to see
    }
  }

  /// The targets of descriptors that listen on the port, such as `socket:[4242]`.
  private static Set<String> listening(Path table, int port) throws IOException {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    Set<String> sockets = new HashSet<>();
    for (String line : Files.readAllLines(table)) {
      String[] columns = line.strip().split("\\s+", -1);
      if (columns.length > 9 && columns[1].endsWith(suffix) && columns[3].equals(LISTENING)) {
        sockets.add("socket:[" + columns[9] + "]");
      }
    }
    return sockets;
  }

  private static Optional<String> holder(Set<String> sockets) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process.resolve("fd"), sockets)) {
          return Optional.of(
              "process %s (%s)"
                  .formatted(
                      process.getFileName(), Files.readString(process.resolve("comm")).strip()));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean holds(Path descriptors, Set<String> sockets) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
      for (Path descriptor : open) {
        if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
          return true;
        }
      }
    } catch (IOException | RuntimeException e) {
      return false; // it ended meanwhile, or belongs to another user
    }
    return false;
  }
}
