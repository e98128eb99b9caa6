package dev.atoll.kernel.launcher;

import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a node keeps everything; held by one node at a time.
///
/// The operating system holds the lock on `node.lock` and drops it when the process dies. A marker
/// file tells the directory from any other, so that nothing else is ever written to or deleted.
public final class StateDirectory implements AutoCloseable {

  public static final String MARKER = "atoll-state.json";

  private static final String LOCK = "node.lock";

  private static final String NODE = "node.json";

  private static final int FORMAT = 1;

  private final Path path;
  private final boolean isNew;
  private final FileChannel channel;

  private StateDirectory(Path path, boolean isNew, FileChannel channel) {
    this.path = path;
    this.isNew = isNew;
    this.channel = channel;
  }

  /// Creates the directory when needed and takes hold of it.
  ///
  /// @param distribution the family of the distribution that runs on it
  /// @param fresh whether to delete the state that is there
  /// @throws KernelException if another node holds it, or it holds something else
  public static StateDirectory open(Path path, String distribution, boolean fresh) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      boolean isNew = isAbsentOrEmpty(absolute);
      if (!isNew) {
        checkMarker(absolute, distribution);
      }
      Files.createDirectories(absolute, ownerAlone(absolute));
      FileChannel channel = lock(absolute);
      if (fresh && !isNew) {
        deleteContent(absolute);
      }
      Path marker = absolute.resolve(MARKER);
      if (!Files.exists(marker)) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("distribution", distribution);
        Files.writeString(marker, Json.write(json));
      }
      return new StateDirectory(absolute, isNew || fresh, channel);
    } catch (IOException e) {
      throw new KernelException(
          Code.STATE_UNUSABLE,
          "cannot use the state directory %s: %s".formatted(absolute, e),
          "choose another one with --state-dir DIR",
          e);
    }
  }

  private static boolean isAbsentOrEmpty(Path path) throws IOException {
    if (!Files.exists(path)) {
      return true;
    }
    try (Stream<Path> content = Files.list(path)) {
      return content.findAny().isEmpty();
    }
  }

  private static void checkMarker(Path path, String distribution) throws IOException {
    Path marker = path.resolve(MARKER);
    if (!Files.isRegularFile(marker)) {
      throw new KernelException(
          Code.STATE_UNUSABLE,
          "%s is not an Atoll state directory: it has files, and no %s".formatted(path, MARKER),
          "choose an empty or new directory with --state-dir DIR");
    }
    Map<String, Object> found = Json.read(marker);
    if (!Integer.valueOf(FORMAT).equals(found.get("format"))) {
      throw new KernelException(
          Code.STATE_UNUSABLE,
          "%s has format %s, this version reads %d".formatted(path, found.get("format"), FORMAT),
          "use the version that wrote it, or another --state-dir DIR");
    }
    if (!distribution.equals(found.get("distribution"))) {
      throw new KernelException(
          Code.STATE_UNUSABLE,
          "%s belongs to the distribution %s, this is %s"
              .formatted(path, found.get("distribution"), distribution),
          "choose another directory with --state-dir DIR");
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    Path file = path.resolve(LOCK);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    @Nullable FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // another node of this process
    }
    if (lock == null) {
      String pid = Files.readString(file).strip();
      channel.close();
      throw new KernelException(
          Code.STATE_IN_USE,
          "%s is in use by the node with process id %s".formatted(path, pid),
          "stop it with: atoll stop --state-dir '%s', or choose another --state-dir"
              .formatted(path));
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
    return channel;
  }

  /// Deletes all but the lock; links are deleted, not followed.
  private static void deleteContent(Path path) throws IOException {
    List<Path> content = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(path)) {
      walk.filter(p -> !p.equals(path) && !p.equals(path.resolve(LOCK))).forEach(content::add);
    }
    content.sort(Comparator.reverseOrder()); // what is inside comes before its directory
    for (Path p : content) {
      Files.delete(p);
    }
  }

  public Path path() {
    return path;
  }

  /// Whether there was no state before.
  public boolean isNew() {
    return isNew;
  }

  public Path logs() {
    return path.resolve("logs");
  }

  /// Where bundles are kept that were swapped in and are not part of the product.
  public Path bundles() {
    return path.resolve("swapped");
  }

  /// An empty directory for files that only this process needs, such as the native libraries that
  /// bundles unpack. What a killed process left in it is gone.
  public Path temporary() {
    Path temporary = path.resolve("tmp");
    empty(temporary);
    return temporary;
  }

  /// Makes `directory` an empty one, whatever is in it.
  public static void empty(Path directory) {
    try {
      Files.createDirectories(directory);
      deleteContent(directory);
    } catch (IOException e) {
      throw new KernelException(
          Code.STATE_UNUSABLE, "cannot empty %s: %s".formatted(directory, e), "delete it", e);
    }
  }

  /// Tells other processes about the node; they see the old text or the new one.
  public synchronized void publish(NodeInfo node) throws IOException {
    if (!channel.isOpen()) {
      return; // the directory is given back already
    }
    Path fresh = path.resolve(NODE + ".new");
    Files.writeString(fresh, Json.write(node.toMap()));
    Files.move(fresh, path.resolve(NODE), StandardCopyOption.ATOMIC_MOVE);
  }

  /// The node that runs on the state directory `path`, if there is one.
  public static Optional<NodeInfo> runningNode(Path path) {
    Path file = path.resolve(NODE);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(NodeInfo.of(Json.read(file))).filter(NodeInfo::isAlive);
    } catch (IOException | RuntimeException e) {
      throw new KernelException(
          Code.STATE_UNUSABLE, "cannot read " + file + ": " + e.getMessage(), "delete it", e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      Files.deleteIfExists(path.resolve(NODE));
      channel.close(); // and with it the lock; the file stays, else two nodes could lock two files
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static FileAttribute<?>[] ownerAlone(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
