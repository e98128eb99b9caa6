package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmModule;
import java.util.BitSet;
import java.util.Iterator;
import java.util.function.IntPredicate;

/// The most bytes of code that a method becomes, found without writing it: usually 1.3 to 2 times
/// what it does become.
///
/// Each figure here belongs to a piece of code that another class of this package writes; `slot`
/// stands for an instruction with a local of the JVM. `CodeScanTest` and the fuzz tests compare.
final class CodeSize {

  /// Where code is larger, some jumps need more than two bytes for their distance.
  private static final int SHORT_JUMP_MAX = 32_767;

  /// A conditional jump over a long one in place of a short one.
  private static final int LONG_JUMP = 5;

  private static final int SLOTS_NARROW_MAX = 255;
  private static final int GOTO = 3;
  private static final int INVOKE = 3;
  private static final int CONSTANT = 3;
  private static final int SWITCH = 20;
  private static final int CASE = 8;

  private final WasmModule module;
  private final ValueType[] types;
  private final int results;
  private final boolean isSplit;
  private final boolean isRegion;
  private final boolean hasVectors;

  /// Loading or storing a slot.
  private final int slot;

  /// Storing or loading what is left of instructions.
  private final int fuel;

  private final int charge;

  /// Whether some operand may be in its home, or raw.
  private boolean homes;

  private boolean raw;

  private boolean hasTailCalls;
  private long bytes;
  private long jumps;

  private CodeSize(
      ValidatedModule validated, FunctionBody body, boolean isSplit, boolean isRegion) {
    this.module = validated.module();
    FunctionType type = module.types().get(body.typeIndex());
    this.types = Locals.typesOf(type, body);
    this.results = type.results().size();
    this.isSplit = isSplit;
    this.isRegion = isRegion;
    this.hasVectors = Locals.vectors(type, body) > 0;
    this.slot = ModuleLayout.slots(validated, body) <= SLOTS_NARROW_MAX ? 2 : 4;
    this.fuel = 3 + 2 * slot;
    this.charge = 4 + 2 * slot;
  }

  /// A function as one method.
  static CodeSize ofFunction(ValidatedModule validated, FunctionBody body) {
    CodeSize size = new CodeSize(validated, body, false, false);
    size.enter(typeOf(validated, body));
    CodeWalk walk = CodeWalk.of(size.module, body);
    while (walk.next()) {
      size.add(walk);
      walk.step();
    }
    return size;
  }

  private static FunctionType typeOf(ValidatedModule validated, FunctionBody body) {
    return validated.module().types().get(body.typeIndex());
  }

  /// The method of a region, or of what is left of a function, whose inner regions are methods of
  /// their own.
  static CodeSize ofRegion(FunctionPlan plan, Region region) {
    ValidatedModule validated = plan.layout.validated();
    FunctionBody body = plan.body;
    CodeSize size = new CodeSize(validated, body, true, !region.isWhole());
    BitSet resident = SharedLocals.resident(plan, region);
    CodeWalk walk;
    if (region.isWhole()) {
      size.enter(typeOf(validated, body));
      walk = CodeWalk.of(size.module, body);
    } else {
      size.bytes += (long) region.ownUses().cardinality() * (size.get() + size.store());
      size.bytes += size.fuel + size.ends(region);
      walk = CodeWalk.of(size.module, region);
    }
    Iterator<Region> all = region.inner().iterator();
    Region inner = all.hasNext() ? all.next() : null;
    while (walk.next()) {
      if (inner != null && walk.reader().start() == inner.start()) {
        size.move(plan, region, inner, resident);
        size.call(walk, inner);
        walk.pass(inner);
        inner = all.hasNext() ? all.next() : null;
        continue;
      }
      size.add(walk);
      walk.step();
    }
    return size;
  }

  /// The most bytes.
  long bound() {
    return bytes <= SHORT_JUMP_MAX ? bytes : bytes + LONG_JUMP * jumps;
  }

