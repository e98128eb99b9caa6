package dev.atoll.replica.execution;

import dev.atoll.replica.systemapi.CanisterFault;
import dev.atoll.replica.systemapi.MessageEffects;
import org.jspecify.annotations.Nullable;

/// What running an instance came to; its memories and globals hold what it left there.
///
/// @param effects to be applied if there is no fault, but for the log lines
/// @param instructions used, at most the limit
/// @param fault null if the execution succeeded
record ExecutionOutcome(MessageEffects effects, long instructions, @Nullable CanisterFault fault) {

  boolean succeeded() {
    return fault == null;
  }
}
