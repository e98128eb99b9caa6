package dev.atoll.spi.tck.execution.spec;

import dev.atoll.spi.tck.wast.Action;
import dev.atoll.spi.tck.wast.Argument;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.CodeBuilder;
import java.util.List;

/// A function `() -> ()` that performs one action and leaves its results in globals.
///
/// @param export its reserved name
/// @param index of the function to call or of the global to read
/// @param results the globals that take the results
record Driver(String export, Action action, int index, List<Slot> results) {

  private static final int FUNCREF = 0x70;
  private static final int EXTERNREF = 0x6f;

  /// A global that takes a result; of a reference whether it is null.
  ///
  /// @param type of the result
  /// @param global index of the global
  record Slot(ValueType type, int global) {

    ValueType stored() {
      return type.isReference() ? ValueType.I32 : type;
    }
  }

  void write(CodeBuilder code) {
    action.arguments().forEach(argument -> write(argument, code));
    if (action.reads()) {
      code.globalGet(index);
    } else {
      code.call(index);
    }
    for (Slot slot : results.reversed()) {
      if (slot.type().isReference()) {
        code.op(Opcodes.REF_IS_NULL);
      }
      code.globalSet(slot.global());
    }
  }

  private static void write(Argument argument, CodeBuilder code) {
    switch (argument) {
      case Argument.Numeric number -> {
        switch (number.type()) {
          case I32 -> code.i32((int) number.low());
          case I64 -> code.i64(number.low());
          case F32 -> code.f32Bits((int) number.low());
          case F64 -> code.f64Bits(number.low());
          case V128 -> code.v128(number.low(), number.high());
          default -> throw new IllegalArgumentException("not a number: " + number);
        }
      }
      case Argument.Null none -> code.with(Opcodes.REF_NULL, none.function() ? FUNCREF : EXTERNREF);
      case Argument.OfHost host ->
          throw new IllegalArgumentException("code cannot make a reference of the host");
    }
  }
}
