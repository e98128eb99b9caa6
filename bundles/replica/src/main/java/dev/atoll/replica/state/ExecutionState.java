package dev.atoll.replica.state;

import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.memory.CommittedMemory;

/// The installed code of a canister and what it left behind after the last message.
///
/// @param module the installed module
/// @param installedNanos the time of the round that installed it
/// @param globals the bits of all globals in the order of the module, imported ones never exist
/// @param heap the Wasm memory after the last successful message; empty if the module has none
@SuppressWarnings("ArrayRecordComponent") // compared by identity only, and written by one thread
public record ExecutionState(
    ValidatedModule module, long installedNanos, long[] globals, CommittedMemory heap) {

  public ExecutionState withGlobals(long[] newGlobals) {
    return new ExecutionState(module, installedNanos, newGlobals, heap);
  }
}
