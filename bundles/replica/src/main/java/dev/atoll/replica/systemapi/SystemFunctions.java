package dev.atoll.replica.systemapi;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All functions of the System API by name.
final class SystemFunctions {

  /// What most calls cost. Source: reference implementation
  /// `rs/embedders/src/wasmtime_embedder/system_api_complexity.rs`, `overhead`; so the others.
  static final long CALL = 500;

  private static final Map<String, SystemFunction> BY_NAME = table();

  private SystemFunctions() {}

  /// @throws IllegalArgumentException if there is no such function; validation let it pass
  static SystemFunction find(String name) {
    @Nullable SystemFunction function = BY_NAME.get(name);
    if (function == null) {
      throw new IllegalArgumentException("the System API has no function ic0." + name);
    }
    return function;
  }

  private static Map<String, SystemFunction> table() {
    Table table = new Table();
    MessageFunctions.addTo(table);
    ResponseFunctions.addTo(table);
    CallFunctions.addTo(table);
    CyclesFunctions.addTo(table);
    StableFunctions.addTo(table);
    CanisterFunctions.addTo(table);
    EnvironmentFunctions.addTo(table);
    CostFunctions.addTo(table);
    return Map.copyOf(table.functions);
  }

  /// Collects functions.
  static final class Table {

    private final TreeMap<String, SystemFunction> functions = new TreeMap<>();

    void add(String name, int modes, SystemFunction.Body body) {
      add(name, modes, CALL, SystemFunction.NO_SIZE, body);
    }

    /// @param sizeArgument the index of the argument with the number of bytes copied
    void addCopying(String name, int modes, int sizeArgument, SystemFunction.Body body) {
      add(name, modes, CALL, sizeArgument, body);
    }

    void add(
        String name, int modes, long instructions, int sizeArgument, SystemFunction.Body body) {
      functions.put(name, new SystemFunction(name, modes, instructions, sizeArgument, body));
    }
  }
}
