package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Writes the code of one function: a row of steps, each valid after the ones before it.
final class FunctionGenerator {

  private static final int OPERANDS_MAX = 12;
  private static final int LARGE_BUDGET = 1_500;

  private final Body body;
  private final ValueGenerator values;
  private final TableGenerator tables;
  private final CallGenerator calls;
  private final ControlGenerator control;
  private final BulkGenerator bulk;
  private final int[] weights;

  FunctionGenerator(Body body) {
    this.body = body;
    this.values = new ValueGenerator(body);
    this.tables = new TableGenerator(body, values);
    this.calls = new CallGenerator(body, values, tables);
    this.control = new ControlGenerator(body, values, this::steps);
    this.bulk = new BulkGenerator(body, values);
    this.weights = weights(body.plan());
  }

  /// How much code a function gets.
  static int budget(Choices choices) {
    return choices.rarely(150) ? LARGE_BUDGET : choices.of(4, 10, 20, 30, 45, 80);
  }

  /// The locals of a function besides its parameters.
  static List<ValueType> locals(ModulePlan plan, Choices choices) {
    List<ValueType> locals = new ArrayList<>();
    for (int i = choices.rarely(100) ? 300 : choices.below(7); i > 0; i--) {
      locals.add(plan.anyType(choices));
    }
    for (int i = 0; i < Body.COUNTERS; i++) {
      locals.add(ValueType.I32);
    }
    return locals;
  }

  /// In the order of [#step].
  private static int[] weights(ModulePlan plan) {
    int[] weights = {26, 10, 13, 6, 8, 9, 3, 11, 8, 6, 4, 5, 3, 2, 1, 1, 3, 1, 2};
    switch (plan.profile()) {
      case MIXED -> {}
      case FLOATS -> weights[1] = 50;
      case MEMORY -> {
        weights[4] = 25;
        weights[5] = 25;
        weights[6] = 15;
        weights[12] = 12;
      }
      case CONTROL -> {
        weights[7] = 40;
        weights[8] = 25;
      }
      case CALLS -> {
        weights[9] = 30;
        weights[10] = 20;
      }
      case TABLES -> {
        weights[14] = 25;
        weights[15] = 12;
      }
      case VECTORS -> weights[18] = 70;
    }
    if (!plan.features().has(FuzzFeatures.Feature.VECTORS)) {
      weights[18] = 0;
    }
    return weights;
  }

  void write() {
    while (body.budget() > 0 && !body.frame().isDead()) {
      step();
    }
    if (!body.frame().isDead()) {
      showLocals();
      if (body.choices().rarely(12) && calls.tail()) {
        return;
      }
    }
    values.settle(body.type().results());
  }

  /// Values that stay in locals would be computed for nothing.
  private void showLocals() {
    for (int i = 0; i < 2; i++) {
      ValueType type = body.plan().anyType(body.choices());
      OptionalInt local = body.writableLocal(type);
      if (local.isPresent()) {
        body.code().get(local.getAsInt());
        body.push(type);
        values.sink();
      }
    }
  }

  /// Writes about so many instructions; little behind a branch that is always taken.
  private void steps(int instructions) {
    int until = body.budget() - instructions;
    while (body.budget() > until) {
      step();
      if (body.frame().isDead() && body.choices().chance(60)) {
        return;
      }
    }
  }

  private void step() {
    body.spend(1);
    if (body.available() > OPERANDS_MAX) {
      values.discard();
      return;
    }
    switch (body.choices().weighted(weights)) {
      case 0 -> values.apply(body.choices().of(body.pool().computing()));
      case 1 -> values.apply(body.choices().of(body.pool().floating()));
      case 2 -> local();
      case 3 -> values.value(body.plan().anyType(body.choices()));
      case 4 -> values.access().anyLoad();
      case 5 -> values.access().anyStore();
      case 6 -> values.access().burst();
      case 7 -> control.nested();
      case 8 -> control.branch();
      case 9 -> calls.direct();
      case 10 -> calls.indirect();
      case 11 -> control.select();
      case 12 -> bulk.any();
      case 13 -> bulk.size();
      case 14 -> tables.any();
      case 15 -> tables.reference();
      case 16 -> exitOrDeep();
      case 17 -> body.code().op(Opcodes.NOP);
      default -> values.apply(body.choices().of(body.pool().vectors()));
    }
  }

  private void exitOrDeep() {
    if (body.choices().rarely(40)) {
      control.deep();
    } else if (body.choices().rarely(8) && body.frames().size() > 1) {
      calls.tail();
    } else {
      control.exit();
    }
  }

  /// `local.get`, `local.set` or `local.tee`, `drop`.
  private void local() {
    Choices choices = body.choices();
    if (body.available() == 0 || choices.chance(35)) {
      ValueType type = body.plan().anyType(choices);
      OptionalInt local = body.readableLocal(type);
      local.ifPresent(index -> body.code().get(index));
      local.ifPresent(index -> body.push(type));
      return;
    }
    OptionalInt local = body.writableLocal(body.peek(0));
    if (local.isPresent() && choices.chance(50)) {
      body.code().tee(local.getAsInt());
    } else if (local.isPresent() && choices.chance(70)) {
      body.code().set(local.getAsInt());
      body.pop(1);
    } else {
      values.discard();
    }
  }
}
