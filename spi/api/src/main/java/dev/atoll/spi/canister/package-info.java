/// Canisters in Java, with the same rules as those in Wasm.
///
/// A bundle registers a [NativeCanister]; the operator gives it a canister id. From there on it is
/// a canister like any other: users and canisters call it, it has cycles, controllers, stable
/// memory and certified data, it is stopped, started and upgraded, it traps and is rolled back, and
/// its state is in every checkpoint. `NativeCanisterContract` in `spi/tck` states what its code
/// keeps.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.canister;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
