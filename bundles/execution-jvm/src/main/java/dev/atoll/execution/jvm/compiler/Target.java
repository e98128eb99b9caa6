package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.ValueType;
import java.util.List;

/// What a branch goes to: a block, loop, if or the function itself.
record Target(boolean isLoop, FunctionType type) {

  /// The types of the values that a branch takes along.
  List<ValueType> values() {
    return isLoop ? type.parameters() : type.results();
  }
}
