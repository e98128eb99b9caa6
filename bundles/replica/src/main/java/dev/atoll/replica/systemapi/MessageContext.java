package dev.atoll.replica.systemapi;

import dev.atoll.replica.state.Ingress;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one execution knows from outside the canister.
///
/// @param timeNanos the time that `ic0.time` gives
/// @param caller the management canister for system tasks
/// @param senderInfo attested facts about the caller, null if there are none
/// @param arg the argument, or the reply of a reply callback
/// @param method the method name, of interest for `canister_inspect_message` only
/// @param reject the reject that a reject or cleanup callback is about, null if there is none
/// @param available cycles of the call that can be accepted yet
/// @param refunded cycles that came back with the response
/// @param deadlineNanos of the call being executed, 0 without
/// @param callContextInstructions executed before in the same call context
/// @param responded whether the call was answered before
/// @param dataCertificate gives the certificate of a query, null in all other modes
public record MessageContext(
    ExecutionMode mode,
    long timeNanos,
    Principal caller,
    Ingress.@Nullable SenderInfo senderInfo,
    Bytes arg,
    String method,
    @Nullable Reject reject,
    Cycles available,
    Cycles refunded,
    long deadlineNanos,
    long callContextInstructions,
    boolean responded,
    @Nullable Supplier<Bytes> dataCertificate) {

  /// @param code the number of the reject code
  public record Reject(int code, Bytes message) {}

  /// The context of a call, a query, or a hook of an installation.
  public static MessageContext of(ExecutionMode mode, long timeNanos, Principal caller, Bytes arg) {
    return new MessageContext(
        mode, timeNanos, caller, null, arg, "", null, Cycles.ZERO, Cycles.ZERO, 0, 0, false, null);
  }

  public MessageContext withMode(ExecutionMode newMode) {
    return new MessageContext(
        newMode,
        timeNanos,
        caller,
        senderInfo,
        arg,
        method,
        reject,
        available,
        refunded,
        deadlineNanos,
        callContextInstructions,
        responded,
        dataCertificate);
  }
}
