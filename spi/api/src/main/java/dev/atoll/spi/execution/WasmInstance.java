package dev.atoll.spi.execution;

import org.osgi.annotation.versioning.ConsumerType;

/// A module with its globals, tables and memory. Used by one thread at a time.
///
/// That thread needs [EngineTraits#stackSizeBytes] of stack: code that recurses on less fails with
/// an `IllegalStateException`, which is a failure of the node and no trap.
///
/// After a [TrapException], or an exception of a host function, the instance can be used again once
/// the core has put back memory and globals.
@ConsumerType
public interface WasmInstance extends AutoCloseable {

  /// The name under which [#invoke] runs the start function of a module that has one.
  String START = "canister_start";

  /// Runs an exported function of type `() -> ()`.
  ///
  /// @throws TrapException if it traps, or uses up the instructions or the stack
  /// @throws IllegalArgumentException if there is no such export
  void invoke(String export);

  /// Calls the function at `index` of table 0 with type `(i32) -> ()` or, in a module with 64-bit
  /// memory, `(i64) -> ()`.
  ///
  /// @throws TrapException as `call_indirect` would, or as [#invoke]
  void invokeTable(long index, long argument);

  /// The raw bits of all globals of the module, in its order; i32 and f32 in the low half, with the
  /// high half zero. A v128 global takes two places, low half first.
  long[] globals();

  /// Sets what [#globals] gave; immutable globals are left as they are.
  void setGlobals(long[] values);

  @Override
  void close();
}
