package dev.atoll.execution.jvm.compiler;

import dev.atoll.execution.jvm.runtime.V128;
import dev.atoll.wasm.Immediate;
import dev.atoll.wasm.Instruction;
import dev.atoll.wasm.Instructions;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Calls the method of a vector instruction as compiled code does.
final class VectorCalls {

  static Instruction instruction(String name) {
    return vectorInstructions().stream()
        .filter(instruction -> instruction.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// All that are neither memory accesses nor constants.
  static List<Instruction> vectorInstructions() {
    return Instructions.all()
        .filter(instruction -> instruction.opcode() >>> 8 == 0xfd)
        .filter(instruction -> !instruction.isMemoryAccess())
        .filter(instruction -> instruction.immediate() != Immediate.V128)
        .toList();
  }

  V128 vector(String name, Object... arguments) {
    return (V128) call(instruction(name), arguments);
  }

  /// @param arguments operands, then immediates: a lane, or two longs
  Object call(Instruction instruction, Object... arguments) {
    VectorOperation operation = VectorOperations.of(instruction);
    List<Object> all = new ArrayList<>(Arrays.asList(arguments));
    if (operation.shape() != 0) {
      all.add(operation.shape());
    }
    try {
      return handle(operation).invokeWithArguments(all);
    } catch (Throwable e) {
      throw new AssertionError("call of " + instruction.name() + " failed", e);
    }
  }

  private static MethodHandle handle(VectorOperation operation)
      throws ReflectiveOperationException {
    Class<?> owner =
        Class.forName(operation.owner().packageName() + "." + operation.owner().displayName());
    MethodType type =
        MethodType.fromMethodDescriptorString(
            operation.type().descriptorString(), owner.getClassLoader());
    return MethodHandles.publicLookup().findStatic(owner, operation.method(), type);
  }
}
