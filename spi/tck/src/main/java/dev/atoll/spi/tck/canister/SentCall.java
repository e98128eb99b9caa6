package dev.atoll.spi.tck.canister;

import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;

/// A call that went out and waits for its answer.
///
/// @param onReply where a reply enters
/// @param onReject where a reject enters
/// @param onCleanup what is entered after the callback trapped
/// @param waitSeconds negative if it waits for ever
public record SentCall(
    Principal canister,
    String method,
    Bytes arg,
    Cycles cycles,
    Reentry onReply,
    Reentry onReject,
    Reentry onCleanup,
    int waitSeconds) {

  /// @param number negative for none
  public record Reentry(int number, long env) {

    static final Reentry NONE = new Reentry(-1, 0);
  }
}
