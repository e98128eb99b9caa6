package dev.atoll.execution.jvm.compiler;

import dev.atoll.execution.jvm.runtime.VectorMemory;
import dev.atoll.wasm.Immediate;
import dev.atoll.wasm.Instruction;
import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/// The vector instructions: calls of the methods of [VectorOperations], and accesses to memory
/// through [VectorMemory] at an address that is checked first.
///
/// A vector on the JVM's stack is an object; the JIT compilers take most of them apart.
final class VectorCompiler {

  private static final ClassDesc VECTOR_MEMORY = ClassDesc.of(VectorMemory.class.getName());

  private final Method method;
  private final CodeBuilder code;
  private final InstructionReader reader;
  private final MemoryCode memory;

  VectorCompiler(Method method, MemoryCode memory) {
    this.method = method;
    this.code = method.code;
    this.reader = method.reader;
    this.memory = memory;
  }

  void write(Instruction instruction) {
    if (instruction.opcode() == Opcodes.V128_CONST) {
      code.loadConstant(reader.value()).loadConstant(reader.highValue());
      Locals.writeVector(code);
      method.operands.push(ValueType.V128);
      return;
    }
    if (instruction.isMemoryAccess()) {
      access(instruction);
      return;
    }
    String signature = instruction.signature();
    int arrow = signature.indexOf('>');
    method.take(arrow);
    VectorOperations.of(instruction).write(code, reader);
    method.operands.push(typeOf(signature.charAt(arrow + 1)));
  }

  private void access(Instruction instruction) {
    boolean takesVector = instruction.signature().charAt(1) == 'v';
    List<ClassDesc> parameters = new ArrayList<>(List.of(ConstantDescs.CD_long));
    Runnable check = () -> memory.check(1 << instruction.detail());
    if (takesVector) {
      method.take(2);
      method.operands.putBelow(List.of(ValueType.V128), check);
      parameters.add(Names.VECTOR);
    } else {
      method.take(1);
      check.run();
    }
    if (instruction.immediate() == Immediate.ACCESS_AND_LANE) {
      code.loadConstant(reader.index());
      parameters.add(ConstantDescs.CD_int);
    }
    method.loadContext();
    parameters.add(Names.CONTEXT);
    boolean store = instruction.isStore();
    code.invokestatic(
        VECTOR_MEMORY,
        Names.methodOf(instruction.name().substring("v128.".length())),
        MethodTypeDesc.of(store ? ConstantDescs.CD_void : Names.VECTOR, parameters));
    if (!store) {
      method.operands.push(ValueType.V128);
    }
  }

  static ValueType typeOf(char letter) {
    return switch (letter) {
      case 'i' -> ValueType.I32;
      case 'l' -> ValueType.I64;
      case 'f' -> ValueType.F32;
      case 'd' -> ValueType.F64;
      case 'v' -> ValueType.V128;
      default -> throw new IllegalArgumentException("no type has the letter " + letter);
    };
  }
}
