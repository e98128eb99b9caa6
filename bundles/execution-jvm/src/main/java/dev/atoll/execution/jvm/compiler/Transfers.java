package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.ValueType;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/// Moves values between the JVM's stack and the transfer area of an instance, each at its number.
final class Transfers {

  private Transfers() {}

  /// Takes the values from number `from` on off the stack.
  static void put(CodeBuilder code, List<ValueType> types, int from, Runnable loadContext) {
    for (int i = types.size() - 1; i >= from; i--) {
      code.loadConstant(i);
      loadContext.run();
      MethodTypeDesc put =
          MethodTypeDesc.of(
              ConstantDescs.CD_void,
              transferred(types.get(i)),
              ConstantDescs.CD_int,
              Names.CONTEXT);
      code.invokestatic(Names.TRANSFER, "put", put);
    }
  }

  /// Pushes the value with this number.
  static void take(CodeBuilder code, ValueType type, int number, Runnable loadContext) {
    code.loadConstant(number);
    loadContext.run();
    code.invokestatic(
        Names.TRANSFER,
        switch (type) {
          case I32 -> "takeInt";
          case I64 -> "takeLong";
          case F32 -> "takeFloat";
          case F64 -> "takeDouble";
          case V128, FUNCREF, EXTERNREF -> "takeObject";
        },
        MethodTypeDesc.of(transferred(type), ConstantDescs.CD_int, Names.CONTEXT));
    if (type == ValueType.V128) {
      code.checkcast(Names.VECTOR);
    }
  }

  private static ClassDesc transferred(ValueType type) {
    return type == ValueType.V128 ? ConstantDescs.CD_Object : Signature.classOf(type);
  }

  /// Makes a number of the raw bits on the stack.
  static void fromBits(CodeBuilder code, ValueType type) {
    switch (type) {
      case I32 -> code.l2i();
      case I64 -> {}
      case F32 ->
          code.l2i()
              .invokestatic(
                  ConstantDescs.CD_Float,
                  "intBitsToFloat",
                  MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_int));
      case F64 ->
          code.invokestatic(
              ConstantDescs.CD_Double,
              "longBitsToDouble",
              MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_long));
      case V128, FUNCREF, EXTERNREF ->
          throw new IllegalArgumentException("the host gives no " + type);
    }
  }
}
