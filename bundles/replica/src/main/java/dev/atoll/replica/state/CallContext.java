package dev.atoll.replica.state;

import dev.atoll.types.Cycles;

/// A call being worked on, over all its callbacks, until it is answered and nothing is outstanding.
///
/// @param id unique within the canister
/// @param responded whether the answer was given
/// @param deleted whether the canister was uninstalled since; late callbacks only refund
/// @param available cycles that came with the call and were not accepted
/// @param createdNanos the time of the round in which it began
/// @param outstanding the number of callbacks that wait for a response
/// @param instructions executed so far, for `performance_counter(1)`
public record CallContext(
    long id,
    CallOrigin origin,
    boolean responded,
    boolean deleted,
    Cycles available,
    long createdNanos,
    int outstanding,
    long instructions) {

  public static CallContext begin(long id, CallOrigin origin, Cycles available, long nowNanos) {
    return new CallContext(id, origin, false, false, available, nowNanos, 0, 0);
  }

  public CallContext withResponded() {
    return new CallContext(
        id, origin, true, deleted, Cycles.ZERO, createdNanos, outstanding, instructions);
  }

  public CallContext withDeleted() {
    return new CallContext(
        id, origin, true, true, Cycles.ZERO, createdNanos, outstanding, instructions);
  }

  public CallContext withAvailable(Cycles cycles) {
    return new CallContext(
        id, origin, responded, deleted, cycles, createdNanos, outstanding, instructions);
  }

  public CallContext plusOutstanding(int delta) {
    return new CallContext(
        id, origin, responded, deleted, available, createdNanos, outstanding + delta, instructions);
  }

  public CallContext plusInstructions(long executed) {
    return new CallContext(
        id,
        origin,
        responded,
        deleted,
        available,
        createdNanos,
        outstanding,
        Math.addExact(instructions, executed));
  }

  /// Whether the context can be forgotten.
  public boolean isFinished() {
    return responded && outstanding == 0;
  }
}
