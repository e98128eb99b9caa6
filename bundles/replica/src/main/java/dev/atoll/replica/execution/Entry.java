package dev.atoll.replica.execution;

import dev.atoll.replica.state.Callback;

/// Where an execution enters a module.
public sealed interface Entry {

  /// @param name the full name of the export
  record Exported(String name) implements Entry {

    @Override
    public String toString() {
      return name;
    }
  }

  /// A callback.
  record Closure(long function, long env) implements Entry {

    static Closure of(Callback.Closure closure) {
      return new Closure(closure.function(), closure.env());
    }

    @Override
    public String toString() {
      return "function %d (%d)".formatted(function, env);
    }
  }
}
