package dev.atoll.wasm;

import java.util.List;

/// The code of a function that the module defines, as a range of [WasmModule#bytes()].
///
/// @param functionIndex in the function index space, imports first
/// @param typeIndex of its type
/// @param locals runs of declared locals, without the parameters
/// @param localCount declared locals, without the parameters
/// @param start the offset of the first instruction
/// @param end the offset after the closing `end`
public record FunctionBody(
    int functionIndex, int typeIndex, List<LocalRun> locals, int localCount, int start, int end) {

  public FunctionBody {
    locals = List.copyOf(locals);
  }

  /// Consecutive locals of one type.
  public record LocalRun(int count, ValueType type) {}
}
