package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.spi.tck.execution.fuzz.Body.Frame;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.CodeBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/// Blocks, loops and branches, with values that go through them.
///
/// A loop counts its rounds in a local of its own; a branch back goes through the same test. A few
/// loops have no end but that of the instructions.
final class ControlGenerator {

  private static final int DEPTH_MAX = 9;
  private static final int I32_GT_S = 0x4a;
  private static final int I32_AND = 0x71;

  private final Body body;
  private final ValueGenerator values;
  private final IntConsumer steps;

  /// @param steps writes about so many instructions
  ControlGenerator(Body body, ValueGenerator values, IntConsumer steps) {
    this.body = body;
    this.values = values;
    this.steps = steps;
  }

  /// `block`, `loop` or `if`, with what is in it.
  void nested() {
    if (body.frames().size() >= DEPTH_MAX) {
      return;
    }
    switch (body.choices().weighted(4, 3, 4)) {
      case 0 -> block(parameters(), results());
      case 1 -> loop();
      default -> condition();
    }
  }

  private List<ValueType> parameters() {
    if (!body.plan().features().has(FuzzFeatures.Feature.BLOCK_OPERANDS)) {
      return List.of();
    }
    return body.top(Math.min(body.available(), body.choices().of(0, 0, 1, 1, 2, 3)));
  }

  private List<ValueType> results() {
    List<ValueType> results = new ArrayList<>();
    for (int i = body.choices().of(0, 0, 1, 1, 2, 3); i > 0; i--) {
      results.add(body.plan().anyType(body.choices()));
    }
    return results;
  }

  private Frame enter(int opcode, List<ValueType> parameters, List<ValueType> results) {
    CodeBuilder code = body.code();
    body.spend(1);
    if (parameters.isEmpty() && results.isEmpty()) {
      code.open(opcode);
    } else if (parameters.isEmpty() && results.size() == 1) {
      code.open(opcode, results.getFirst());
    } else {
      code.openTyped(opcode, body.plan().type(parameters, results));
    }
    body.pop(parameters.size());
    Frame frame = new Frame(opcode, parameters, results, body.height());
    body.open(frame);
    body.pushAll(parameters);
    return frame;
  }

  private void leave(Frame frame) {
    values.settle(frame.results());
    body.code().end();
    body.clear(false);
    body.close();
    body.pushAll(frame.results());
  }

  private void some() {
    steps.accept(body.choices().between(1, Math.max(2, Math.min(14, body.budget()))));
  }

  private void block(List<ValueType> parameters, List<ValueType> results) {
    Frame frame = enter(Opcodes.BLOCK, parameters, results);
    some();
    leave(frame);
  }

  private void loop() {
    OptionalInt counter = body.nextCounter();
    if (counter.isEmpty()) {
      block(parameters(), results());
      return;
    }
    List<ValueType> parameters = parameters();
    int local = counter.getAsInt();
    int rounds = body.choices().rarely(30) ? 1_000 : body.choices().between(1, 9);
    body.code().i32(rounds).set(local);
    List<ValueType> results =
        body.plan().features().has(FuzzFeatures.Feature.BLOCK_OPERANDS) ? results() : parameters;
    Frame frame = enter(Opcodes.LOOP, parameters, results);
    frame.setCounter(local);
    some();
    if (!frame.isDead()) {
      values.settle(frame.parameters());
      anotherRound(local);
      body.code().brIf(0);
    }
    leave(frame);
  }

  /// Pushes whether the loop goes on.
  private void anotherRound(int counter) {
    body.code().get(counter).i32(1).op(Opcodes.I32_SUB).tee(counter).i32(0).op(I32_GT_S);
  }

