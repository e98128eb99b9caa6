package dev.atoll.wasm;

/// When a segment is copied into its memory or table.
public sealed interface SegmentMode {

  /// At instantiation.
  ///
  /// @param index the memory or table
  record Active(int index, ConstantExpression offset) implements SegmentMode {}

  /// By `memory.init` or `table.init`.
  record Passive() implements SegmentMode {}

  /// Never: it only declares the functions that `ref.func` may name. Element segments only.
  record Declarative() implements SegmentMode {}
}
