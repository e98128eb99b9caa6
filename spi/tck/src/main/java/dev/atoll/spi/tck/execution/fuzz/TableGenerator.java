package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.spi.tck.execution.fuzz.ModulePlan.TablePlan;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import java.util.List;

/// Instructions on tables and references.
final class TableGenerator {

  private final Body body;
  private final ValueGenerator values;

  TableGenerator(Body body, ValueGenerator values) {
    this.body = body;
    this.values = values;
  }

  /// Any instruction on a table; nothing if the module has none.
  void any() {
    List<TablePlan> tables = body.plan().tables();
    if (tables.isEmpty()) {
      return;
    }
    body.spend(3);
    Choices choices = body.choices();
    int index = choices.below(tables.size());
    TablePlan table = tables.get(index);
    boolean canInit = table.element() == ValueType.FUNCREF && !body.plan().elementSizes().isEmpty();
    switch (choices.weighted(5, 4, 2, 2, 2, 3, canInit ? 3 : 0, canInit ? 1 : 0)) {
      case 0 -> {
        index(table);
        body.code().with(Opcodes.TABLE_GET, index);
        body.pop(1);
        body.push(table.element());
      }
      case 1 -> {
        index(table);
        values.value(table.element(), 1);
        body.code().with(Opcodes.TABLE_SET, index);
        body.pop(2);
      }
      case 2 -> {
        body.code().with(Opcodes.TABLE_SIZE, index);
        body.push(table.indexType());
      }
      case 3 -> {
        values.value(table.element(), 1);
        constant(table, choices.of(0, 1, 2, 5, 1_000, -1, Integer.MIN_VALUE));
        body.code().with(Opcodes.TABLE_GROW, index);
        body.pop(1);
        body.push(table.indexType());
      }
      case 4 -> {
        int length = length(table.size());
        place(table, length);
        values.value(table.element(), 1);
        constant(table, length);
        body.code().with(Opcodes.TABLE_FILL, index);
        body.pop(2);
      }
      case 5 -> {
        if (body.plan().features().allows(Opcodes.TABLE_COPY)) {
          copy(index, table);
        }
      }
      case 6 -> init(index, table);
      default ->
          body.code().with(Opcodes.ELEM_DROP, choices.below(body.plan().elementSizes().size()));
    }
  }

  private void copy(int target, TablePlan table) {
    List<TablePlan> tables = body.plan().tables();
    int source = body.choices().below(tables.size());
    if (tables.get(source).element() != table.element()) {
      source = target;
    }
    TablePlan from = tables.get(source);
    int length = length(Math.min(table.size(), from.size()));
    place(table, length);
    place(from, length);
    constant(table.is64() && from.is64() ? ValueType.I64 : ValueType.I32, length);
    body.code().with(Opcodes.TABLE_COPY, target, source);
    body.pop(2);
  }

  private void init(int index, TablePlan table) {
    Choices choices = body.choices();
    int segment = choices.below(body.plan().elementSizes().size());
    int size = body.plan().elementSizes().get(segment);
    int start = choices.below(size + 1);
    int length = choices.below(size - start + 1) + (choices.rarely(10) ? 1 : 0);
    place(table, length);
    body.code().i32(start).i32(length).with(Opcodes.TABLE_INIT, segment, index);
    body.pop(1);
  }

  private int length(int size) {
    Choices choices = body.choices();
    return choices.rarely(12) && body.plan().features().has(FuzzFeatures.Feature.WRAPPING)
        ? choices.of(size + 1, -1)
        : choices.below(size + 1);
  }

  private void place(TablePlan table, int length) {
    Choices choices = body.choices();
    int room = Math.max(1, table.size() - Math.max(0, length) + 1);
    boolean beyond =
        choices.rarely(12) && body.plan().features().has(FuzzFeatures.Feature.WRAPPING);
    constant(table, beyond ? choices.of(table.size(), -1) : choices.below(room));
    body.push(table.indexType());
  }

  private void constant(TablePlan table, int value) {
    constant(table.indexType(), value);
  }

  private void constant(ValueType type, long value) {
    if (type == ValueType.I64) {
      body.code().i64(value);
    } else {
      body.code().i32((int) value);
    }
  }

  /// Pushes an index, mostly one that exists.
  void index(TablePlan table) {
    Choices choices = body.choices();
    switch (choices.weighted(85, 5, 10)) {
      case 0 -> constant(table, choices.below(table.size()));
      case 1 -> {
        values.value(table.indexType(), 1);
        constant(table, 7);
        body.code().op(table.is64() ? 0x83 : 0x71);
        body.pop(1);
      }
      default -> {
        if (table.is64()) {
          body.code().i64(choices.of(table.size(), -1, Long.MIN_VALUE, 0x1_0000_0000L, 1L << 29));
        } else {
          body.code().i32(choices.of(table.size(), -1, Integer.MIN_VALUE, 1 << 29));
        }
      }
    }
    body.push(table.indexType());
  }

  /// `ref.is_null`, `ref.func`, `ref.null` and `select` between references.
  void reference() {
    Choices choices = body.choices();
    ValueType type = choices.chance(80) ? ValueType.FUNCREF : ValueType.EXTERNREF;
    body.spend(2);
    if (choices.chance(40)) {
      values.value(type, 1);
      values.value(type, 1);
      values.value(ValueType.I32, 1);
      body.code().with(Opcodes.SELECT_TYPED, 1, type.code());
      body.pop(3);
      body.push(type);
    } else {
      values.value(type, 1);
      body.code().op(Opcodes.REF_IS_NULL);
      body.pop(1);
      body.push(ValueType.I32);
    }
  }
}
