package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.ConstantExpression;
import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;

/// Constants, locals, globals, references, and what only moves operands.
final class StateCode {

  private static final MethodTypeDesc REFERENCE =
      MethodTypeDesc.of(Names.FUNCTION_REFERENCE, ConstantDescs.CD_int, Names.CONTEXT);

  private final Method method;
  private final CodeBuilder code;
  private final InstructionReader reader;
  private final Operands operands;
  private final BitSet arithmeticLocals;

  /// @param arithmeticLocals the locals that may hold raw NaNs
  StateCode(Method method, BitSet arithmeticLocals) {
    this.method = method;
    this.code = method.code;
    this.reader = method.reader;
    this.operands = method.operands;
    this.arithmeticLocals = arithmeticLocals;
  }

  void write(int opcode) {
    switch (opcode) {
      case Opcodes.DROP -> drop();
      case Opcodes.SELECT, Opcodes.SELECT_TYPED -> select();
      case Opcodes.LOCAL_GET -> {
        int local = reader.index();
        method.locals.load(code, local);
        operands.push(method.locals.type(local), arithmeticLocals.get(local));
      }
      case Opcodes.LOCAL_SET, Opcodes.LOCAL_TEE ->
          setLocal(reader.index(), opcode == Opcodes.LOCAL_TEE);
      case Opcodes.GLOBAL_GET -> getGlobal(reader.index());
      case Opcodes.GLOBAL_SET -> setGlobal(reader.index());
      case Opcodes.I32_CONST -> {
        code.loadConstant((int) reader.value());
        operands.push(ValueType.I32);
      }
      case Opcodes.I64_CONST -> {
        code.loadConstant(reader.value());
        operands.push(ValueType.I64);
      }
      case Opcodes.F32_CONST -> {
        float32(code, (int) reader.value());
        operands.push(ValueType.F32);
      }
      case Opcodes.F64_CONST -> {
        float64(code, reader.value());
        operands.push(ValueType.F64);
      }
      case Opcodes.REF_NULL -> {
        code.aconst_null();
        operands.push(
            reader.typeCode() == ValueType.FUNCREF.code()
                ? ValueType.FUNCREF
                : ValueType.EXTERNREF);
      }
      case Opcodes.REF_IS_NULL -> isNull();
      case Opcodes.REF_FUNC -> {
        code.loadConstant(reader.index());
        method.loadContext();
        code.invokestatic(Names.REFERENCES, "of", REFERENCE);
        operands.push(ValueType.FUNCREF);
      }
      default -> throw new IllegalArgumentException("unknown opcode 0x%x".formatted(opcode));
    }
  }

  private void drop() {
    boolean wide = Locals.isWide(operands.fromTop(0));
    boolean atHome = operands.atHome() == operands.height();
    operands.drop(1);
    if (atHome) {
      return;
    }
    if (wide) {
      code.pop2();
    } else {
      code.pop();
    }
  }

  /// The condition is a pending comparison or lies on the stack.
  private void select() {
    if (operands.isUnsettled(3)) {
      method.comparison.materialise();
      operands.demandCanonical(3);
    }
    ValueType type = operands.fromTop(1);
    operands.drop(3);
    Label first = code.newLabel();
    Label end = code.newLabel();
    if (method.comparison.isPending()) {
      method.comparison.jump(first, true);
    } else {
      code.ifne(first);
    }
    if (Locals.isWide(type)) {
      code.dup2_x2().pop2().pop2().goto_(end).labelBinding(first).pop2();
    } else {
      code.swap().pop().goto_(end).labelBinding(first).pop();
    }
    code.labelBinding(end);
    operands.push(type);
  }

  private void setLocal(int local, boolean keep) {
    operands.demand(1);
    boolean stays = operands.topIsRaw() && arithmeticLocals.get(local);
    if (!stays) {
      operands.demandCanonical(1);
    }
    if (keep) {
      if (Locals.isWide(method.locals.type(local))) {
        code.dup2();
      } else {
        code.dup();
      }
    } else {
      operands.drop(1);
    }
    method.locals.store(code, local);
  }

  private void getGlobal(int global) {
    ValueType type = method.layout.module().globalTypes().get(global).type();
    switch (method.layout.constantOf(global)) {
      case ConstantExpression.I32Const constant -> code.loadConstant(constant.value());
      case ConstantExpression.I64Const constant -> code.loadConstant(constant.value());
      case ConstantExpression.F32Const constant -> float32(code, constant.bits());
      case ConstantExpression.F64Const constant -> float64(code, constant.bits());
      case null, default -> {
        method.loadContext();
        code.getfield(Names.INSTANCE_CLASS, Names.GLOBAL_FIELD + global, Signature.classOf(type));
      }
    }
    operands.push(type);
  }

  private void setGlobal(int global) {
    ValueType type = method.layout.module().globalTypes().get(global).type();
    method.take(1);
    method.loadContext();
    if (Locals.isWide(type)) {
      code.dup_x2().pop();
    } else {
      code.swap();
    }
    code.putfield(Names.INSTANCE_CLASS, Names.GLOBAL_FIELD + global, Signature.classOf(type));
  }

  private void isNull() {
    method.take(1);
    Label yes = code.newLabel();
    Label end = code.newLabel();
    code.ifnull(yes).iconst_0().goto_(end).labelBinding(yes).iconst_1().labelBinding(end);
    operands.push(ValueType.I32);
  }

  /// Pushes the float with these bits; the JVM's own constants do not promise the bits of NaNs.
  static void float32(CodeBuilder code, int bits) {
    float value = Float.intBitsToFloat(bits);
    if (Float.isNaN(value)) {
      code.loadConstant(bits);
      code.invokestatic(
          ConstantDescs.CD_Float,
          "intBitsToFloat",
          MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_int));
    } else {
      code.loadConstant(value);
    }
  }

  /// Pushes the double with these bits; the JVM's own constants do not promise the bits of NaNs.
  static void float64(CodeBuilder code, long bits) {
    double value = Double.longBitsToDouble(bits);
    if (Double.isNaN(value)) {
      code.loadConstant(bits);
      code.invokestatic(
          ConstantDescs.CD_Double,
          "longBitsToDouble",
          MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_long));
    } else {
      code.loadConstant(value);
    }
  }
}
