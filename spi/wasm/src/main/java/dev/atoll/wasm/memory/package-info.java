/// The memory of a canister: owned by the core, written by an engine, committed and rolled back by
/// page.
@NullMarked
@Version("1.0.0")
package dev.atoll.wasm.memory;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
