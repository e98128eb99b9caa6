package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.Immediate;
import dev.atoll.wasm.Instruction;
import dev.atoll.wasm.InstructionReader;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/// The static method that carries out a vector instruction.
///
/// It takes the operands, then the immediates of the instruction, a lane as an int or sixteen of
/// them as two longs, then the shape.
///
/// @param shape the sign bits of the lanes, a constant of `Lanes`, for a method that works on lanes
///     of all sizes; 0 for a method that takes none
record VectorOperation(ClassDesc owner, String method, MethodTypeDesc type, long shape) {

  /// The method of this name for an instruction that is no memory access.
  static VectorOperation of(ClassDesc owner, String method, Instruction instruction, long shape) {
    String signature = instruction.signature();
    int arrow = signature.indexOf('>');
    List<ClassDesc> parameters = new ArrayList<>();
    for (int i = 0; i < arrow; i++) {
      parameters.add(typeOf(signature.charAt(i)));
    }
    if (instruction.immediate() == Immediate.LANE) {
      parameters.add(ConstantDescs.CD_int);
    } else if (instruction.immediate() == Immediate.LANES) {
      parameters.addAll(List.of(ConstantDescs.CD_long, ConstantDescs.CD_long));
    }
    if (shape != 0) {
      parameters.add(ConstantDescs.CD_long);
    }
    ClassDesc result = typeOf(signature.charAt(arrow + 1));
    return new VectorOperation(owner, method, MethodTypeDesc.of(result, parameters), shape);
  }

  private static ClassDesc typeOf(char letter) {
    return switch (letter) {
      case 'i' -> ConstantDescs.CD_int;
      case 'l' -> ConstantDescs.CD_long;
      case 'f' -> ConstantDescs.CD_float;
      case 'd' -> ConstantDescs.CD_double;
      case 'v' -> Names.VECTOR;
      default -> throw new IllegalArgumentException("no operand has the letter " + letter);
    };
  }

  /// Writes the call for the instruction that `reader` has read; the operands are on the stack.
  void write(CodeBuilder code, InstructionReader reader) {
    if (reader.instruction().immediate() == Immediate.LANE) {
      code.loadConstant(reader.index());
    } else if (reader.instruction().immediate() == Immediate.LANES) {
      code.loadConstant(reader.value()).loadConstant(reader.highValue());
    }
    if (shape != 0) {
      code.loadConstant(shape);
    }
    code.invokestatic(owner, method, type);
  }
}
