package dev.atoll.replica.execution;

import dev.atoll.wasm.memory.Savepoint;
import org.jspecify.annotations.Nullable;

/// What a composite query had before a callback, which loses what it did if it traps.
///
/// @param heap null if the module has none
/// @param stable null if the module cannot see it
@SuppressWarnings("ArrayRecordComponent") // never compared and never given out
record QuerySavepoint(
    CanisterInstance instance, @Nullable Savepoint heap, @Nullable Savepoint stable, long[] globals)
    implements AutoCloseable {

  /// Goes back, as often as needed.
  ///
  /// @throws QueryOutrun if a round has replaced what would have to come back
  void restore() {
    if ((heap != null && !heap.restore()) || (stable != null && !stable.restore())) {
      throw new QueryOutrun();
    }
    instance.setGlobals(globals);
  }

  @Override
  public void close() {
    if (heap != null) {
      heap.close();
    }
    if (stable != null) {
      stable.close();
    }
  }
}
