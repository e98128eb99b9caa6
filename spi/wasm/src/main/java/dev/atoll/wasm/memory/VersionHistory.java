package dev.atoll.wasm.memory;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/// Which pages each of the last versions of a memory changed. Guarded by the lock of the memory.
final class VersionHistory {

  private final Deque<Change> changes = new ArrayDeque<>();

  /// Pages that were ever written.
  private final BitSet present = new BitSet();

  /// Page numbers in `changes`.
  private int pagesKept;

  private long version;

  /// @param fromVersion the version before the change
  @SuppressWarnings("ArrayRecordComponent") // never compared and never given out
  private record Change(long fromVersion, int[] pages) {}

  /// Counts commits that changed something.
  long version() {
    return version;
  }

  /// Pages that were ever written; a view.
  BitSet present() {
    return present;
  }

  /// Begins at version 1 with a content from elsewhere.
  void begin(BitSet pages) {
    present.or(pages);
    version = 1;
  }

  /// Makes the next version, in which `pages` are new.
  void add(int[] pages) {
    for (int page : pages) {
      present.set(page);
    }
    changes.addLast(new Change(version++, pages));
    pagesKept += pages.length;
    while (changes.size() > CommittedMemory.VERSIONS_KEPT_MAX
        || (pagesKept > CommittedMemory.PAGES_KEPT_MAX && !changes.isEmpty())) {
      pagesKept -= changes.removeFirst().pages().length;
    }
  }

  /// Pages that may differ from those of `fromVersion`: all, if that is too long ago.
  BitSet changedSince(long fromVersion) {
    if (fromVersion == version) {
      return new BitSet();
    }
    if (changes.isEmpty() || changes.getFirst().fromVersion() > fromVersion) {
      return (BitSet) present.clone();
    }
    BitSet result = new BitSet();
    for (Change change : changes) {
      if (change.fromVersion() >= fromVersion) {
        for (int page : change.pages()) {
          result.set(page);
        }
      }
    }
    return result;
  }
}
