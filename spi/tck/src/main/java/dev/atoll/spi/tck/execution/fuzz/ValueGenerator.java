package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.wasm.Instruction;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import java.util.List;
import java.util.OptionalInt;

/// Puts operands onto the stack, computes with them, and takes them off to where they show.
final class ValueGenerator {

  private static final int NESTING_MAX = 3;
  private static final int I32_OR = 0x72;
  private static final int I64_OR = 0x84;
  private static final int TRUNC_FIRST = 0xa8;
  private static final int TRUNC_LAST = 0xab;
  private static final int TRUNC64_FIRST = 0xae;
  private static final int TRUNC64_LAST = 0xb1;
  private static final int SATURATING_FIRST = 0xfc00;

  private final Body body;
  private final AccessGenerator access;

  ValueGenerator(Body body) {
    this.body = body;
    this.access = new AccessGenerator(body, this);
  }

  AccessGenerator access() {
    return access;
  }

  /// Pushes one value of this type.
  void value(ValueType type) {
    value(type, NESTING_MAX);
  }

  void value(ValueType type, int nesting) {
    body.spend(1);
    boolean computed =
        switch (body.choices().weighted(30, 25, 8, nesting > 0 ? 30 : 0, nesting > 0 ? 5 : 0)) {
          case 0 -> false;
          case 1 -> local(type);
          case 2 -> global(type);
          case 3 -> computed(type, nesting - 1);
          default -> access.load(type);
        };
    if (!computed) {
      constant(type);
    }
  }

  private void constant(ValueType type) {
    List<Integer> referable = body.plan().referable();
    if (type == ValueType.FUNCREF && !referable.isEmpty() && body.choices().chance(60)) {
      body.code().with(Opcodes.REF_FUNC, body.choices().of(referable));
    } else {
      body.constants().write(body.code(), type);
    }
    body.push(type);
  }

  private boolean local(ValueType type) {
    OptionalInt local = body.readableLocal(type);
    local.ifPresent(index -> body.code().get(index));
    local.ifPresent(index -> body.push(type));
    return local.isPresent();
  }

  private boolean global(ValueType type) {
    OptionalInt global = body.global(type, false);
    global.ifPresent(index -> body.code().globalGet(index));
    global.ifPresent(index -> body.push(type));
    return global.isPresent();
  }

  private boolean computed(ValueType type, int nesting) {
    List<Instruction> giving = body.pool().giving(type);
    if (giving.isEmpty()) {
      return false;
    }
    Instruction instruction = body.choices().of(giving);
    for (ValueType parameter : InstructionPool.parameters(instruction)) {
      value(parameter, nesting);
    }
    compute(instruction);
    return true;
  }

  /// Makes these the topmost operands, using those that are there if they fit.
  void operands(List<ValueType> wanted) {
    if (body.frame().isDead() && body.available() == 0 && body.choices().chance(50)) {
      return;
    }
    int there = body.choices().chance(75) ? fitting(wanted) : 0;
    for (int i = there; i < wanted.size(); i++) {
      value(wanted.get(i));
    }
  }

  /// How many of the first wanted operands are on top of the stack already.
  private int fitting(List<ValueType> wanted) {
    for (int count = Math.min(body.available(), wanted.size()); count > 0; count--) {
      if (body.top(count).equals(wanted.subList(0, count))) {
        return count;
      }
    }
    return 0;
  }

  /// Applies an instruction to operands, new ones or those that are there.
  void apply(Instruction instruction) {
    operands(InstructionPool.parameters(instruction));
    compute(instruction);
  }

  /// Writes an instruction whose operands are on the stack.
  void compute(Instruction instruction) {
    body.spend(1);
    switch (instruction.immediate()) {
      case LANE ->
          body.code().with(instruction.opcode(), body.choices().below(instruction.lanes()));
      case LANES -> body.code().with(instruction.opcode(), lanes());
      case V128 -> body.code().v128(body.constants().half(), body.constants().half());
      default -> guarded(instruction.opcode());
    }
    body.pop(InstructionPool.parameters(instruction).size());
    body.pushAll(InstructionPool.results(instruction));
  }

  private long[] lanes() {
    long[] lanes = new long[16];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = body.choices().below(32);
    }
    return lanes;
  }

  /// Instructions that trap do so in a part of the cases only, or little would be reached.
  private void guarded(int opcode) {
    boolean tame = body.choices().chance(80);
    if (opcode >= 0x6d && opcode <= 0x70 && tame) {
      body.code().i32(1).op(I32_OR, opcode);
    } else if (opcode >= 0x7f && opcode <= 0x82 && tame) {
      body.code().i64(1).op(I64_OR, opcode);
    } else if (opcode >= TRUNC_FIRST && opcode <= TRUNC_LAST && tame) {
      body.code().op(SATURATING_FIRST + opcode - TRUNC_FIRST);
    } else if (opcode >= TRUNC64_FIRST && opcode <= TRUNC64_LAST && tame) {
      body.code().op(SATURATING_FIRST + 4 + opcode - TRUNC64_FIRST);
    } else {
      body.code().op(opcode);
    }
  }

  /// Takes the topmost operand to where it can be seen after the call, or to a local.
  void sink() {
    ValueType type = body.peek(0);
    body.spend(1);
    OptionalInt target = body.choices().chance(50) ? body.writableLocal(type) : OptionalInt.empty();
    if (target.isPresent()) {
      body.code().set(target.getAsInt());
      body.pop(1);
      return;
    }
    OptionalInt global = body.global(type, true);
    if (global.isPresent() && body.choices().chance(50)) {
      body.code().globalSet(global.getAsInt());
      body.pop(1);
    } else if (!access.storeTop()) {
      body.code().op(Opcodes.DROP);
      body.pop(1);
    }
  }

  /// Takes the topmost operand off, mostly to where it can be seen.
  void discard() {
    if (body.choices().chance(30)) {
      body.code().op(Opcodes.DROP);
      body.pop(1);
    } else {
      sink();
    }
  }

  /// Makes the operands of the open block exactly these; in dead code none need to be there.
  void settle(List<ValueType> wanted) {
    if (body.frame().isDead()) {
      while (body.available() > 0) {
        body.code().op(Opcodes.DROP);
        body.pop(1);
      }
      return;
    }
    List<ValueType> there = body.operands();
    int common = 0;
    while (common < there.size()
        && common < wanted.size()
        && there.get(common) == wanted.get(common)) {
      common++;
    }
    while (body.available() > common) {
      discard();
    }
    for (int i = common; i < wanted.size(); i++) {
      value(wanted.get(i));
    }
  }
}
