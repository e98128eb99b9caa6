package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.ExternalType;
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
import org.jspecify.annotations.Nullable;

/// The instructions on the memory: calls of the accessors of the runtime package.
final class MemoryCode {

  private static final MethodTypeDesc AT =
      MethodTypeDesc.of(
          ConstantDescs.CD_long,
          ConstantDescs.CD_int,
          ConstantDescs.CD_int,
          ConstantDescs.CD_int,
          Names.CONTEXT);
  private static final MethodTypeDesc REACH =
      MethodTypeDesc.of(
          ConstantDescs.CD_long,
          ConstantDescs.CD_long,
          ConstantDescs.CD_long,
          ConstantDescs.CD_int,
          Names.CONTEXT);

  private final Method method;
  private final CodeBuilder code;
  private final InstructionReader reader;
  private final ValueType address;
  private final long bytesMin;

  MemoryCode(Method method) {
    this.method = method;
    this.code = method.code;
    this.reader = method.reader;
    this.address = method.addressType();
    ExternalType.Memory memory = method.layout.module().memory();
    this.bytesMin = memory == null ? 0 : memory.minimum() << 16;
  }

  /// A load or store of a number.
  void access(Instruction instruction) {
    boolean store = instruction.isStore();
    String signature = instruction.signature();
    ValueType value = VectorCompiler.typeOf(signature.charAt(store ? 1 : 2));
    String name = Names.methodOf(instruction.name());
    method.take(store ? 2 : 1);
    if (address == ValueType.I32) {
      code.loadConstant((int) reader.offset());
      call(Names.MEMORY32, name, value, store);
    } else if (isNear(sizeOf(instruction))) {
      code.loadConstant(reader.offset());
      call(Names.MEMORY64, name, value, store);
    } else {
      Runnable check = () -> check(sizeOf(instruction));
      if (store) {
        method.operands.putBelow(List.of(value), check);
      } else {
        check.run();
      }
      call(Names.CHECKED_MEMORY, name, value, store);
    }
    if (!store) {
      method.operands.push(value);
    }
  }

  private static int sizeOf(Instruction instruction) {
    return 1 << instruction.detail();
  }

  /// Whether offset and size alone stay inside of the smallest memory there can be.
  private boolean isNear(int size) {
    return reader.offset() >= 0 && reader.offset() <= bytesMin - size;
  }

  /// Turns the address on the stack into one at which `size` bytes lie inside of the memory.
  void check(int size) {
    if (address == ValueType.I32) {
      code.loadConstant((int) reader.offset()).loadConstant(size);
      method.loadContext();
      code.invokestatic(Names.MEMORY32, "at", AT);
    } else {
      code.loadConstant(reader.offset()).loadConstant(size);
      method.loadContext();
      code.invokestatic(Names.MEMORY64, "reach", REACH);
    }
  }

  private void call(ClassDesc owner, String name, ValueType value, boolean store) {
    boolean checked = owner.equals(Names.CHECKED_MEMORY);
    ClassDesc place = checked ? ConstantDescs.CD_long : Signature.classOf(address);
    List<ClassDesc> parameters = new ArrayList<>(List.of(place));
    if (store) {
      parameters.add(Signature.classOf(value));
    }
    if (!checked) {
      parameters.add(place);
    }
    parameters.add(Names.CONTEXT);
    method.loadContext();
    ClassDesc result = store ? ConstantDescs.CD_void : Signature.classOf(value);
    code.invokestatic(owner, name, MethodTypeDesc.of(result, parameters));
  }

  void write(int opcode) {
    switch (opcode) {
      case Opcodes.MEMORY_SIZE -> {
        method.loadContext();
        code.invokestatic(
            Names.BULK_MEMORY,
            address == ValueType.I32 ? "size32" : "size64",
            MethodTypeDesc.of(Signature.classOf(address), Names.CONTEXT));
        method.operands.push(address);
      }
      case Opcodes.MEMORY_GROW -> {
        counted(address == ValueType.I32 ? "grow32" : "grow64", address, List.of(address));
        method.operands.push(address);
      }
      case Opcodes.MEMORY_FILL -> counted("fill", null, List.of(address, ValueType.I32, address));
      case Opcodes.MEMORY_COPY -> counted("copy", null, List.of(address, address, address));
      case Opcodes.MEMORY_INIT ->
          counted("init", null, List.of(address, ValueType.I32, ValueType.I32), reader.index());
      case Opcodes.DATA_DROP -> {
        code.loadConstant(reader.index());
        method.loadContext();
        code.invokestatic(
            Names.BULK_MEMORY,
            "drop",
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, Names.CONTEXT));
      }
      default -> throw new IllegalArgumentException("not an instruction on memory: " + opcode);
    }
  }

  /// An operation that changes the count of instructions by itself.
  private void counted(
      String name, @Nullable ValueType result, List<ValueType> operands, int... indexes) {
    method.takeAll(operands);
    method.metering.beforeCall();
    List<ClassDesc> parameters = new ArrayList<>();
    operands.forEach(operand -> parameters.add(Signature.classOf(operand)));
    for (int index : indexes) {
      code.loadConstant(index);
      parameters.add(ConstantDescs.CD_int);
    }
    method.loadContext();
    parameters.add(Names.CONTEXT);
    ClassDesc returned = result == null ? ConstantDescs.CD_void : Signature.classOf(result);
    code.invokestatic(Names.BULK_MEMORY, name, MethodTypeDesc.of(returned, parameters));
    method.metering.afterCall();
  }
}
