package dev.atoll.replica.scheduler;

/// What a round may do.
final class RoundLimits {

  /// Instructions after which no further message begins. Source: reference implementation
  /// `rs/config/src/subnet_config.rs`, `MAX_INSTRUCTIONS_PER_ROUND`.
  static final long INSTRUCTIONS_MAX = 7_000_000_000L;

  /// Instructions after which no further call to the management canister begins. They are counted
  /// by themselves: installing code must not keep canisters from their turns, nor they it.
  static final long MANAGEMENT_INSTRUCTIONS_MAX = INSTRUCTIONS_MAX;

  /// What an execution counts for besides its instructions: about what starting it takes in time.
  static final long EXECUTION_OVERHEAD_INSTRUCTIONS = 100_000;

  /// Instructions after which another canister takes its turn.
  static final long TURN_INSTRUCTIONS_MAX = 1_000_000_000L;

  /// Instructions after which an execution waits for the next round. The reference implementation
  /// has 2,000,000,000, `MAX_INSTRUCTIONS_PER_SLICE`, for about a second on its engine; canisters
  /// cannot tell.
  static final long SLICE_INSTRUCTIONS_MAX = 500_000_000L;

  /// How many executions wait for their next slice, each with a thread and its stack; as many again
  /// of code that the management canister runs. Source: `MAX_PAUSED_EXECUTIONS` in
  /// `rs/config/src/subnet_config.rs`.
  static final int WAITING_EXECUTIONS_MAX = 4;

  /// Messages after which another canister takes its turn.
  static final int TURN_MESSAGES_MAX = 100;

  /// How often canisters pay for memory and compute allocation. Source:
  /// `CANISTER_CHARGE_INTERVAL` of subnet time, as the reference notes it.
  static final long CHARGE_INTERVAL_NANOS = 10_000_000_000L;

  /// How long `stop_canister` waits. Source: `STOP_CANISTER_TIMEOUT_DURATION`.
  static final long STOP_TIMEOUT_NANOS = 300_000_000_000L;

  private RoundLimits() {}
}
