package dev.atoll.replica.execution;

import dev.atoll.types.ErrorCode;
import java.util.function.LongSupplier;

/// What a query of a user may use, with all queries that it calls. Used by one thread.
final class QueryBudget {

  /// A canister at this depth may answer, but make no calls. Source: `MAX_QUERY_CALL_DEPTH`.
  static final int DEPTH_MAX = 6;

  /// Source: `MAX_QUERY_CALL_WALLTIME`, 10 s.
  static final long TIME_NANOS_MAX = 10_000_000_000L;

  private final LongSupplier nanoTime;

  private final long startNanos;

  private long left;

  private long used;

  QueryBudget(LongSupplier nanoTime, long instructionLimit) {
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.left = instructionLimit;
  }

  /// Instructions left.
  long left() {
    return left;
  }

  /// Instructions used so far.
  long used() {
    return used;
  }

  void use(long instructions) {
    left -= instructions;
    used += instructions;
  }

  /// What ends the whole query, whichever canister is at it: checked before each of its calls and
  /// callbacks.
  ///
  /// @param depth of the canister that calls, 0 for the one that the user asked
  /// @throws QueryEnded if a limit is passed
  void check(int depth) {
    if (depth >= DEPTH_MAX) {
      throw new QueryEnded(
          ErrorCode.QUERY_CALL_GRAPH_TOO_DEEP,
          "Composite query calls exceeded the maximum call depth.");
    }
    if (left <= 0) {
      throw new QueryEnded(
          ErrorCode.QUERY_CALL_GRAPH_TOTAL_INSTRUCTION_LIMIT_EXCEEDED,
          "Composite query calls exceeded the instruction limit.");
    }
    if (nanoTime.getAsLong() - startNanos > TIME_NANOS_MAX) {
      throw new QueryEnded(
          ErrorCode.QUERY_TIME_LIMIT_EXCEEDED, "Composite query call exceeded the time limit.");
    }
  }
}