  private void condition() {
    List<ValueType> parameters = parameters();
    values.value(ValueType.I32);
    body.pop(1);
    // The value is not on top of the parameters for the bookkeeping, but it is in the code.
    Frame frame = enter(Opcodes.IF, parameters, results());
    some();
    boolean otherwise = !frame.parameters().equals(frame.results()) || body.choices().chance(60);
    if (otherwise) {
      values.settle(frame.results());
      body.code().orElse();
      body.clear(false);
      body.pushAll(frame.parameters());
      if (body.choices().chance(80)) {
        some();
      }
    }
    leave(frame);
  }

  /// Blocks in blocks, far more than in code that a compiler writes, and a way out of them.
  void deep() {
    int depth = body.choices().of(20, 60, 150);
    List<Frame> opened = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      opened.add(enter(Opcodes.BLOCK, List.of(), List.of()));
    }
    steps.accept(3);
    values.value(ValueType.I32);
    body.pop(1);
    body.code().brIf(body.choices().below(depth));
    for (Frame frame : opened.reversed()) {
      if (body.choices().rarely(10)) {
        steps.accept(1);
      }
      leave(frame);
    }
  }

  /// A branch of any kind to any open block.
  void branch() {
    Frame target = target();
    body.spend(1);
    switch (body.choices().weighted(6, 2, 3)) {
      case 0 -> {
        values.operands(target.label());
        condition(target);
        body.code().brIf(body.label(target));
        restore(target);
      }
      case 1 -> {
        if (target.isLoop()) {
          // Without a test it would be a loop without end.
          values.operands(target.label());
          condition(target);
          body.code().brIf(body.label(target));
          restore(target);
        } else {
          values.operands(target.label());
          body.code().br(body.label(target));
          body.clear(true);
        }
      }
      default -> table(target);
    }
  }

  /// What `br_if` leaves: the operands of the label, also where code is dead and none were there.
  private void restore(Frame target) {
    body.pop(target.label().size());
    body.pushAll(target.label());
  }

  /// Any block; loops less often, and those without a counter of rounds hardly ever.
  private Frame target() {
    Frame target = body.choices().of(body.frames());
    return target.isLoop() && body.choices().chance(50) ? body.choices().of(body.frames()) : target;
  }

  private void condition(Frame target) {
    if (target.counter() >= 0 && !body.choices().rarely(300)) {
      anotherRound(target.counter());
    } else {
      values.value(ValueType.I32);
      body.pop(1);
    }
  }

  private void table(Frame target) {
    List<Integer> labels = new ArrayList<>();
    for (Frame frame : body.frames()) {
      if (frame.label().equals(target.label()) && !frame.isLoop()) {
        labels.add(body.label(frame));
      }
    }
    if (labels.isEmpty()) {
      return;
    }
    Choices choices = body.choices();
    int entries = choices.rarely(60) ? 300 : choices.between(0, 6);
    int[] chosen = new int[entries + 1];
    for (int i = 0; i <= entries; i++) {
      chosen[i] = choices.of(labels);
    }
    values.operands(target.label());
    values.value(ValueType.I32);
    body.pop(1);
    if (choices.chance(70)) {
      body.code().i32(7).op(I32_AND);
    }
    body.code().brTable(chosen);
    body.clear(true);
  }

  /// `return`, and seldom `unreachable`, inside of a block, so that the rest of the function is not
  /// lost each time.
  void exit() {
    if (body.frames().size() == 1) {
      return;
    }
    body.spend(1);
    if (body.choices().chance(75)) {
      values.operands(body.type().results());
      body.code().op(Opcodes.RETURN);
    } else {
      body.code().op(Opcodes.UNREACHABLE);
    }
    body.clear(true);
  }

  /// `select` between two values that are there or new.
  void select() {
    ValueType type = body.plan().anyType(body.choices());
    values.operands(Collections.nCopies(2, type));
    values.value(ValueType.I32);
    body.pop(1);
    if (type.isReference() || body.choices().chance(20)) {
      body.code().with(Opcodes.SELECT_TYPED, 1, type.code());
    } else {
      body.code().op(Opcodes.SELECT);
    }
    body.pop(2);
    body.push(type);
    body.spend(1);
  }
}
