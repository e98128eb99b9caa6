package dev.atoll.wasm;

/// How high the operand stack of a function gets.
///
/// @param greatest the greatest height
/// @param atBranches the heights before all blocks, loops, conditions, ends and branches together,
///     those of a branch table once for each label that it names: code that moves operands at such
///     places grows with it
record OperandHeights(int greatest, long atBranches) {}
