/// Running canister code: what an engine does, and what the core keeps for itself.
///
/// The core validates modules, owns the cost table, the memory and the System API; an engine turns
/// a module into something that runs. Results, instruction counts, dirty pages and traps are the
/// same for every engine: `WasmEngineContract` in `spi/tck` states it.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.execution;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
