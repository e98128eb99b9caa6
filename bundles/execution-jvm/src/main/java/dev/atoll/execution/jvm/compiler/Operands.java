package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.ValueType;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The operand stack of WebAssembly as it lies on the JVM while a function is compiled.
///
/// The lowest operands may live in locals, their homes, and the others are on the operand stack of
/// the JVM: HotSpot cannot replace a running interpreted loop by compiled code while anything lies
/// below it. An operand may also be raw: a float whose NaN arithmetic has made and that is not
/// canonical yet. Raw operands are on the JVM's stack.
///
/// In a function that spills them, homes lie in its activation, and every instruction begins with
/// all operands at home: see [FunctionPlan#spills].
final class Operands {

  private static final MethodTypeDesc FLOAT =
      MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_float);
  private static final MethodTypeDesc DOUBLE =
      MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_double);

  private final FunctionPlan plan;
  private final CodeBuilder code;
  private final Locals locals;

  /// The types of all operands, kept if they are spilled only.
  private @Nullable OperandTypes all;

  /// The types of the operands below `known`, which are not in `types` yet.
  private @Nullable OperandTypes unknown;

  private int known;
  private ValueType[] types = new ValueType[16];
  private boolean[] raw = new boolean[16];
  private final Slots homes = new Slots();
  private final Slots stashes = new Slots();
  private int callee;
  private int height;
  private int atHome;

  Operands(FunctionPlan plan, CodeBuilder code, Locals locals) {
    this.plan = plan;
    this.code = code;
    this.locals = locals;
  }

  /// A local for each number and size, made when it is first used.
  private final class Slots {
    private int[] narrow = {};
    private int[] wide = {};

    int of(int number, ValueType type) {
      boolean isWide = Locals.isWide(type);
      int[] slots = isWide ? wide : narrow;
      if (number >= slots.length) {
        slots = Arrays.copyOf(slots, Math.max(8, 2 * number + 1));
        if (isWide) {
          wide = slots;
        } else {
          narrow = slots;
        }
      }
      if (slots[number] == 0) {
        // Slot 0 is a parameter, so 0 stands for none.
        slots[number] = locals.newSlot(type);
      }
      return slots[number];
    }

    void load(int number, ValueType type) {
      code.loadLocal(Signature.kindOf(type), of(number, type));
    }

    void store(int number, ValueType type) {
      code.storeLocal(Signature.kindOf(type), of(number, type));
    }
  }

  private void loadHome(int number) {
    if (plan.spills()) {
      ValueType type = types[number];
      SharedLocals.get(code, locals.activation(), type, plan.homeOf(number, type));
      if (type == ValueType.V128) {
        code.checkcast(Names.VECTOR);
      }
    } else {
      homes.load(number, types[number]);
    }
  }

  private void storeHome(int number, ValueType type) {
    if (plan.spills()) {
      SharedLocals.put(code, locals.activation(), type, plan.homeOf(number, type));
    } else {
      homes.store(number, type);
    }
  }

  /// Goes on with these operands, all of them at home.
  void resume(@Nullable OperandTypes operandTypes) {
    all = operandTypes;
    unknown = operandTypes;
    height = OperandTypes.heightOf(operandTypes);
    known = height;
    atHome = height;
    if (types.length < height) {
      types = new ValueType[height + 16];
      raw = new boolean[height + 16];
    }
    Arrays.fill(raw, 0, height, false);
  }

  /// The types of all operands; null for none, and for those that are not spilled.
  @Nullable OperandTypes all() {
    return all;
  }

  /// Finds out the types of the operands from number `from` on.
  private void know(int from) {
    while (known > from) {
      OperandTypes next = Objects.requireNonNull(unknown, "as many as the height says");
      types[--known] = next.type();
      unknown = next.below();
    }
  }

  int height() {
    return height;
  }

  /// How many operands live in their homes.
  int atHome() {
    return atHome;
  }

  /// The type of an operand, counted from the top, which is 0.
  ValueType fromTop(int index) {
    know(height - 1 - index);
    return types[height - 1 - index];
  }

  void push(ValueType type) {
    push(type, false);
  }

  void push(ValueType type, boolean isRaw) {
    if (height == types.length) {
      types = Arrays.copyOf(types, 2 * height);
      raw = Arrays.copyOf(raw, 2 * height);
    }
    if (plan.spills()) {
      all = OperandTypes.push(all, type);
    }
    raw[height] = isRaw;
    types[height++] = type;
  }

  void pushAll(List<ValueType> all) {
    for (int i = 0; i < all.size(); i++) {
      push(all.get(i));
    }
  }

  /// Forgets the topmost operands, which the code just written has taken.
  void drop(int count) {
    lower(height - count);
    atHome = Math.min(atHome, height);
  }

  private void lower(int toHeight) {
    height = toHeight;
    if (plan.spills()) {
      all = OperandTypes.drop(all, toHeight);
      unknown = OperandTypes.drop(unknown, toHeight);
      known = Math.min(known, toHeight);
    }
  }

  boolean topIsRaw() {
    return raw[height - 1];
  }

  /// Goes back to what held where a block began.
  void reset(int toHeight, int toAtHome) {
    lower(toHeight);
    atHome = toAtHome;
    Arrays.fill(raw, 0, height, false);
  }

  /// Brings the topmost operands to the JVM's stack.
  void demand(int count) {
    int from = height - count;
    know(from);
    if (atHome <= from) {
      return;
    }
    int above = height - atHome;
    stash(above);
    for (int i = from; i < atHome; i++) {
      loadHome(i);
    }
    unstash(atHome, above);
    atHome = from;
  }

  /// Stores the topmost operands away, the topmost in stash 0.
  private void stash(int count) {
    for (int i = 0; i < count; i++) {
      stashes.store(i, types[height - 1 - i]);
    }
  }

  /// Loads operands from number `from` on that were stashed as the topmost `count`.
  private void unstash(int from, int count) {
    for (int i = 0; i < count; i++) {
      stashes.load(count - 1 - i, types[from + i]);
    }
  }

  /// Brings the topmost operands to the JVM's stack with canonical bits.
  void demandCanonical(int count) {
    demand(count);
    int lowest = height - count;
    while (lowest < height && !raw[lowest]) {
      lowest++;
    }
    if (lowest == height) {
      return;
    }
    int above = height - 1 - lowest;
    for (int i = 0; i < above; i++) {
      canonical(height - 1 - i);
      stashes.store(i, types[height - 1 - i]);
    }
    canonical(lowest);
    unstash(lowest + 1, above);
  }

  /// Whether some of the operands is raw or, counted from the top, not on the JVM's stack.
  boolean isUnsettled(int count) {
    if (atHome > height - count) {
      return true;
    }
    for (int i = atHome; i < height; i++) {
      if (raw[i]) {
        return true;
      }
    }
    return false;
  }

  private void canonical(int index) {
    if (raw[index]) {
      raw[index] = false;
      writeCanonical(types[index]);
    }
  }

  /// Makes the float on top of the JVM's stack canonical.
  void writeCanonical(ValueType type) {
    code.invokestatic(Names.NUMBERS, "canonical", type == ValueType.F32 ? FLOAT : DOUBLE);
  }

  /// Makes all operands canonical, wherever they are.
  void settle() {
    demandCanonical(height - atHome);
  }

  /// Brings all operands to their homes.
  void goHome() {
    settle();
    for (int i = height - 1; i >= atHome; i--) {
      storeHome(i, types[i]);
    }
    atHome = height;
  }

  /// Takes the topmost operands from the JVM's stack to the homes from number `from` on, and the
  /// others off the JVM's stack; what is known of the operands stays.
  void writeToHomes(int count, int from) {
    for (int i = count - 1; i >= 0; i--) {
      storeHome(from + i, types[height - count + i]);
    }
    discard(height - count, atHome);
  }

  private void discard(int above, int from) {
    for (int i = above - 1; i >= from; i--) {
      if (Locals.isWide(types[i])) {
        code.pop2();
      } else {
        code.pop();
      }
    }
  }

  /// Takes off the JVM's stack all operands but the topmost `count`, which have been taken off it
  /// already; what is known of the operands stays.
  void discardBelow(int count) {
    discard(height - count, atHome);
  }

  /// Arranges the JVM's stack as `toHeight` operands with the topmost `count` ones above them, of
  /// which `toAtHome` live in their homes; what is known of the operands stays.
  ///
  /// The topmost ones are on the JVM's stack.
  void arrange(int count, int toHeight, int toAtHome) {
    int below = height - count;
    if (below == toHeight && atHome == toAtHome) {
      return;
    }
    int kept = Math.min(atHome, toHeight);
    if (count == 0 && kept == toAtHome) {
      discard(below, Math.max(atHome, toHeight));
      return;
    }
    for (int i = 0; i < count; i++) {
      stashes.store(i, types[height - 1 - i]);
    }
    discard(below, Math.max(atHome, toHeight));
    int moved = kept > toAtHome ? toHeight - kept : 0;
    for (int i = 0; i < moved; i++) {
      stashes.store(count + i, types[toHeight - 1 - i]);
    }
    for (int i = toAtHome; i < kept; i++) {
      loadHome(i);
    }
    for (int i = 0; i < moved; i++) {
      stashes.load(count + moved - 1 - i, types[kept + i]);
    }
    unstash(below, count);
  }

  /// Pushes on the JVM's stack what `push` does, below values that have just been taken off
  /// [Operands] and still lie on the JVM's stack.
  void putBelow(List<ValueType> values, Runnable push) {
    int count = values.size();
    for (int i = 0; i < count; i++) {
      stashes.store(i, values.get(count - 1 - i));
    }
    push.run();
    for (int i = count - 1; i >= 0; i--) {
      stashes.load(i, values.get(count - 1 - i));
    }
  }

  /// The slot for a function reference on its way below its arguments.
  int calleeSlot() {
    if (callee == 0) {
      callee = locals.newSlot(ValueType.FUNCREF);
    }
    return callee;
  }
}
