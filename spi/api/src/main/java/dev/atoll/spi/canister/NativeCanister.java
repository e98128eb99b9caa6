package dev.atoll.spi.canister;

import org.osgi.annotation.versioning.ConsumerType;

/// A canister whose code is in Java.
///
/// A bundle registers it as a service with the property [#NAME_PROPERTY]; in the distribution, the
/// section of the replica says under which canister id it lives:
///
/// ```yaml
/// config:
///   atoll-replica:
///     native-canisters:
///       aaaaa-aaaaa-...-cai: { name: registry }
/// ```
///
/// The replica creates the canister in the first block after that, installs the code, and upgrades
/// the canister when [CanisterCode#version] or the interface has changed. Blocks that the old code
/// executed need the old code when they are replayed, so a node is stopped before it gets the new
/// one: that leaves a checkpoint and nothing to replay. What is installed
/// shows in the state tree as a Wasm module would: its hash is that of a small module which only
/// names the code, its version and its methods.
///
/// **Determinism.** Every replica of a subnet runs the code and must come to the same result,
/// to the bit, and again when it replays blocks after a restart. So code keeps its state in
/// [CanisterContext#stable] and nowhere else, and looks at nothing but its [CanisterContext]: no
/// fields that change, no clock, no randomness, no files or sockets, no threads, no order of a
/// `HashMap`, no default locale. Native code is trusted: unlike Wasm it is not kept from breaking
/// these rules, nor from looping for ever.
///
/// ```java
/// public final class Counter implements NativeCanister {
///   public CanisterCode code() {
///     return CanisterCode.named("counter", "1.0.0")
///         .init(context -> context.stable().grow(1))
///         .update("inc", Counter::inc)
///         .query("get", context -> context.reply(context.stable().read(0, 8)))
///         .build();
///   }
/// }
/// ```
@ConsumerType
public interface NativeCanister {

  /// The service property with the name of the code, as [CanisterCode#name].
  String NAME_PROPERTY = "atoll.canister";

  /// The code; asked for when the replica starts, and kept until it stops.
  ///
  /// Its functions are called by several threads at once: queries run beside each other.
  CanisterCode code();
}
