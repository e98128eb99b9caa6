package dev.atoll.wasm;

import java.util.List;

/// The parameters and results of a function.
public record FunctionType(List<ValueType> parameters, List<ValueType> results) {

  /// No parameters, no results: the type of every entry point of a canister.
  public static final FunctionType EMPTY = new FunctionType(List.of(), List.of());

  public FunctionType {
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
  }

  /// The form of the text format: `[i32 i64] -> [i32]`.
  @Override
  public String toString() {
    return text(parameters) + " -> " + text(results);
  }

  static String text(List<ValueType> types) {
    StringBuilder out = new StringBuilder("[");
    for (ValueType type : types) {
      out.append(out.length() > 1 ? " " : "").append(type);
    }
    return out.append(']').toString();
  }
}
