package dev.atoll.replica.systemapi;

import static dev.atoll.replica.systemapi.ExecutionMode.*;

/// The sets of execution modes in which functions may be called, as bits.
///
/// Source: Internet Computer interface specification, "Overview of imports".
final class Modes {

  static final int TASKS = of(HEARTBEAT, GLOBAL_TIMER, ON_LOW_WASM_MEMORY);

  static final int ALL = (1 << ExecutionMode.values().length) - 1;

  /// `*`
  static final int ALL_BUT_START = ALL & ~of(START);

  static final int ARGUMENT =
      of(
          INIT,
          UPDATE,
          REPLICATED_QUERY,
          NON_REPLICATED_QUERY,
          TRANSFORM_QUERY,
          COMPOSITE_QUERY,
          REPLY_CALLBACK,
          COMPOSITE_REPLY_CALLBACK,
          INSPECT_MESSAGE);

  static final int CALLER_INFO =
      of(
          UPDATE,
          REPLICATED_QUERY,
          NON_REPLICATED_QUERY,
          COMPOSITE_QUERY,
          REPLY_CALLBACK,
          REJECT_CALLBACK,
          COMPOSITE_REPLY_CALLBACK,
          COMPOSITE_REJECT_CALLBACK,
          CLEANUP,
          COMPOSITE_CLEANUP,
          INSPECT_MESSAGE);

  static final int REJECT_CODE =
      of(
          REPLY_CALLBACK,
          REJECT_CALLBACK,
          COMPOSITE_REPLY_CALLBACK,
          COMPOSITE_REJECT_CALLBACK,
          CLEANUP);

  static final int REJECT_MESSAGE = of(REJECT_CALLBACK, COMPOSITE_REJECT_CALLBACK);

  static final int DEADLINE =
      of(
          UPDATE,
          REPLICATED_QUERY,
          NON_REPLICATED_QUERY,
          COMPOSITE_QUERY,
          REPLY_CALLBACK,
          REJECT_CALLBACK,
          COMPOSITE_REPLY_CALLBACK,
          COMPOSITE_REJECT_CALLBACK);

  static final int RESPONSE = DEADLINE | of(TRANSFORM_QUERY);

  static final int CYCLES = of(UPDATE, REPLICATED_QUERY, REJECT_CALLBACK, REPLY_CALLBACK);

  static final int CYCLES_REFUNDED = of(REJECT_CALLBACK, REPLY_CALLBACK);

  static final int CYCLES_BURN =
      TASKS
          | of(
              INIT,
              PRE_UPGRADE,
              UPDATE,
              REPLICATED_QUERY,
              REPLY_CALLBACK,
              REJECT_CALLBACK,
              CLEANUP);

  static final int INSPECT = of(INSPECT_MESSAGE);

  static final int CALL =
      TASKS
          | of(
              UPDATE,
              COMPOSITE_QUERY,
              REPLY_CALLBACK,
              REJECT_CALLBACK,
              COMPOSITE_REPLY_CALLBACK,
              COMPOSITE_REJECT_CALLBACK);

  static final int CALL_CYCLES = TASKS | of(UPDATE, REPLY_CALLBACK, REJECT_CALLBACK);

  static final int ROOT_KEY = CYCLES_BURN;

  static final int CERTIFIED_DATA =
      TASKS | of(INIT, PRE_UPGRADE, UPDATE, REPLY_CALLBACK, REJECT_CALLBACK);

  static final int DATA_CERTIFICATE = of(NON_REPLICATED_QUERY, COMPOSITE_QUERY);

  static final int TIMER =
      TASKS | of(INIT, PRE_UPGRADE, UPDATE, REPLY_CALLBACK, REJECT_CALLBACK, CLEANUP);

  private Modes() {}

  private static int of(ExecutionMode... modes) {
    int bits = 0;
    for (ExecutionMode mode : modes) {
      bits |= mode.bit();
    }
    return bits;
  }
}
