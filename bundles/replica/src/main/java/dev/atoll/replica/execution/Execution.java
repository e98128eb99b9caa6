package dev.atoll.replica.execution;

import dev.atoll.replica.systemapi.CanisterFault;
import dev.atoll.replica.systemapi.ExecutionMode;
import dev.atoll.replica.systemapi.MessageEffects;
import dev.atoll.types.Principal;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One execution of canister code, as an [ExecutionObserver] sees it; good for the time of the call
/// alone.
///
/// @param effects what it wants to change, applied if there is no fault
/// @param instructions used
/// @param fault why it failed, null if it succeeded
/// @param heap with the pages that it wrote marked; null if the module has none
/// @param stable with the pages that it wrote marked
/// @param globals raw bits, as it left them
public record Execution(
    Principal canister,
    ExecutionMode mode,
    Entry entry,
    MessageEffects effects,
    long instructions,
    @Nullable CanisterFault fault,
    @Nullable LinearMemory heap,
    LinearMemory stable,
    Supplier<long[]> globals) {}
