package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.ValueType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.BitSet;

/// The local variables of a method: those of the function, and those that the compiler adds.
///
/// Those of a function that spills them lie in its activation instead, see [FunctionPlan#spills].
///
/// Direct parameters come first, then what is left of the stack's budget, the instance, the
/// instructions left, and the rest.
///
/// Vectors lie in two longs unless there are very many: as an object, a vector would have to be
/// made anew in each round of a loop that changes it, because the JIT compilers do not take apart
/// objects that come from two places.
final class Locals {

  /// The most vectors that a function can have in two longs each; if it has more, all are objects.
  private static final int VECTORS_APART_MAX = 1000;

  private static final int NO_SLOT = -1;

  private static final int VECTOR_SLOTS = 2 * TypeKind.LONG.slotSize();

  private static final MethodTypeDesc HALF = MethodTypeDesc.of(ConstantDescs.CD_long);
  private static final MethodTypeDesc OF_HALVES =
      MethodTypeDesc.of(Names.VECTOR, ConstantDescs.CD_long, ConstantDescs.CD_long);

  private final ValueType[] types;
  private final int[] slots;
  private final boolean apart;
  private final int depth;
  private final int context;
  private final int fuel;
  private final int activation;
  private final FunctionPlan plan;

  /// The shared locals that have no slot: they are left in the activation.
  private final BitSet resident;

  private boolean isActive;
  private int next;

  /// Those of the method of a region, which has slots for what it touches.
  Locals(FunctionPlan plan, Region region) {
    this.plan = plan;
    resident = SharedLocals.resident(plan, region);
    types = plan.types;
    slots = new int[types.length];
    apart = !plan.spills() && vectors(plan.signature.type(), plan.body) <= VECTORS_APART_MAX;
    Arrays.fill(slots, NO_SLOT);
    int direct = 0;
    if (region.isWhole()) {
      depth = plan.signature.directSlots();
      direct = plan.signature.direct();
      for (int i = 0; i < direct; i++) {
        slots[i] = next;
        next += Signature.kindOf(types[i]).slotSize();
      }
    } else {
      depth = 1;
      isActive = true;
    }
    context = depth + 1;
    fuel = depth + 2;
    next = fuel + 1;
    activation = !region.isWhole() ? 0 : plan.hasActivation() ? next++ : NO_SLOT;
    int parameters = region.isWhole() ? plan.signature.type().parameters().size() : 0;
    for (int i = direct; i < types.length && !plan.spills(); i++) {
      if (i < parameters || (region.ownUses().get(i) && !resident.get(i))) {
        slots[i] = isApart(i) ? newVector() : newSlot(types[i]);
      }
    }
  }

  /// The types of parameters and locals.
  static ValueType[] typesOf(FunctionType type, FunctionBody body) {
    ValueType[] types = new ValueType[type.parameters().size() + body.localCount()];
    int count = 0;
    for (ValueType parameter : type.parameters()) {
      types[count++] = parameter;
    }
    for (FunctionBody.LocalRun run : body.locals()) {
      Arrays.fill(types, count, count + run.count(), run.type());
      count += run.count();
    }
    return types;
  }

  /// How many parameters and locals are vectors.
  static int vectors(FunctionType type, FunctionBody body) {
    int count = 0;
    for (ValueType parameter : type.parameters()) {
      count += parameter == ValueType.V128 ? 1 : 0;
    }
    for (FunctionBody.LocalRun run : body.locals()) {
      count += run.type() == ValueType.V128 ? run.count() : 0;
    }
    return count;
  }

  /// The most slots that parameters and locals take.
  static long slotsBound(FunctionType type, FunctionBody body) {
    long all = (long) type.parameters().size() + body.localCount();
    return TypeKind.LONG.slotSize() * all
        + (long) VECTOR_SLOTS * Math.min(vectors(type, body), VECTORS_APART_MAX);
  }

  private boolean isApart(int local) {
    return apart && types[local] == ValueType.V128;
  }

  private int newVector() {
    int slot = next;
    next += VECTOR_SLOTS;
    return slot;
  }

  /// Takes the direct parameters apart that are vectors.
  void enter(CodeBuilder code, Signature signature) {
    for (int i = 0; i < signature.direct(); i++) {
      if (isApart(i)) {
        code.aload(slots[i]);
        slots[i] = newVector();
        store(code, i);
      }
    }
  }

  /// A slot that nothing else uses.
  int newSlot(ValueType type) {
    int slot = next;
    next += Signature.kindOf(type).slotSize();
    return slot;
  }

  int count() {
    return types.length;
  }

  /// Whether the method has left the local in the activation, which holds it from its begin on.
  boolean isResident(int local) {
    return isActive && resident.get(local);
  }

  /// From here on the activation is there, and the parameters are in it.
  void activate() {
    isActive = true;
  }

  /// Whether the method has a slot for the local.
  boolean has(int local) {
    return slots[local] != NO_SLOT;
  }

  ValueType type(int local) {
    return types[local];
  }

  void load(CodeBuilder code, int local) {
    if (plan.spills() || isResident(local)) {
      SharedLocals.get(plan, activation, code, local);
      if (types[local] == ValueType.V128) {
        code.checkcast(Names.VECTOR);
      }
      return;
    }
    loadSlot(code, local);
  }

  /// Pushes what the slot of a local holds.
  void loadSlot(CodeBuilder code, int local) {
    if (isApart(local)) {
      code.lload(slots[local]).lload(slots[local] + TypeKind.LONG.slotSize());
      writeVector(code);
      return;
    }
    code.loadLocal(Signature.kindOf(types[local]), slots[local]);
  }

  void store(CodeBuilder code, int local) {
    if (plan.spills() || isResident(local)) {
      SharedLocals.put(plan, activation, code, local);
      return;
    }
    if (isApart(local)) {
      code.dup().invokevirtual(Names.VECTOR, "low", HALF).lstore(slots[local]);
      code.invokevirtual(Names.VECTOR, "high", HALF);
      code.lstore(slots[local] + TypeKind.LONG.slotSize());
      return;
    }
    code.storeLocal(Signature.kindOf(types[local]), slots[local]);
  }

  /// Sets a local to zero, or null.
  void clear(CodeBuilder code, int local) {
    if (isApart(local)) {
      code.lconst_0().lstore(slots[local]);
      code.lconst_0().lstore(slots[local] + TypeKind.LONG.slotSize());
      return;
    }
    zero(code, types[local]);
    store(code, local);
  }

  /// Makes a vector of the two longs on the stack.
  static void writeVector(CodeBuilder code) {
    code.invokestatic(Names.VECTOR, "of", OF_HALVES);
  }

  /// Pushes the value that locals begin with.
  static void zero(CodeBuilder code, ValueType type) {
    switch (type) {
      case I32 -> code.iconst_0();
      case I64 -> code.lconst_0();
      case F32 -> code.fconst_0();
      case F64 -> code.dconst_0();
      case V128 -> code.getstatic(Names.VECTOR, "ZERO", Names.VECTOR);
      case FUNCREF, EXTERNREF -> code.aconst_null();
    }
  }

  void loadContext(CodeBuilder code) {
    code.aload(context);
  }

  /// The slot of what the methods of a split function share.
  int activation() {
    return activation;
  }

  int depth() {
    return depth;
  }

  int fuel() {
    return fuel;
  }

  static boolean isWide(ValueType type) {
    return Signature.kindOf(type).slotSize() == TypeKind.LONG.slotSize();
  }
}
