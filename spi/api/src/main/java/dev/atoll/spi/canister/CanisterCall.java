package dev.atoll.spi.canister;

import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import org.osgi.annotation.versioning.ProviderType;

/// A call to another canister, in preparation; see [CanisterContext#call].
///
/// The answer enters the canister again, in a message of its own, at a callback that
/// [CanisterCode.Builder#callback] named by a number; numbers and not lambdas, because the
/// answer may come after a restart. The answer of a call without a callback traps, which does no
/// harm where nobody waits for it. Nothing happens before [#perform], which also traps for whatever
/// is wrong with the call.
///
/// Source: Internet Computer interface specification, "Inter-canister calls".
@ProviderType
public interface CanisterCall {

  /// The argument; none is the empty one.
  CanisterCall arg(Bytes arg);

  /// Sends cycles along, no more than the canister can spare; what the callee does not accept comes
  /// back with the answer.
  CanisterCall cycles(Cycles amount);

  /// Where a reply enters; `env` is what [CanisterContext#env] gives there.
  CanisterCall onReply(int callback, long env);

  /// Where a reject enters.
  CanisterCall onReject(int callback, long env);

  /// Where the canister is entered after the callback trapped, to put right what it must.
  CanisterCall onCleanup(int callback, long env);

  /// Waits for the answer at most this long, and may then never learn what became of the call.
  ///
  /// @param seconds at most 300
  CanisterCall boundedWait(int seconds);

  /// Hands the call over; it goes out if the execution succeeds.
  ///
  /// @return false if there is no room, or there are no cycles for it: then nothing happens
  boolean perform();
}
