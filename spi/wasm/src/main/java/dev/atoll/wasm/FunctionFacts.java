package dev.atoll.wasm;

import org.jspecify.annotations.Nullable;

/// What the walk over the code of one valid function finds out.
///
/// @param greatestHeight the greatest height of the operand stack
/// @param heightsAtBranches the heights before all blocks, loops, conditions, ends and branches
///     together, those of a branch table once for each label that it names: code that moves
///     operands at such places grows with it
/// @param instructions every `end` among them
/// @param complexity by which the size of a canister's functions is limited
/// @param compiledInstructions with those of the metering
/// @param tableChange the first instruction that changes a table
/// @param dropsSegments whether it drops element or data segments
record FunctionFacts(
    int greatestHeight,
    long heightsAtBranches,
    long instructions,
    long complexity,
    long compiledInstructions,
    @Nullable Instruction tableChange,
    boolean dropsSegments) {}
