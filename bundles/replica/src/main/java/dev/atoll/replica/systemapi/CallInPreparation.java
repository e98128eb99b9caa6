package dev.atoll.replica.systemapi;

import dev.atoll.replica.state.Callback.Closure;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import org.jspecify.annotations.Nullable;

/// A call between `call_new` and `call_perform`.
final class CallInPreparation {

  final Principal receiver;

  final String method;

  final Closure onReply;

  final Closure onReject;

  final GrowingBytes arg = new GrowingBytes();

  @Nullable Closure onCleanup;

  Cycles cycles = Cycles.ZERO;

  /// Negative if the call waits without bound.
  long timeoutSeconds = -1;

  CallInPreparation(Principal receiver, String method, Closure onReply, Closure onReject) {
    this.receiver = receiver;
    this.method = method;
    this.onReply = onReply;
    this.onReject = onReject;
  }
}
