package dev.atoll.spi.execution;

import dev.atoll.wasm.memory.LinearMemory;
import org.jspecify.annotations.Nullable;

/// What an instance runs in.
///
/// @param memory the Wasm memory, owned by the core; null if the module has none. The engine marks
///     every page it writes: loads and stores, fill, copy and init alike
/// @param imports the functions of the module's imports
/// @param instructions the counter that metering uses up
/// @param writeActiveData whether active data segments are written: true for a fresh memory
public record InstanceEnvironment(
    @Nullable LinearMemory memory,
    HostImports imports,
    InstructionCounter instructions,
    boolean writeActiveData) {}
