package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.ValueType;
import org.jspecify.annotations.Nullable;

/// The types of all operands at some place, the topmost first: what lies below is shared with other
/// places, so that many of them can be remembered.
///
/// @param below null if there are no more
record OperandTypes(ValueType type, int height, @Nullable OperandTypes below) {

  /// How many operands there are.
  static int heightOf(@Nullable OperandTypes top) {
    return top == null ? 0 : top.height;
  }

  static OperandTypes push(@Nullable OperandTypes below, ValueType type) {
    return new OperandTypes(type, heightOf(below) + 1, below);
  }

  /// What is left without those above `height`.
  static @Nullable OperandTypes drop(@Nullable OperandTypes top, int height) {
    OperandTypes rest = top;
    while (rest != null && rest.height > height) {
      rest = rest.below;
    }
    return rest;
  }
}
