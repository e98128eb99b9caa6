package dev.atoll.replica.state;

import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import org.jspecify.annotations.Nullable;

/// What a canister does when the response to one of its calls arrives.
///
/// @param callContextId the context that the call was made in
/// @param respondent who was called
/// @param cyclesSent attached to the call
/// @param onReply table index and environment of the reply callback
/// @param onCleanup runs when the reply or reject callback trapped; null if none was set
/// @param deadlineNanos of a bounded-wait call, or [CanisterMessage#NO_DEADLINE]
/// @param prepaid cycles set aside for executing the callback and transmitting the response
public record Callback(
    long id,
    long callContextId,
    Principal respondent,
    Cycles cyclesSent,
    Closure onReply,
    Closure onReject,
    @Nullable Closure onCleanup,
    long deadlineNanos,
    Cycles prepaid) {

  /// This callback once its deadline has been noticed.
  Callback withoutDeadline() {
    return new Callback(
        id,
        callContextId,
        respondent,
        cyclesSent,
        onReply,
        onReject,
        onCleanup,
        CanisterMessage.NO_DEADLINE,
        prepaid);
  }

  /// An entry of the function table with the value that it is called with.
  public record Closure(long function, long env) {}
}
