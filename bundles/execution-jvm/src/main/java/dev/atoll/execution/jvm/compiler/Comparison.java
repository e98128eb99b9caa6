package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.Opcodes;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/// A comparison whose operands lie on the JVM's stack and whose result is still to be made: a jump
/// if a branch follows, an int if anything else does.
final class Comparison {

  private static final int I64_EQZ = 0x50;

  private static final MethodTypeDesc INTS =
      MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);
  private static final MethodTypeDesc LONGS =
      MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_long, ConstantDescs.CD_long);

  /// The relations in the order of the opcodes of integers: eq, ne, then pairs of signed and
  /// unsigned.
  private static final Opcode[] INTEGER_RELATIONS = {
    Opcode.IFEQ,
    Opcode.IFNE,
    Opcode.IFLT,
    Opcode.IFLT,
    Opcode.IFGT,
    Opcode.IFGT,
    Opcode.IFLE,
    Opcode.IFLE,
    Opcode.IFGE,
    Opcode.IFGE
  };

  private static final Opcode[] FLOAT_RELATIONS = {
    Opcode.IFEQ, Opcode.IFNE, Opcode.IFLT, Opcode.IFGT, Opcode.IFLE, Opcode.IFGE
  };

  private final CodeBuilder code;
  private int opcode = -1;
  private boolean negated;

  Comparison(CodeBuilder code) {
    this.code = code;
  }

  static boolean isComparison(int opcode) {
    return opcode >= Opcodes.I32_EQZ && opcode <= Opcodes.F64_GE;
  }

  boolean isPending() {
    return opcode >= 0;
  }

  void start(int comparison) {
    opcode = comparison;
    negated = false;
  }

  /// `i32.eqz` of the result.
  void negate() {
    negated = !negated;
  }

  /// Leaves the result as an int on the JVM's stack.
  void materialise() {
    if (isPending()) {
      Label yes = code.newLabel();
      Label end = code.newLabel();
      jump(yes, true);
      code.iconst_0().goto_(end).labelBinding(yes).iconst_1().labelBinding(end);
    }
  }

  /// Jumps to `target` if the result is `wanted`.
  void jump(Label target, boolean wanted) {
    boolean sense = wanted != negated;
    Opcode relation = compare();
    code.branch(sense ? relation : inverse(relation), target);
    opcode = -1;
  }

  /// Compares on the JVM and gives the jump to take if the comparison holds.
  private Opcode compare() {
    if (opcode == Opcodes.I32_EQZ) {
      return Opcode.IFEQ;
    }
    if (opcode == I64_EQZ) {
      code.lconst_0().lcmp();
      return Opcode.IFEQ;
    }
    if (opcode < I64_EQZ) {
      int number = opcode - Opcodes.I32_EQZ - 1;
      if (isUnsigned(number)) {
        code.invokestatic(ConstantDescs.CD_Integer, "compareUnsigned", INTS);
        return INTEGER_RELATIONS[number];
      }
      return ofTwo(INTEGER_RELATIONS[number]);
    }
    if (opcode < Opcodes.F32_EQ) {
      int number = opcode - I64_EQZ - 1;
      if (isUnsigned(number)) {
        code.invokestatic(ConstantDescs.CD_Long, "compareUnsigned", LONGS);
      } else {
        code.lcmp();
      }
      return INTEGER_RELATIONS[number];
    }
    boolean wide = opcode >= Opcodes.F64_EQ;
    Opcode relation = FLOAT_RELATIONS[opcode - (wide ? Opcodes.F64_EQ : Opcodes.F32_EQ)];
    // A NaN must make the comparison fail, so it counts as the other end.
    boolean less = relation == Opcode.IFLT || relation == Opcode.IFLE;
    if (wide && less) {
      code.dcmpg();
    } else if (wide) {
      code.dcmpl();
    } else if (less) {
      code.fcmpg();
    } else {
      code.fcmpl();
    }
    return relation;
  }

  private static boolean isUnsigned(int number) {
    return number >= 2 && number % 2 == 1;
  }

  private static Opcode ofTwo(Opcode relation) {
    return switch (relation) {
      case IFEQ -> Opcode.IF_ICMPEQ;
      case IFNE -> Opcode.IF_ICMPNE;
      case IFLT -> Opcode.IF_ICMPLT;
      case IFGE -> Opcode.IF_ICMPGE;
      case IFGT -> Opcode.IF_ICMPGT;
      case IFLE -> Opcode.IF_ICMPLE;
      default -> throw new IllegalArgumentException("not a relation: " + relation);
    };
  }

  private static Opcode inverse(Opcode relation) {
    return switch (relation) {
      case IFEQ -> Opcode.IFNE;
      case IFNE -> Opcode.IFEQ;
      case IFLT -> Opcode.IFGE;
      case IFGE -> Opcode.IFLT;
      case IFGT -> Opcode.IFLE;
      case IFLE -> Opcode.IFGT;
      case IF_ICMPEQ -> Opcode.IF_ICMPNE;
      case IF_ICMPNE -> Opcode.IF_ICMPEQ;
      case IF_ICMPLT -> Opcode.IF_ICMPGE;
      case IF_ICMPGE -> Opcode.IF_ICMPLT;
      case IF_ICMPGT -> Opcode.IF_ICMPLE;
      case IF_ICMPLE -> Opcode.IF_ICMPGT;
      default -> throw new IllegalArgumentException("not a relation: " + relation);
    };
  }
}
