package dev.atoll.replica.management;

import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;

/// What became of a call to the management canister.
public sealed interface ManagementOutcome {

  /// Instructions that the call used, for the limit of the round.
  long instructions();

  /// @param reply Candid
  /// @param refund the attached cycles that were not used
  record Reply(Bytes reply, Cycles refund, long instructions) implements ManagementOutcome {}

  /// The call had no effect.
  ///
  /// @param refund the attached cycles that were not used
  record Reject(ErrorCode errorCode, String message, Cycles refund, long instructions)
      implements ManagementOutcome {}

  /// The answer comes in a later round; the state knows who waits.
  record Deferred() implements ManagementOutcome {

    @Override
    public long instructions() {
      return 0;
    }
  }
}
