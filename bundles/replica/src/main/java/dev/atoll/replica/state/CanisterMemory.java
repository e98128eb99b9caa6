package dev.atoll.replica.state;

import org.jspecify.annotations.Nullable;

/// What a canister's memory use is made of, in bytes.
///
/// Source: Internet Computer interface specification, "IC method canister_status",
/// `memory_metrics`.
public record CanisterMemory(
    long wasmMemory,
    long stableMemory,
    long globalMemory,
    long wasmBinary,
    long customSections,
    long history,
    long chunkStore,
    long snapshots,
    long logStore) {

  /// An estimate of the size of one history entry. Source: the reference charges by the bytes of
  /// the record.
  private static final long HISTORY_ENTRY_BYTES = 64;

  private static final long GLOBAL_BYTES = 8;

  public static CanisterMemory of(CanisterState canister) {
    @Nullable ExecutionState execution = canister.execution();
    return new CanisterMemory(
        execution == null ? 0 : execution.heap().latestSizeBytes(),
        canister.stableMemory().latestSizeBytes(),
        execution == null ? 0 : GLOBAL_BYTES * execution.globals().length,
        execution == null ? 0 : execution.module().uploaded().size(),
        execution == null ? 0 : customSectionsBytes(execution),
        HISTORY_ENTRY_BYTES * canister.history().changes().size(),
        canister.chunks().sizeBytes(),
        0,
        canister.log().sizeBytes());
  }

  private static long customSectionsBytes(ExecutionState execution) {
    return execution.module().customSections().values().stream()
        .mapToLong(section -> section.content().size())
        .sum();
  }

  public static long totalBytes(CanisterState canister) {
    return of(canister).total();
  }

  /// What belongs to the installed code and goes with it.
  public long codeBytes() {
    return wasmMemory + globalMemory + wasmBinary + customSections;
  }

  public long total() {
    return wasmMemory
        + stableMemory
        + globalMemory
        + wasmBinary
        + customSections
        + history
        + chunkStore
        + snapshots
        + logStore;
  }
}
