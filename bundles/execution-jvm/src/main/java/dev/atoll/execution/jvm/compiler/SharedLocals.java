package dev.atoll.execution.jvm.compiler;

import dev.atoll.execution.jvm.runtime.Activation;
import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;

/// The locals of a function that its regions share, in the
/// [dev.atoll.execution.jvm.runtime.Activation].
///
/// A method may keep a shared local in a local of the JVM and move it at each call of an inner
/// region, or leave it in the activation and read it there each time. An interpreter's loop, which
/// calls a hundred regions and touches a local twice, is small enough for HotSpot only the second
/// way; a loop that computes is fast only the first.
final class SharedLocals {

  /// How often a loop is thought to run; of more than this many inside of each other no more is
  /// expected.
  private static final int LOOP_RUNS = 8;

  private static final int LOOPS_MAX = 4;

  private static final String FIELD = "number";

  private static final MethodTypeDesc TO_FLOAT =
      MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_int);
  private static final MethodTypeDesc OF_FLOAT =
      MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_float);
  private static final MethodTypeDesc TO_DOUBLE =
      MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_long);
  private static final MethodTypeDesc OF_DOUBLE =
      MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_double);

  private SharedLocals() {}

  /// The shared locals that the method of the region leaves in the activation.
  static BitSet resident(FunctionPlan plan, Region region) {
    BitSet resident = new BitSet();
    if (region.inner().isEmpty() || plan.spills()) {
      return resident;
    }
    long[] gains = new Walk(plan, region).gains();
    for (int i = 0; i < gains.length; i++) {
      resident.set(i, gains[i] > 0 && plan.isShared(i) && plan.types[i] != ValueType.V128);
    }
    return resident;
  }

  /// Pushes what the activation holds; a vector has the type of an object.
  static void get(FunctionPlan plan, int activation, CodeBuilder code, int local) {
    get(code, activation, plan.types[local], plan.place(local));
  }

  /// Pushes what the activation holds at a place; a vector has the type of an object.
  static void get(CodeBuilder code, int activation, ValueType type, int place) {
    if (type.isNumber() && place < Activation.FIELDS) {
      code.aload(activation).getfield(Names.ACTIVATION, FIELD + place, ConstantDescs.CD_long);
      switch (type) {
        case I32 -> code.l2i();
        case F32 -> code.l2i().invokestatic(ConstantDescs.CD_Float, "intBitsToFloat", TO_FLOAT);
        case F64 -> code.invokestatic(ConstantDescs.CD_Double, "longBitsToDouble", TO_DOUBLE);
        default -> {}
      }
      return;
    }
    code.loadConstant(type.isNumber() ? place - Activation.FIELDS : place).aload(activation);
    code.invokestatic(
        Names.ACTIVATION,
        switch (type) {
          case I32 -> "getInt";
          case I64 -> "getLong";
          case F32 -> "getFloat";
          case F64 -> "getDouble";
          case V128, FUNCREF, EXTERNREF -> "getObject";
        },
        MethodTypeDesc.of(stored(type), ConstantDescs.CD_int, Names.ACTIVATION));
  }

  /// Takes the value on the stack into the activation.
  static void put(FunctionPlan plan, int activation, CodeBuilder code, int local) {
    put(code, activation, plan.types[local], plan.place(local));
  }

  /// Takes the value on the stack to a place in the activation.
  static void put(CodeBuilder code, int activation, ValueType type, int place) {
    if (type.isNumber() && place < Activation.FIELDS) {
      switch (type) {
        case I32 -> code.i2l();
        case F32 -> code.invokestatic(ConstantDescs.CD_Float, "floatToRawIntBits", OF_FLOAT).i2l();
        case F64 -> code.invokestatic(ConstantDescs.CD_Double, "doubleToRawLongBits", OF_DOUBLE);
        default -> {}
      }
      code.aload(activation).dup_x2().pop(); // below the number
      code.putfield(Names.ACTIVATION, FIELD + place, ConstantDescs.CD_long);
      return;
    }
    code.loadConstant(type.isNumber() ? place - Activation.FIELDS : place).aload(activation);
    code.invokestatic(
        Names.ACTIVATION,
        "put",
        MethodTypeDesc.of(
            ConstantDescs.CD_void, stored(type), ConstantDescs.CD_int, Names.ACTIVATION));
  }

  private static ClassDesc stored(ValueType type) {
    return type == ValueType.V128 ? ConstantDescs.CD_Object : Signature.classOf(type);
  }

  /// Weighs, for each local, its moves at calls against its accesses.
  private static final class Walk {
    private final FunctionPlan plan;
    private final Region region;
    private final InstructionReader reader;
    private final long[] gains;

    /// Whether each open block is a loop, innermost first.
    private final Deque<Boolean> blocks = new ArrayDeque<>();

    private int loops;

    Walk(FunctionPlan plan, Region region) {
      this.plan = plan;
      this.region = region;
      this.reader = plan.instructions(region);
      this.gains = new long[plan.types.length];
    }

    long[] gains() {
      Iterator<Region> regions = region.inner().iterator();
      Region inner = regions.next();
      while (reader.next()) {
        if (inner != null && reader.start() == inner.start()) {
          call(inner);
          while (reader.end() < inner.end()) {
            reader.next();
          }
          inner = regions.hasNext() ? regions.next() : null;
          continue;
        }
        instruction(reader.opcode());
      }
      return gains;
    }

    private long runs() {
      long runs = 1;
      for (int i = Math.min(loops, LOOPS_MAX); i > 0; i--) {
        runs *= LOOP_RUNS;
      }
      return runs;
    }

    private void instruction(int opcode) {
      switch (opcode) {
        case Opcodes.LOCAL_GET, Opcodes.LOCAL_SET, Opcodes.LOCAL_TEE ->
            gains[reader.index()] -= runs();
        case Opcodes.BLOCK, Opcodes.IF, Opcodes.LOOP -> {
          boolean isLoop = opcode == Opcodes.LOOP;
          blocks.push(isLoop);
          loops += isLoop ? 1 : 0;
        }
        case Opcodes.END -> {
          if (!blocks.isEmpty() && blocks.pop()) { // the function's own end closes none
            loops--;
          }
        }
        default -> {}
      }
    }

    private void call(Region inner) {
      RegionCode.savedBefore(plan, region, inner).forEach(local -> gains[local] += runs());
      RegionCode.loadedAfter(plan, region, inner).forEach(local -> gains[local] += runs());
    }
  }
}
