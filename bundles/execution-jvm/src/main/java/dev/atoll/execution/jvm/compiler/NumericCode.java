package dev.atoll.execution.jvm.compiler;

import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_Long;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/// The numeric instructions other than comparisons and constants, one by one, on operands that lie
/// on the JVM's stack.
///
/// Of f32 only what is exact goes through double: the value is rounded once.
final class NumericCode {

  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
  private static final long UNSIGNED = 0xffff_ffffL;

  private final CodeBuilder code;

  NumericCode(CodeBuilder code) {
    this.code = code;
  }

  private void ints(ClassDesc owner, String name, int parameters) {
    code.invokestatic(
        owner,
        name,
        parameters == 1
            ? MethodTypeDesc.of(CD_int, CD_int)
            : MethodTypeDesc.of(CD_int, CD_int, CD_int));
  }

  private void longs(String name) {
    code.invokestatic(Names.NUMBERS, name, MethodTypeDesc.of(CD_long, CD_long, CD_long));
  }

  private void countOfLong(String name) {
    code.invokestatic(CD_Long, name, MethodTypeDesc.of(CD_int, CD_long)).i2l();
  }

  private void rotate(String name) {
    code.l2i().invokestatic(CD_Long, name, MethodTypeDesc.of(CD_long, CD_long, CD_int));
  }

  private void floats(ClassDesc owner, String name, int parameters) {
    code.invokestatic(
        owner,
        name,
        parameters == 1
            ? MethodTypeDesc.of(CD_float, CD_float)
            : MethodTypeDesc.of(CD_float, CD_float, CD_float));
  }

  private void doubles(ClassDesc owner, String name, int parameters) {
    code.invokestatic(
        owner,
        name,
        parameters == 1
            ? MethodTypeDesc.of(CD_double, CD_double)
            : MethodTypeDesc.of(CD_double, CD_double, CD_double));
  }

  private void throughDouble(ClassDesc owner, String name) {
    code.f2d();
    doubles(owner, name, 1);
    code.d2f();
  }

  private void convert(ClassDesc owner, String name, ClassDesc result, ClassDesc parameter) {
    code.invokestatic(owner, name, MethodTypeDesc.of(result, parameter));
  }

  private void unsignedToLong() {
    code.i2l().loadConstant(UNSIGNED).land();
  }

  /// Writes an instruction other than comparisons.
  void write(int opcode) {
    if (opcode < 0x79) {
      int32(opcode);
    } else if (opcode < 0x8b) {
      int64(opcode);
    } else if (opcode < 0x99) {
      float32(opcode);
    } else if (opcode < 0xa7) {
      float64(opcode);
    } else {
      conversion(opcode);
    }
  }

  private void int32(int opcode) {
    switch (opcode) {
      case 0x67 -> ints(CD_Integer, "numberOfLeadingZeros", 1);
      case 0x68 -> ints(CD_Integer, "numberOfTrailingZeros", 1);
      case 0x69 -> ints(CD_Integer, "bitCount", 1);
      case 0x6a -> code.iadd();
      case 0x6b -> code.isub();
      case 0x6c -> code.imul();
      case 0x6d -> ints(Names.NUMBERS, "divS", 2);
      case 0x6e -> ints(Names.NUMBERS, "divU", 2);
      case 0x6f -> ints(Names.NUMBERS, "remS", 2);
      case 0x70 -> ints(Names.NUMBERS, "remU", 2);
      case 0x71 -> code.iand();
      case 0x72 -> code.ior();
      case 0x73 -> code.ixor();
      case 0x74 -> code.ishl();
      case 0x75 -> code.ishr();
      case 0x76 -> code.iushr();
      case 0x77 -> ints(CD_Integer, "rotateLeft", 2);
      case 0x78 -> ints(CD_Integer, "rotateRight", 2);
      default -> throw unknown(opcode);
    }
  }

  private void int64(int opcode) {
    switch (opcode) {
      case 0x79 -> countOfLong("numberOfLeadingZeros");
      case 0x7a -> countOfLong("numberOfTrailingZeros");
      case 0x7b -> countOfLong("bitCount");
      case 0x7c -> code.ladd();
      case 0x7d -> code.lsub();
      case 0x7e -> code.lmul();
      case 0x7f -> longs("divS");
      case 0x80 -> longs("divU");
      case 0x81 -> longs("remS");
      case 0x82 -> longs("remU");
      case 0x83 -> code.land();
      case 0x84 -> code.lor();
      case 0x85 -> code.lxor();
      case 0x86 -> code.l2i().lshl();
      case 0x87 -> code.l2i().lshr();
      case 0x88 -> code.l2i().lushr();
      case 0x89 -> rotate("rotateLeft");
      case 0x8a -> rotate("rotateRight");
      default -> throw unknown(opcode);
    }
  }

