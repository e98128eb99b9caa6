package dev.atoll.wasm.instrument;

import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmWriter;
import java.util.ArrayList;
import java.util.List;

/// The locals that instrumentation adds to one function: at most one of each type, and one for the
/// stack budget.
final class Temporaries {

  private final FunctionBody body;
  private final int first;
  private final List<ValueType> types = new ArrayList<>();
  private final int[] byType = new int[ValueType.values().length];
  private int depth;

  /// @param first the index after the last local of the function
  Temporaries(FunctionBody body, int first) {
    this.body = body;
    this.first = first;
  }

  /// The local that holds the budget of this activation.
  int depth() {
    if (depth == 0) {
      depth = add(ValueType.I32) + 1;
    }
    return depth - 1;
  }

  /// The local for a value of this type while others are worked on.
  int of(ValueType type) {
    int slot = type.ordinal();
    if (byType[slot] == 0) {
      byType[slot] = add(type) + 1;
    }
    return byType[slot] - 1;
  }

  private int add(ValueType type) {
    types.add(type);
    return first + types.size() - 1;
  }

  /// The declarations of the function's own locals and of these.
  void writeDeclarations(WasmWriter out) {
    out.unsigned(body.locals().size() + (long) types.size());
    for (FunctionBody.LocalRun run : body.locals()) {
      out.unsigned(run.count()).u8(run.type().code());
    }
    for (ValueType type : types) {
      out.u8s(1, type.code());
    }
  }
}
