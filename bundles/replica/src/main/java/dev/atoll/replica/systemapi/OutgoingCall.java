package dev.atoll.replica.systemapi;

import dev.atoll.replica.state.Callback.Closure;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import org.jspecify.annotations.Nullable;

/// A call that an execution made; it is sent when the execution succeeds.
///
/// @param cycles attached, already taken from the balance in the effects
/// @param fee for sending the request, taken likewise
/// @param prepaid for transmitting the response and executing its callback, taken likewise
/// @param deadlineNanos of a bounded-wait call, 0 without
public record OutgoingCall(
    Principal receiver,
    String method,
    Bytes arg,
    Cycles cycles,
    Closure onReply,
    Closure onReject,
    @Nullable Closure onCleanup,
    long deadlineNanos,
    Cycles fee,
    Cycles prepaid) {}
