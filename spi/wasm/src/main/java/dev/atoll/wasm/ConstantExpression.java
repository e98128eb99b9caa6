package dev.atoll.wasm;

/// The initial value of a global, the offset of a segment, or an element of a table: one
/// instruction.
///
/// Extended constant expressions (several instructions) are not accepted.
///
/// Source: WebAssembly core specification, "Constant Expressions".
public sealed interface ConstantExpression {

  record I32Const(int value) implements ConstantExpression {}

  record I64Const(long value) implements ConstantExpression {}

  /// @param bits the raw bits, so that the payload of a NaN is kept
  record F32Const(int bits) implements ConstantExpression {}

  /// @param bits the raw bits, so that the payload of a NaN is kept
  record F64Const(long bits) implements ConstantExpression {}

  /// @param low the first 8 bytes, little endian
  /// @param high the last 8 bytes, little endian
  record V128Const(long low, long high) implements ConstantExpression {}

  record GlobalGet(int globalIndex) implements ConstantExpression {}

  record RefNull(ValueType type) implements ConstantExpression {}

  record RefFunc(int functionIndex) implements ConstantExpression {}
}
