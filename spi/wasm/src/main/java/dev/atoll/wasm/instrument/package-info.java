/// Instruction counts, stack depth and canonical NaNs, written into a module for engines that do
/// not bring them, and the lowering of 64-bit memories and tables.
@NullMarked
@Version("1.0.0")
package dev.atoll.wasm.instrument;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
