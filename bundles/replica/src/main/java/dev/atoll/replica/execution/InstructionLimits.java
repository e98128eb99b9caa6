package dev.atoll.replica.execution;

/// How many instructions executions may use.
///
/// Source: reference implementation `rs/config/src/subnet_config.rs`; interface specification,
/// "Resource limits".
public final class InstructionLimits {

  /// Updates, callbacks, heartbeats, timers, and query methods called as updates.
  public static final long MESSAGE_MAX = 40_000_000_000L;

  public static final long QUERY_MAX = 5_000_000_000L;

  public static final long INSPECT_MESSAGE_MAX = 200_000_000L;

  /// Installing or upgrading, all hooks together.
  public static final long INSTALL_CODE_MAX = 300_000_000_000L;

  /// What a callback leaves for the cleanup callback, in percent of its limit.
  public static final long CLEANUP_RESERVE_PERCENT = 5;

  /// Charged for each instruction of a module that is compiled.
  public static final long COMPILATION_PER_INSTRUCTION = 6_000;

  private InstructionLimits() {}
}
