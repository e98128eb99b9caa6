package dev.atoll.replica.natives;

import dev.atoll.spi.execution.WasmInstance;

/// Stands for an instance of code that is not on this node.
///
/// Nobody knows what it would do, so running it is a failure of the node and no trap: a replay
/// that went on without it would come to another state.
final class MissingInstance implements WasmInstance {

  private final String name;

  MissingInstance(String name) {
    this.name = name;
  }

  @Override
  public void invoke(String export) {
    throw missing(export);
  }

  @Override
  public void invokeTable(long index, long argument) {
    throw missing("callback " + index);
  }

  private IllegalStateException missing(String entry) {
    return new IllegalStateException(
        "%s of native code %s has to run, which is not on this node: start it with that version"
            .formatted(entry, name));
  }

  @Override
  public long[] globals() {
    return new long[0];
  }

  @Override
  public void setGlobals(long[] values) {}

  @Override
  public void close() {}
}
