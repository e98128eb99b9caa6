package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.spi.tck.execution.fuzz.ModulePlan.TablePlan;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Calls: of the host, mostly of functions before this one, seldom of any; through tables to the
/// right type, a wrong one, nothing, and beyond the end.
final class CallGenerator {

  private final Body body;
  private final ValueGenerator values;
  private final TableGenerator tables;

  CallGenerator(Body body, ValueGenerator values, TableGenerator tables) {
    this.body = body;
    this.values = values;
    this.tables = tables;
  }

  void direct() {
    int target = target();
    FunctionType type = body.plan().functions().get(target);
    values.operands(type.parameters());
    body.code().call(target);
    finish(type);
  }

  private void finish(FunctionType type) {
    body.spend(2);
    body.pop(type.parameters().size());
    body.pushAll(type.results());
  }

  private int target() {
    ModulePlan plan = body.plan();
    Choices choices = body.choices();
    int before = body.function() - plan.imported();
    return switch (choices.weighted(25, before > 0 ? 70 : 0, 3)) {
      case 0 -> choices.below(plan.imported());
      case 1 -> plan.imported() + choices.below(before);
      default -> plan.imported() + choices.below(plan.counted());
    };
  }

  void indirect() {
    OptionalInt chosen = functionTable();
    if (chosen.isEmpty()) {
      direct();
      return;
    }
    FunctionType type = indirectTarget(chosen.getAsInt(), false);
    body.code().callIndirect(typeIndex(type), chosen.getAsInt());
    finish(type);
  }

  private int typeIndex(FunctionType type) {
    return body.plan().type(type.parameters(), type.results());
  }

  private OptionalInt functionTable() {
    List<TablePlan> all = body.plan().tables();
    for (int attempt = 0; attempt < all.size(); attempt++) {
      int index = body.choices().below(all.size());
      if (all.get(index).element() == ValueType.FUNCREF) {
        return OptionalInt.of(index);
      }
    }
    return OptionalInt.empty();
  }

  /// Pushes arguments and index; the index is popped again. Returns the type to call with.
  private FunctionType indirectTarget(int table, boolean tail) {
    TablePlan plan = body.plan().tables().get(table);
    Choices choices = body.choices();
    List<Integer> fitting = new ArrayList<>();
    for (int place = 0; place < plan.functions().size(); place++) {
      int function = plan.functions().get(place);
      // Functions before this one, so that most calls come to an end.
      if (function >= 0
          && function < body.function()
          && (!tail || resultsFit(body.plan().functions().get(function)))) {
        fitting.add(place);
      }
    }
    if (!fitting.isEmpty() && choices.chance(85)) {
      int place = choices.of(fitting);
      FunctionType type = body.plan().functions().get(plan.functions().get(place));
      values.operands(type.parameters());
      if (plan.is64()) {
        body.code().i64(place);
      } else {
        body.code().i32(place);
      }
      return type;
    }
    FunctionType type =
        tail ? new FunctionType(List.of(), body.type().results()) : choices.of(body.plan().types());
    values.operands(type.parameters());
    tables.index(plan);
    body.pop(1);
    return type;
  }

  private boolean resultsFit(FunctionType callee) {
    return callee.results().equals(body.type().results());
  }

  /// Ends the function with a tail call; false if nothing fits.
  boolean tail() {
    ModulePlan plan = body.plan();
    Choices choices = body.choices();
    if (!plan.features().has(FuzzFeatures.Feature.TAIL_CALLS)) {
      return false;
    }
    OptionalInt table = functionTable();
    if (table.isPresent() && choices.chance(30)) {
      FunctionType type = indirectTarget(table.getAsInt(), true);
      body.code().with(Opcodes.RETURN_CALL_INDIRECT, typeIndex(type), table.getAsInt());
      body.clear(true);
      return true;
    }
    int reach = choices.rarely(20) ? plan.imported() + plan.counted() : body.function();
    int start = choices.below(Math.max(1, reach));
    for (int i = 0; i < reach; i++) {
      int target = (start + i) % reach;
      FunctionType type = plan.functions().get(target);
      if (resultsFit(type)) {
        values.operands(type.parameters());
        body.code().with(Opcodes.RETURN_CALL, target);
        body.clear(true);
        return true;
      }
    }
    return false;
  }
}
