package dev.atoll.replica.systemapi;

import dev.atoll.wasm.memory.LinearMemory;
import java.util.BitSet;

/// The pages of stable memory that one execution touches, and how many those may be.
///
/// Source: reference implementation `rs/config/src/embedders.rs`,
/// `STABLE_MEMORY_ACCESSED_PAGE_LIMIT_*` and `STABLE_MEMORY_DIRTY_PAGE_LIMIT_*`: 2 GiB for
/// messages, 8 GiB for upgrades, 1 GiB for queries.
final class StablePages {

  static final int MESSAGE_PAGES_MAX = 2 * 1024 * 256;

  static final int UPGRADE_PAGES_MAX = 8 * 1024 * 256;

  static final int QUERY_PAGES_MAX = 1024 * 256;

  private static final int KIB = 1024;

  private final BitSet accessed = new BitSet();

  private int count;

  /// Counts a range of bytes that lies within the memory.
  void access(ExecutionMode mode, long address, long size) {
    if (size == 0) {
      return;
    }
    int first = (int) (address >>> LinearMemory.PAGE_SHIFT);
    int end = (int) ((address + size - 1) >>> LinearMemory.PAGE_SHIFT) + 1;
    for (int page = accessed.nextClearBit(first);
        page < end;
        page = accessed.nextClearBit(page + 1)) {
      accessed.set(page);
      count++;
    }
    if (count > allowed(mode)) {
      throw Faults.memoryAccess(
          ("Exceeded the limit for the number of accessed pages in the stable memory in a single"
                  + " message execution: limit %d KB for regular messages and %d KB for queries.")
              .formatted(kib(MESSAGE_PAGES_MAX), kib(QUERY_PAGES_MAX)));
    }
  }

  static void checkDirty(ExecutionMode mode, int pages) {
    if (pages > allowed(mode)) {
      throw Faults.memoryAccess(
          ("Exceeded the limit for the number of modified pages in the stable memory in a single"
                  + " execution: limit %d KB for regular messages, %d KB for upgrade messages and"
                  + " %d KB for queries.")
              .formatted(kib(MESSAGE_PAGES_MAX), kib(UPGRADE_PAGES_MAX), kib(QUERY_PAGES_MAX)));
    }
  }

  private static int allowed(ExecutionMode mode) {
    if (mode.isInstallation()) {
      return UPGRADE_PAGES_MAX;
    }
    return mode.isQuery() ? QUERY_PAGES_MAX : MESSAGE_PAGES_MAX;
  }

  private static long kib(int pages) {
    return (long) pages * LinearMemory.PAGE_SIZE_BYTES / KIB;
  }
}
