package dev.atoll.execution.jvm.runtime;

/// Gives the functions of a module as values. Callable from any thread.
public interface CodeSource {

  /// A reference to the function: the linked one if it was called before.
  FunctionReference reference(int function);

  /// The reference that calls the function without detour, made at the first request.
  FunctionReference linked(int function);
}
