package dev.atoll.replica.state;

/// How much memory the canisters of a subnet hold, which bounds what they can still get.
///
/// Counted when first asked in a round; what is given in that round is added, what becomes free
/// counts from the next round on. A canister holds what it uses or has allocated, whichever is
/// more. Belongs to the subnet's thread.
///
/// Source: reference implementation `rs/config/src/execution_environment.rs` and
/// `rs/execution_environment/src/scheduler.rs`, `SubnetAvailableMemory`.
public final class SubnetMemory {

  /// Source: `SUBNET_MEMORY_CAPACITY`, 2 TiB.
  public static final long CAPACITY_BYTES = 1L << 41;

  /// What only callbacks get, so that calls that began can end. Source:
  /// `SUBNET_MEMORY_RESERVATION`, 10 GiB.
  public static final long FOR_CALLBACKS_BYTES = 10L << 30;

  /// Above this, memory has to be paid for ahead. Source: `SUBNET_MEMORY_THRESHOLD`, 750 GiB.
  public static final long RESERVATION_THRESHOLD_BYTES = 750L << 30;

  private static final long NOT_COUNTED = -1;

  private final ReplicatedState state;

  private long taken = NOT_COUNTED;

  SubnetMemory(ReplicatedState state) {
    this.state = state;
  }

  /// What a canister that uses `usedBytes` keeps others from using.
  public static long held(CanisterSettings settings, long usedBytes) {
    return Math.max(settings.memoryAllocationBytes(), usedBytes);
  }

  void beginRound() {
    taken = NOT_COUNTED;
  }

  /// The bytes that are taken.
  public long takenBytes() {
    if (taken == NOT_COUNTED) {
      taken =
          state.canisters().values().stream()
              .mapToLong(canister -> held(canister.settings(), CanisterMemory.totalBytes(canister)))
              .sum();
    }
    return taken;
  }

  /// Counts bytes that a canister gets.
  public void give(long bytes) {
    if (bytes > 0) {
      taken = takenBytes() + bytes;
    }
  }
}
