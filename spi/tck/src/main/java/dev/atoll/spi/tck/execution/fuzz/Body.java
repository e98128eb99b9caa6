package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.CodeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// The function that is being generated: its code so far, the types on its operand stack, its open
/// blocks.
///
/// What is written here keeps the code valid: nothing is taken from below the open block, and below
/// an unconditional branch anything may be.
final class Body {

  /// Locals at the end that count the rounds of loops; no other code writes them.
  static final int COUNTERS = 6;

  private final ModulePlan plan;
  private final Choices choices;
  private final CodeBuilder code;
  private final Constants constants;
  private final InstructionPool pool;
  private final int function;
  private final FunctionType type;
  private final List<ValueType> locals;
  private final List<ValueType> stack = new ArrayList<>();
  private final List<Frame> frames = new ArrayList<>();
  private int budget;
  private int countersUsed;

  /// An open block.
  static final class Frame {
    private final int opcode;
    private final List<ValueType> parameters;
    private final List<ValueType> results;
    private final int height;
    private int counter = -1;
    private boolean dead;

    Frame(int opcode, List<ValueType> parameters, List<ValueType> results, int height) {
      this.opcode = opcode;
      this.parameters = List.copyOf(parameters);
      this.results = List.copyOf(results);
      this.height = height;
    }

    /// What a branch takes along.
    List<ValueType> label() {
      return isLoop() ? parameters : results;
    }

    List<ValueType> parameters() {
      return parameters;
    }

    List<ValueType> results() {
      return results;
    }

    boolean isLoop() {
      return opcode == Opcodes.LOOP;
    }

    /// The local that counts the rounds of this loop, -1 if none does.
    int counter() {
      return counter;
    }

    void setCounter(int local) {
      counter = local;
    }

    /// Whether the code that comes next cannot be reached.
    boolean isDead() {
      return dead;
    }
  }

  /// @param locals parameters first, [#COUNTERS] of i32 last
  Body(
      ModulePlan plan,
      InstructionPool pool,
      Choices choices,
      CodeBuilder code,
      int function,
      List<ValueType> locals,
      int budget) {
    this.plan = plan;
    this.pool = pool;
    this.choices = choices;
    this.code = code;
    this.constants = new Constants(choices, plan.profile() == ModulePlan.Profile.FLOATS);
    this.function = function;
    this.type = plan.functions().get(function);
    this.locals = List.copyOf(locals);
    this.budget = budget;
    frames.add(new Frame(Opcodes.BLOCK, List.of(), type.results(), 0));
  }

  ModulePlan plan() {
    return plan;
  }

  InstructionPool pool() {
    return pool;
  }

  Choices choices() {
    return choices;
  }

  CodeBuilder code() {
    return code;
  }

  Constants constants() {
    return constants;
  }

  /// The index of the function.
  int function() {
    return function;
  }

  FunctionType type() {
    return type;
  }

  /// How many more instructions there should be, about.
  int budget() {
    return budget;
  }

  void spend(int instructions) {
    budget -= instructions;
  }

  Frame frame() {
    return frames.getLast();
  }

  List<Frame> frames() {
    return frames;
  }

  /// The label of a frame.
  int label(Frame frame) {
    return frames.size() - 1 - frames.indexOf(frame);
  }

  void open(Frame frame) {
    frames.add(frame);
  }

  void close() {
    frames.removeLast();
  }

  /// Forgets the operands of the block: what follows begins anew.
  void clear(boolean dead) {
    while (stack.size() > frame().height) {
      stack.removeLast();
    }
    frame().dead = dead;
  }

  int height() {
    return stack.size();
  }

  /// Operands of the open block.
  int available() {
    return stack.size() - frame().height;
  }

  /// The type `below` places under the top.
  ValueType peek(int below) {
    return stack.get(stack.size() - 1 - below);
  }

  /// The types of the topmost operands, in their order.
  List<ValueType> top(int count) {
    return List.copyOf(stack.subList(stack.size() - count, stack.size()));
  }

  /// The types of the operands of the open block.
  List<ValueType> operands() {
    return top(available());
  }

  void push(ValueType type) {
    stack.add(type);
  }

  void pushAll(List<ValueType> types) {
    stack.addAll(types);
  }

  /// Takes operands off; in dead code they may be missing.
  void pop(int count) {
    for (int i = 0; i < count && available() > 0; i++) {
      stack.removeLast();
    }
  }

  /// A local of this type that code may write.
  OptionalInt writableLocal(ValueType wanted) {
    return anyLocal(wanted, locals.size() - COUNTERS);
  }

  /// A local of this type, counters among them.
  OptionalInt readableLocal(ValueType wanted) {
    return anyLocal(wanted, locals.size());
  }

  private OptionalInt anyLocal(ValueType wanted, int end) {
    if (end == 0) {
      return OptionalInt.empty();
    }
    int start = choices.below(end);
    for (int i = 0; i < end; i++) {
      int local = (start + i) % end;
      if (locals.get(local) == wanted) {
        return OptionalInt.of(local);
      }
    }
    return OptionalInt.empty();
  }

  /// A local that counts the rounds of one loop; empty when all are in use.
  OptionalInt nextCounter() {
    return countersUsed == COUNTERS
        ? OptionalInt.empty()
        : OptionalInt.of(locals.size() - COUNTERS + countersUsed++);
  }

  /// A global of this type, for reading or also for writing; never the accumulator.
  OptionalInt global(ValueType wanted, boolean mutable) {
    List<ModulePlan.GlobalPlan> globals = plan.globals();
    int start = choices.below(globals.size());
    for (int i = 0; i < globals.size(); i++) {
      int index = (start + i) % globals.size();
      ModulePlan.GlobalPlan global = globals.get(index);
      if (index != plan.accumulator()
          && global.type() == wanted
          && (global.mutable() || !mutable)) {
        return OptionalInt.of(index);
      }
    }
    return OptionalInt.empty();
  }
}
