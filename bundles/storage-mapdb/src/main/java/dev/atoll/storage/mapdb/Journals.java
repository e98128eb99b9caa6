package dev.atoll.storage.mapdb;

import dev.atoll.spi.storage.StorageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap;
import org.jspecify.annotations.Nullable;

/// The journals of one storage, numbered: commits go to the last, a checkpoint makes those before
/// it superfluous. Guarded by the storage's write lock.
final class Journals implements AutoCloseable {

  private static final String PREFIX = "tables-";

  private static final String SUFFIX = ".journal";

  private final Path directory;

  private long number;

  private @Nullable Journal current;

  private final List<Path> old = new ArrayList<>();

  private Journals(Path directory, long number) {
    this.directory = directory;
    this.number = number;
  }

  /// Brings into `base` what the journals of an earlier run hold, and begins anew.
  static Journals recover(Path directory, DiskFile base) {
    List<Path> found = list(directory);
    for (int i = 0; i < found.size(); i++) {
      JournalReplay.run(found.get(i), i == found.size() - 1, base);
    }
    if (!found.isEmpty()) {
      base.force();
      found.forEach(DiskFile::delete);
      DiskFile.forceNames(directory);
    }
    return new Journals(directory, found.isEmpty() ? 1 : numberOf(found.getLast()) + 1);
  }

  private static List<Path> list(Path directory) {
    return StorageFiles.list(directory).stream().filter(Journals::isJournal).toList();
  }

  private static boolean isJournal(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
  }

  private static long numberOf(Path journal) {
    String name = journal.getFileName().toString();
    try {
      return Long.parseLong(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
    } catch (NumberFormatException e) {
      throw new StorageException("%s has no number in its name".formatted(journal), e);
    }
  }

  void append(LongObjectHashMap<byte[]> pages) {
    Journal journal = current;
    if (journal == null) {
      journal = Journal.create(directory.resolve(PREFIX + "%019d".formatted(number) + SUFFIX));
      DiskFile.forceNames(directory);
      current = journal;
    }
    journal.append(pages);
  }

  /// Has the next commit begin a new journal.
  void roll() {
    if (current != null) {
      current.close();
      old.add(current.path());
      current = null;
      number++;
    }
  }

  /// Deletes the journals before the last [#roll].
  void deleteOld() {
    old.forEach(DiskFile::delete);
    old.clear();
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
    }
  }
}
