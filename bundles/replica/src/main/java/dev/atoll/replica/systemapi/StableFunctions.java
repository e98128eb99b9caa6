package dev.atoll.replica.systemapi;

import dev.atoll.replica.systemapi.SystemApi.Execution;
import dev.atoll.wasm.memory.LinearMemory;

/// The stable memory.
///
/// Source: reference implementation `rs/embedders/src/wasm_utils/system_api_replacements.rs`.
final class StableFunctions {

  /// 500 GiB in Wasm pages. Source: `MAX_STABLE_MEMORY_IN_BYTES`.
  static final long PAGES_MAX = 500L * 1024 * 1024 * 1024 / LinearMemory.WASM_PAGE_SIZE_BYTES;

  /// What the functions with 32-bit addresses reach, in Wasm pages.
  private static final long PAGES_32_MAX = 65_536;

  private static final long FAILED = -1;

  private static final long GROW_INSTRUCTIONS = 100;

  private static final long SIZE_INSTRUCTIONS = 20;

  private static final long COPY_INSTRUCTIONS = 20;

  /// For each page of 4 KiB that the execution writes for the first time. Source:
  /// `STABLE_PAGE_DIRTY_COST` of execution.
  private static final long DIRTY_PAGE_INSTRUCTIONS = 1_000;

  private StableFunctions() {}

  static void addTo(SystemFunctions.Table table) {
    table.add(
        "stable64_size",
        Modes.ALL,
        SIZE_INSTRUCTIONS,
        SystemFunction.NO_SIZE,
        (api, execution, a) -> api.stable().sizePages());
    table.add(
        "stable64_grow",
        Modes.ALL,
        GROW_INSTRUCTIONS,
        SystemFunction.NO_SIZE,
        (api, execution, a) -> grow(api, execution, a[0], PAGES_MAX));
    table.add("stable64_read", Modes.ALL, COPY_INSTRUCTIONS, 2, StableFunctions::read);
    table.add("stable64_write", Modes.ALL, COPY_INSTRUCTIONS, 2, StableFunctions::write);
    addNarrow(table);
  }

  private static void addNarrow(SystemFunctions.Table table) {
    table.add(
        "stable_size",
        Modes.ALL,
        SIZE_INSTRUCTIONS,
        SystemFunction.NO_SIZE,
        (api, execution, a) -> {
          checkNarrow(api);
          return api.stable().sizePages();
        });
    table.add(
        "stable_grow",
        Modes.ALL,
        GROW_INSTRUCTIONS,
        SystemFunction.NO_SIZE,
        (api, execution, a) -> {
          checkNarrow(api);
          return grow(api, execution, a[0], PAGES_32_MAX);
        });
    table.add(
        "stable_read",
        Modes.ALL,
        COPY_INSTRUCTIONS,
        2,
        (api, execution, a) -> {
          checkNarrow(api);
          return read(api, execution, a);
        });
    table.add(
        "stable_write",
        Modes.ALL,
        COPY_INSTRUCTIONS,
        2,
        (api, execution, a) -> {
          checkNarrow(api);
          return write(api, execution, a);
        });
  }

  private static void checkNarrow(SystemApi api) {
    if (api.stable().sizePages() > PAGES_32_MAX) {
      throw Faults.trapped("32 bit stable memory api used on a memory larger than 4GB");
    }
  }

  private static long grow(SystemApi api, Execution execution, long pages, long pagesMax) {
    long old = api.stable().sizePages();
    if (Long.compareUnsigned(pages, pagesMax - old) > 0) {
      return FAILED;
    }
    boolean granted =
        MemoryGrowth.checkStable(
            execution,
            old * LinearMemory.WASM_PAGE_SIZE_BYTES,
            (old + pages) * LinearMemory.WASM_PAGE_SIZE_BYTES);
    return granted ? api.stable().grow(pages) : FAILED;
  }

  /// Destination in the heap, offset in the stable memory, size.
  private static long read(SystemApi api, Execution execution, long[] a) {
    LinearMemory heap = api.heap();
    checkHeap(a[0], a[2], heap);
    checkStable(a[1], a[2], api.stable());
    execution.stablePages.access(execution.context.mode(), a[1], a[2]);
    heap.copyFrom(api.stable(), a[1], a[0], a[2]);
    return 0;
  }

  /// Offset in the stable memory, source in the heap, size.
  private static long write(SystemApi api, Execution execution, long[] a) {
    LinearMemory heap = api.heap();
    LinearMemory stable = api.stable();
    checkHeap(a[1], a[2], heap);
    checkStable(a[0], a[2], stable);
    execution.stablePages.access(execution.context.mode(), a[0], a[2]);
    int before = stable.dirtyPageCount();
    stable.copyFrom(heap, a[1], a[0], a[2]);
    int dirty = stable.dirtyPageCount();
    StablePages.checkDirty(execution.context.mode(), dirty);
    api.charge((dirty - before) * DIRTY_PAGE_INSTRUCTIONS);
    return 0;
  }

  private static void checkHeap(long address, long size, LinearMemory heap) {
    if (isOutside(address, size, heap)) {
      throw Faults.trapped("heap out of bounds");
    }
  }

  private static void checkStable(long address, long size, LinearMemory stable) {
    if (isOutside(address, size, stable)) {
      throw Faults.trapped("stable memory out of bounds");
    }
  }

  private static boolean isOutside(long address, long size, LinearMemory memory) {
    long end = address + size;
    return Long.compareUnsigned(end, address) < 0
        || Long.compareUnsigned(end, memory.sizeBytes()) > 0;
  }
}
