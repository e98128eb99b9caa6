package dev.atoll.wasm;

/// How deep calls may nest, the same on every replica.
///
/// Each activation of a function that the module defines takes [#weight] from a budget when it
/// begins, before it is charged for its first instruction, and gives it back when it ends. A call
/// that would make the budget negative traps. A tail call gives back first, then the callee takes.
/// Imported functions take nothing. Each message starts with [#BUDGET].
///
/// The limit of the thread's own stack must lie well above: reaching that is a failure of the node.
public final class StackDepth {

  /// The budget of a message, in functions and locals. 100,000 functions without locals nest.
  public static final int BUDGET = 100_000;

  private StackDepth() {}

  /// What an activation takes: 1, and 1 for each parameter and local.
  public static int weight(WasmModule module, FunctionBody body) {
    return 1 + module.types().get(body.typeIndex()).parameters().size() + body.localCount();
  }
}
