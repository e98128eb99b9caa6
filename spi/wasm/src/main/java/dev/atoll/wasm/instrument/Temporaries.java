package dev.atoll.wasm.instrument;

import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The locals that instrumentation adds to one function: at most one of each type, and one for the
/// stack budget.
final class Temporaries {

  private static final int NONE = -1;

  private final FunctionBody body;
  private final int first;
  private final List<ValueType> types = new ArrayList<>();
  private final Map<ValueType, Integer> byType = new EnumMap<>(ValueType.class);
  private int depth = NONE;

  /// @param first the index after the last local of the function
  Temporaries(FunctionBody body, int first) {
    this.body = body;
    this.first = first;
  }

  /// The local that holds the budget of this activation.
  int depth() {
    if (depth == NONE) {
      depth = add(ValueType.I32);
    }
    return depth;
  }

  /// The local for a value of this type while others are worked on.
  int of(ValueType type) {
    return byType.computeIfAbsent(type, this::add);
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
