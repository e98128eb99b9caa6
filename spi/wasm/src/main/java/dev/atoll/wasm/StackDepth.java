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

  /// The budget of a message, in values of 8 bytes: 5 MiB.
  ///
  /// Source: reference implementation `rs/embedders/src/wasmtime_embedder.rs`,
  /// `MAX_WASM_STACK_SIZE`.
  public static final int BUDGET = 5 * 1024 * 1024 / 8;

  /// What an activation takes besides its values: 48 bytes, about a native frame that saves three
  /// registers. 109,226 functions without values nest.
  public static final int FRAME = 6;

  private StackDepth() {}

  /// What an activation takes: [#FRAME], and 1 for each parameter, for each local and for each
  /// operand when there are most.
  ///
  /// @param operandsMax the greatest height of the operand stack
  public static int weight(WasmModule module, FunctionBody body, int operandsMax) {
    return FRAME
        + module.types().get(body.typeIndex()).parameters().size()
        + body.localCount()
        + operandsMax;
  }
}