  boolean hasTailCalls() {
    return hasTailCalls;
  }

  /// What the instruction that the walk is at comes to.
  int of(CodeWalk walk) {
    long before = bound();
    add(walk);
    return (int) Math.min(Integer.MAX_VALUE / 2, bound() - before);
  }

  /// For the sum of parts of a function.
  static CodeSize ofParts(ValidatedModule validated, FunctionBody body) {
    CodeSize size = new CodeSize(validated, body, true, true);
    size.bytes = SHORT_JUMP_MAX + 1L;
    return size;
  }

  // What is moved.

  /// A local from its slot to the JVM's stack.
  private int load() {
    return hasVectors ? 2 * slot + INVOKE : slot;
  }

  private int store() {
    return hasVectors ? 2 * slot + 2 * INVOKE + 1 : slot;
  }

  /// From the activation.
  private int get() {
    return slot + 12;
  }

  private int put() {
    return slot + 9;
  }

  private int toTransfer() {
    return CONSTANT + slot + INVOKE;
  }

  private int fromTransfer() {
    return CONSTANT + slot + INVOKE + 3;
  }

  /// Operands that are brought to the JVM's stack, canonical.
  private long take(long count) {
    return count * ((homes ? 3 * slot : 0) + canonical());
  }

  private int canonical() {
    return raw ? INVOKE + 2 * slot : 0;
  }

  private void enter(FunctionType type) {
    bytes += 12 + 2 * slot + fuel; // the stack's budget and the count
    bytes += charge + 6 + 4 * slot; // the first charge and test
    bytes += fuel + 1; // the handler at the end
    jumps += 2;
    for (int i = 0; i < types.length; i++) {
      boolean isParameter = i < type.parameters().size();
      bytes += isParameter && types[i] != ValueType.V128 ? 0 : hasVectors ? 2 + 2 * slot : 1 + slot;
      bytes += isParameter && types[i] == ValueType.V128 ? slot + store() : 0;
    }
    int direct = Signature.directOf(type);
    bytes += (long) (type.parameters().size() - direct) * (fromTransfer() + store());
    if (isSplit) {
      bytes += 11 + slot + (long) types.length * (load() + put());
    }
  }

  /// What a region writes at its end, for each way to leave it.
  private long ends(Region region) {
    long ways = region.exits().cardinality() + 2L;
    jumps += ways;
    return fuel
        + 1 // the handler
        + ways * (CONSTANT + GOTO + fuel + 1)
        + (long) region.ownWrites().cardinality() * (load() + put())
        + fuel
        + 1;
  }

  /// What is moved before and after the call of an inner region.
  private void move(FunctionPlan plan, Region region, Region inner, BitSet resident) {
    IntPredicate moved = local -> !resident.get(local);
    long saved = RegionCode.savedBefore(plan, region, inner).filter(moved).count();
    long loaded = RegionCode.loadedAfter(plan, region, inner).filter(moved).count();
    bytes += saved * (load() + put()) + loaded * (get() + store());
  }

  private void call(CodeWalk walk, Region inner) {
    bytes += 2L * fuel + 3L * slot + INVOKE;
    BitSet exits = inner.exits();
    bytes += SWITCH + 4 + (long) CASE * (exits.cardinality() + 1);
    jumps += 4;
    bytes += fuel + CONSTANT + 3; // leaving for a tail call
    for (int exit = exits.nextSetBit(0); exit >= 0; exit = exits.nextSetBit(exit + 1)) {
      CodeWalk.Frame frame = walk.frame(exit);
      int values = frame.values();
      bytes += (long) values * fromTransfer();
      bytes += GOTO + 2L * walk.height();
      jumps++;
      jump(walk, exit, walk.height() + values);
    }
  }

  // What is written for an instruction.

