package dev.atoll.spi.storage.swap;

import dev.atoll.spi.storage.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The directory of one storage: a `lock`, places such as `mapdb-1` with the files of one
/// implementation each, and the file `current`, which names the place that counts, such as
/// `mapdb-1 layout 1`.
///
/// While a swap is under way there are two places. The one that [#makeCurrent] did not name is of
/// no use to anybody, whenever the process may die. Not thread-safe.
final class StorageHome {

  private static final String CURRENT = "current";

  private static final String NEXT = "current.next";

  private static final Pattern TEXT =
      Pattern.compile("(([a-z][a-z0-9-]*)-([1-9]\\d{0,17})) layout ([1-9]\\d{0,8})\\R?");

  private final Path directory;

  private final DirectoryLock lock;

  private @Nullable Place current;

  /// What the file `current.next` names.
  private @Nullable Place prepared;

  /// @param path the folder, such as `…/mapdb-1`
  /// @param storage the implementation, such as `mapdb`
  /// @param layout the version of its files
  record Place(Path path, String storage, long number, int layout) {}

  private StorageHome(Path directory, DirectoryLock lock) {
    this.directory = directory;
    this.lock = lock;
    this.current = readCurrent();
  }

  /// Locks the directory, creating what is missing.
  static StorageHome open(Path directory) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new StorageException("storage %s is a file, expected a directory".formatted(directory));
    }
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new StorageException("storage %s cannot be created".formatted(directory), e);
    }
    DirectoryLock lock = DirectoryLock.acquire(directory);
    try {
      return new StorageHome(directory, lock);
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  Path directory() {
    return directory;
  }

  private @Nullable Place readCurrent() {
    String text;
    try {
      text = Files.readString(directory.resolve(CURRENT));
    } catch (NoSuchFileException e) {
      checkNew();
      return null;
    } catch (IOException e) {
      throw new StorageException("storage %s: current cannot be read".formatted(directory), e);
    }
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new StorageException(
          "storage %s: current is \"%s\", expected such as \"mapdb-1 layout 1\""
              .formatted(directory, text.strip()));
    }
    return new Place(
        directory.resolve(matcher.group(1)),
        matcher.group(2),
        Long.parseLong(matcher.group(3)),
        Integer.parseInt(matcher.group(4)));
  }

  /// Without `current` there may be what a start that died has left, and no state.
  private void checkNew() {
    for (Path file : list()) {
      String name = file.getFileName().toString();
      if (!name.equals(DirectoryLock.FILE_NAME)
          && !name.equals(NEXT)
          && !(Files.isDirectory(file) && name.matches("[a-z][a-z0-9-]*-[1-9]\\d*"))) {
        throw new StorageException(
            "storage %s has %s and no file current: it is of another version of Atoll, expected"
                    .formatted(directory, name)
                + " an empty directory");
      }
    }
  }

  /// The place that counts; a new one if there is none yet.
  ///
  /// @throws StorageException if it is another implementation's, or of another layout
  Place current(String storage, int layout) {
    Place found = current;
    if (found == null) {
      Place first = next(storage, layout);
      makeCurrent(first);
      return first;
    }
    if (!found.storage().equals(storage)) {
      throw new StorageException(
          "storage %s is kept by %s, found %s: choose %s, and swap it while the node runs"
              .formatted(directory, found.storage(), storage, found.storage()));
    }
    if (found.layout() != layout) {
      throw new StorageException(
          "storage %s has layout %d of %s, expected %d"
              .formatted(directory, found.layout(), storage, layout));
    }
    return found;
  }

  /// A new place that does not count yet.
  Place next(String storage, int layout) {
    long number = 1;
    for (Path file : list()) {
      String name = file.getFileName().toString();
      int dash = name.lastIndexOf('-');
      if (Files.isDirectory(file) && dash > 0 && name.substring(dash + 1).matches("\\d{1,17}")) {
        number = Math.max(number, Long.parseLong(name.substring(dash + 1)) + 1);
      }
    }
    Path path = directory.resolve(storage + "-" + number);
    try {
      Files.createDirectory(path);
    } catch (IOException e) {
      throw new StorageException("storage %s cannot be created".formatted(path), e);
    }
    return new Place(path, storage, number, layout);
  }

  boolean isCurrent(Place place) {
    return place.equals(current);
  }

  /// Does ahead what [#makeCurrent] of `place` has to do before its one step.
  void prepare(Place place) {
    boolean interrupted = Thread.interrupted(); // it would close the channels
    try {
      Path next = directory.resolve(NEXT);
      Files.writeString(
          next, "%s layout %d%n".formatted(place.path().getFileName(), place.layout()));
      force(next, StandardOpenOption.WRITE);
      force(place.path(), StandardOpenOption.READ);
      prepared = place;
    } catch (IOException e) {
      throw unwritable(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private StorageException unwritable(IOException cause) {
    return new StorageException(
        "storage %s: current cannot be written".formatted(directory), cause);
  }

  /// Has `place` count from now on, durably.
  void makeCurrent(Place place) {
    if (isCurrent(place)) {
      return;
    }
    if (!place.equals(prepared)) {
      prepare(place);
    }
    boolean interrupted = Thread.interrupted();
    try {
      Files.move(
          directory.resolve(NEXT),
          directory.resolve(CURRENT),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      prepared = null;
      force(directory, StandardOpenOption.READ);
    } catch (IOException e) {
      throw unwritable(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    current = place;
  }

  private static void force(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }

  /// Deletes the places that do not count, which a swap that died has left.
  void deleteOthers() {
    for (Path file : list()) {
      if (Files.isDirectory(file) && (current == null || !file.equals(current.path()))) {
        delete(file);
      }
    }
  }

  /// Deletes a place.
  static void delete(Path place) {
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new StorageException("storage %s cannot be deleted".formatted(place), e);
    }
  }

  private List<Path> list() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    } catch (IOException e) {
      throw new StorageException("storage %s cannot be listed".formatted(directory), e);
    }
  }

  void close() {
    lock.close();
  }
}
