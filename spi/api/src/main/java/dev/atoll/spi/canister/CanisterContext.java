package dev.atoll.spi.canister;

import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/// What a canister in Java sees and may do while it is entered.
///
/// Methods stand for functions of the System API and keep their rules: what is not allowed where
/// the canister was entered traps, with the same texts. Belongs to the thread and to the execution
/// that it was given to; any other use throws an `IllegalStateException`.
///
/// **Instructions.** Each execution may use as many as one in Wasm, and pays for them. Being
/// entered costs [#ENTRY_INSTRUCTIONS]. A method costs what the functions that it stands for do:
/// 500 and one for each byte in most cases, where longer data counts as a call for each
/// [#PART_SIZE_BYTES], and 1000 for each page of 4 KiB of stable memory that is first written. What
/// code does between them is free; code that does much of it says so by [#charge].
///
/// Source: Internet Computer interface specification, "System API"; prices: reference
/// implementation `rs/embedders/src/wasmtime_embedder/system_api_complexity.rs`.
@ProviderType
public interface CanisterContext {

  long ENTRY_INSTRUCTIONS = 1_000;

  int PART_SIZE_BYTES = 32_768;

  /// The canister itself.
  Principal self();

  /// Who calls: a user, a canister, or the management canister for hooks and timers.
  Principal caller();

  boolean isController(Principal principal);

  /// The argument of the method or of `init` and `postUpgrade`; in the callback of a reply, the
  /// reply.
  Bytes arg();

  /// The time of the batch, nanoseconds since 1970-01-01T00:00:00Z.
  long timeNanos();

  /// Grows with every change of the canister.
  long canisterVersion();

  /// Whether all replicas execute this: false in a query.
  boolean isReplicated();

  /// The method that a user wants to call; in `inspectMessage` alone.
  String inspectedMethod();

  /// Lets the user's message pass; in `inspectMessage` alone, at most once.
  void acceptMessage();

  /// Answers the call; once.
  void reply(Bytes reply);

  /// Refuses the call, in place of [#reply].
  ///
  /// @param text at most [#PART_SIZE_BYTES]; the rest is cut off
  void reject(String text);

  /// What the call that is answered here was given for its callback.
  long env();

  /// Why the call was rejected; 0 if it was not.
  int rejectCode();

  /// The text of the reject; in its callback alone.
  String rejectMessage();

  /// When the caller gives up, nanoseconds since 1970-01-01T00:00:00Z; 0 if it does not.
  long deadlineNanos();

  Cycles balance();

  /// Cycles of the call that are not accepted yet.
  Cycles cyclesAvailable();

  /// Takes cycles of the call.
  ///
  /// @return how many: at most as many as there are
  Cycles acceptCycles(Cycles most);

  /// Cycles that came back with the answer; in a callback alone.
  Cycles cyclesRefunded();

  /// Destroys cycles.
  ///
  /// @return how many: the balance stays large enough not to freeze
  Cycles burnCycles(Cycles most);

  /// Prepares a call to another canister, or to this one.
  CanisterCall call(Principal canister, String method);

  StableMemory stable();

  /// Sets the certified data.
  ///
  /// @param data at most 32 bytes, such as the root hash of a [dev.atoll.types.HashTree]
  void certify(Bytes data);

  /// The certificate on the certified data; empty where the canister is not asked by a query.
  Optional<Bytes> dataCertificate();

  /// Sets when the canister is entered at its `globalTimer` next.
  ///
  /// @param timeNanos since 1970-01-01T00:00:00Z; 0 for never
  /// @return what was set before
  long setGlobalTimer(long timeNanos);

  /// Writes a line to the log of the canister, which stays when the execution traps.
  ///
  /// @param line at most [#PART_SIZE_BYTES]; the rest is cut off
  void print(String line);

  /// Instructions used by this execution so far.
  long instructions();

  /// Takes instructions off; traps if none are left.
  ///
  /// @param instructions not negative
  void charge(long instructions);
}