  private void add(CodeWalk walk) {
    int opcode = walk.reader().opcode();
    if (opcode <= Opcodes.RETURN_CALL_INDIRECT) {
      control(walk, opcode);
    } else if (opcode < Opcodes.I32_LOAD) {
      state(walk, opcode);
    } else {
      operation(opcode);
    }
  }

  private void operation(int opcode) {
    bytes += take(CodeWalk.operands(opcode));
    if (opcode < Opcodes.MEMORY_SIZE) {
      bytes += module.isMemory64() ? 12 + 4 * slot : 6 + slot;
    } else if (opcode >= Opcodes.I32_CONST && opcode <= Opcodes.F64_CONST) {
      bytes += opcode < Opcodes.F32_CONST ? CONSTANT : CONSTANT + INVOKE;
    } else if (Comparison.isComparison(opcode)) {
      bytes += 11;
      jumps += 2;
    } else if (opcode > Opcodes.F64_GE && opcode < Opcodes.F32_ABS) {
      bytes += 4;
    } else if (opcode >= Opcodes.F32_ABS && opcode < Opcodes.REF_NULL) {
      bytes += 9;
      raw |= Nans.isArithmetic(opcode);
    } else if (opcode == Opcodes.REF_IS_NULL) {
      bytes += 8;
      jumps += 2;
    } else if (opcode >= 0xfd00) {
      bytes += 24 + 5 * slot;
    } else {
      bytes += 16 + 5 * slot; // the largest is a bulk operation
    }
  }

  private void state(CodeWalk walk, int opcode) {
    switch (opcode) {
      case Opcodes.DROP -> bytes += 1;
      case Opcodes.SELECT, Opcodes.SELECT_TYPED -> {
        bytes += take(3) + 10;
        jumps += 2;
      }
      case Opcodes.LOCAL_GET -> {
        ValueType type = types[walk.reader().index()];
        bytes += isSplit ? Math.max(load(), get()) : load();
        raw |= type == ValueType.F32 || type == ValueType.F64;
      }
      case Opcodes.LOCAL_SET, Opcodes.LOCAL_TEE ->
          bytes += take(1) + 1 + (isSplit ? Math.max(store(), put()) : store());
      case Opcodes.GLOBAL_GET -> bytes += Math.max(CONSTANT + INVOKE, slot + 3);
      case Opcodes.GLOBAL_SET -> bytes += take(1) + slot + 5;
      default -> bytes += take(2) + 16 + 5L * slot; // one element of a table
    }
  }

  private void control(CodeWalk walk, int opcode) {
    long height = walk.height();
    switch (opcode) {
      case Opcodes.UNREACHABLE -> bytes += INVOKE + 1 + charge;
      case Opcodes.NOP -> {}
      case Opcodes.BLOCK -> {
        bytes += settle(height) + take(walk.blockType().parameters().size());
        raw = false;
      }
      case Opcodes.LOOP -> {
        bytes += settle(height) + height * slot + charge + 6 + 4L * slot;
        jumps++;
        homes |= height > 0;
        raw = false;
      }
      case Opcodes.IF -> {
        bytes += settle(height) + take(1 + walk.blockType().parameters().size()) + GOTO + charge;
        jumps++;
        raw = false;
      }
      case Opcodes.ELSE -> {
        if (walk.isReachable()) {
          leaveTo(walk.innermost(), height);
          bytes += GOTO;
          jumps++;
        }
        bytes += charge;
        raw = false;
      }
      case Opcodes.END -> end(walk, height);
      case Opcodes.BR -> {
        CodeWalk.Frame frame = walk.target(walk.reader().index());
        bytes += take(frame.values()) + charge;
        jump(walk, walk.number(walk.reader().index()), height);
      }
      case Opcodes.BR_IF -> branchIf(walk, height - 1);
      case Opcodes.BR_TABLE -> branchTable(walk, height - 1);
      case Opcodes.RETURN -> {
        bytes += take(results) + charge;
        leave(height);
      }
      default -> call(walk, opcode, height);
    }
  }

