package dev.atoll.replica.systemapi;

import dev.atoll.types.Cycles;

/// What bounds the growth of a canister's memories, besides its balance.
///
/// @param allocatedBytes what it has allocated; growing below that takes nothing from others
/// @param takenBytes what all canisters of the subnet hold
/// @param reserved cycles that are set aside for its memory
/// @param reservedLimit the most that may be set aside
public record MemoryRights(
    long allocatedBytes, long takenBytes, Cycles reserved, Cycles reservedLimit) {}