  private void float32(int opcode) {
    switch (opcode) {
      case 0x8b -> floats(MATH, "abs", 1);
      case 0x8c -> code.fneg();
      case 0x8d -> throughDouble(MATH, "ceil");
      case 0x8e -> throughDouble(MATH, "floor");
      case 0x8f -> throughDouble(Names.NUMBERS, "trunc");
      case 0x90 -> throughDouble(MATH, "rint");
      case 0x91 -> throughDouble(MATH, "sqrt");
      case 0x92 -> code.fadd();
      case 0x93 -> code.fsub();
      case 0x94 -> code.fmul();
      case 0x95 -> code.fdiv();
      case 0x96 -> floats(MATH, "min", 2);
      case 0x97 -> floats(MATH, "max", 2);
      case 0x98 -> floats(Names.NUMBERS, "copySign", 2);
      default -> throw unknown(opcode);
    }
  }

  private void float64(int opcode) {
    switch (opcode) {
      case 0x99 -> doubles(MATH, "abs", 1);
      case 0x9a -> code.dneg();
      case 0x9b -> doubles(MATH, "ceil", 1);
      case 0x9c -> doubles(MATH, "floor", 1);
      case 0x9d -> doubles(Names.NUMBERS, "trunc", 1);
      case 0x9e -> doubles(MATH, "rint", 1);
      case 0x9f -> doubles(MATH, "sqrt", 1);
      case 0xa0 -> code.dadd();
      case 0xa1 -> code.dsub();
      case 0xa2 -> code.dmul();
      case 0xa3 -> code.ddiv();
      case 0xa4 -> doubles(MATH, "min", 2);
      case 0xa5 -> doubles(MATH, "max", 2);
      case 0xa6 -> doubles(Names.NUMBERS, "copySign", 2);
      default -> throw unknown(opcode);
    }
  }

  private void conversion(int opcode) {
    switch (opcode) {
      case 0xa7 -> code.l2i();
      case 0xa8 -> truncate("truncI32S", CD_int, true);
      case 0xa9 -> truncate("truncI32U", CD_int, true);
      case 0xaa -> truncate("truncI32S", CD_int, false);
      case 0xab -> truncate("truncI32U", CD_int, false);
      case 0xac -> code.i2l();
      case 0xad -> unsignedToLong();
      case 0xae -> truncate("truncI64S", CD_long, true);
      case 0xaf -> truncate("truncI64U", CD_long, true);
      case 0xb0 -> truncate("truncI64S", CD_long, false);
      case 0xb1 -> truncate("truncI64U", CD_long, false);
      case 0xb2 -> code.i2f();
      case 0xb3 -> {
        unsignedToLong();
        code.l2f();
      }
      case 0xb4 -> code.l2f();
      case 0xb5 -> convert(Names.NUMBERS, "convertUnsignedToFloat", CD_float, CD_long);
      case 0xb6 -> code.d2f();
      case 0xb7 -> code.i2d();
      case 0xb8 -> {
        unsignedToLong();
        code.l2d();
      }
      case 0xb9 -> code.l2d();
      case 0xba -> convert(Names.NUMBERS, "convertUnsignedToDouble", CD_double, CD_long);
      case 0xbb -> code.f2d();
      case 0xbc -> convert(CD_Float, "floatToRawIntBits", CD_int, CD_float);
      case 0xbd -> convert(CD_Double, "doubleToRawLongBits", CD_long, CD_double);
      case 0xbe -> convert(CD_Float, "intBitsToFloat", CD_float, CD_int);
      case 0xbf -> convert(CD_Double, "longBitsToDouble", CD_double, CD_long);
      case 0xc0 -> code.i2b();
      case 0xc1 -> code.i2s();
      case 0xc2 -> code.l2i().i2b().i2l();
      case 0xc3 -> code.l2i().i2s().i2l();
      case 0xc4 -> code.l2i().i2l();
      // The saturating conversions to signed integers are those of the JVM.
      case 0xfc00 -> code.f2i();
      case 0xfc01 -> truncate("truncSatI32U", CD_int, true);
      case 0xfc02 -> code.d2i();
      case 0xfc03 -> truncate("truncSatI32U", CD_int, false);
      case 0xfc04 -> code.f2l();
      case 0xfc05 -> truncate("truncSatI64U", CD_long, true);
      case 0xfc06 -> code.d2l();
      case 0xfc07 -> truncate("truncSatI64U", CD_long, false);
      default -> throw unknown(opcode);
    }
  }

  private void truncate(String name, ClassDesc result, boolean ofFloat) {
    if (ofFloat) {
      code.f2d();
    }
    convert(Names.NUMBERS, name, result, CD_double);
  }

  private static IllegalArgumentException unknown(int opcode) {
    return new IllegalArgumentException("not a numeric instruction: 0x%x".formatted(opcode));
  }
}