  private long settle(long height) {
    return height * canonical();
  }

  private void end(CodeWalk walk, long height) {
    bytes += charge;
    if (!walk.isReachable()) {
      raw = false;
    } else if (walk.number(0) == 0 && !isRegion) {
      bytes += take(results);
      leave(height);
    } else if (walk.innermost().joins()) {
      leaveTo(walk.innermost(), height);
      raw = false;
    }
  }

  private void leaveTo(CodeWalk.Frame frame, long height) {
    bytes += take(frame.values());
    arrange(frame, height);
  }

  private void arrange(CodeWalk.Frame frame, long height) {
    int values = frame.values();
    if (homes || height - values != frame.height) {
      bytes += 2L * slot * values + height + (homes ? 3L * slot * height : 0);
    }
  }

  /// Leaves the function with the results that lie on the JVM's stack.
  private void leave(long height) {
    if (isRegion) {
      bytes += (long) results * toTransfer() + height + GOTO;
      jumps++;
    } else {
      bytes += Math.max(0L, results - 1) * toTransfer() + fuel + 1;
    }
  }

  /// @param number of the frame, counted from the outermost, which is the function
  private void jump(CodeWalk walk, int number, long height) {
    if (number == 0 && !isRegion) {
      leave(height);
      return;
    }
    CodeWalk.Frame frame = walk.frame(number);
    bytes += GOTO;
    jumps++;
    if (walk.isOuter(number)) {
      bytes += (long) frame.values() * toTransfer() + height;
    } else if (frame.target.isLoop()) {
      bytes += (long) frame.values() * slot + height;
    } else {
      arrange(frame, height);
    }
  }

  private void branchIf(CodeWalk walk, long height) {
    int label = walk.reader().index();
    bytes += take(1L + walk.target(label).values()) + charge + GOTO;
    jumps++;
    if (!isPlain(walk, label, height)) {
      jump(walk, walk.number(label), height);
    }
  }

  /// Whether nothing has to be moved for a branch.
  private boolean isPlain(CodeWalk walk, int label, long height) {
    CodeWalk.Frame frame = walk.target(label);
    if (homes || walk.isOuter(walk.number(label)) || walk.number(label) == 0) {
      return false;
    }
    return frame.target.isLoop()
        ? frame.values() == 0 && height == 0
        : height - frame.values() == frame.height;
  }

  private void branchTable(CodeWalk walk, long height) {
    BranchTable table = new BranchTable(walk.reader().labels());
    bytes += take(1L + walk.target(walk.reader().labels()[0]).values()) + charge;
    bytes += SWITCH + table.codeBytes();
    jumps += 2;
    for (int label : table.distinct()) {
      if (!isPlain(walk, label, height)) {
        jump(walk, walk.number(label), height);
      }
    }
  }

  private void call(CodeWalk walk, int opcode, long height) {
    FunctionType callee = walk.callee();
    int parameters = callee.parameters().size();
    boolean direct = opcode == Opcodes.CALL || opcode == Opcodes.RETURN_CALL;
    boolean imported = direct && walk.reader().index() < module.importedFunctionCount();
    boolean tail = opcode == Opcodes.RETURN_CALL || opcode == Opcodes.RETURN_CALL_INDIRECT;
    bytes += take(parameters + (direct ? 0L : 1L));
    int passed = imported || tail ? parameters : parameters - Signature.directOf(callee);
    bytes += (long) passed * toTransfer();
    bytes += 2L * fuel + 3L * slot + 14;
    bytes += Math.max(0L, callee.results().size() - 1) * fromTransfer();
    if (!direct) {
      bytes += 12 + 5L * slot + 2L * slot * parameters;
    }
    if (tail) {
      hasTailCalls = true;
      bytes += charge + take(results) + 20 + 7L * slot;
      leave(height + results);
    }
  }
}
