package dev.atoll.execution.jvm.runtime;

import dev.atoll.spi.execution.HostFunction;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.wasm.memory.LinearMemory;
import org.jspecify.annotations.Nullable;

/// What compiled code works on: one instance of a module, apart from its code.
///
/// It is the last argument of every compiled function. A generated subclass adds a field for each
/// global. One thread at a time.
///
/// The memory is known by addresses, which stay as they are until it grows; whoever may have
/// changed it from outside calls [#refreshMemory] before code runs on.
public abstract class Context {

  /// The address of byte 0 of the memory.
  public long memoryBase;

  /// The size of the memory in bytes.
  public long memorySize;

  /// The address of the map of dirty pages, one byte for each page.
  public long dirtyBase;

  /// What is left of [Fuel]'s present portion while compiled code does not keep it in a local.
  public int fuel;

  /// Arguments and results that do not fit into a call of the JVM, by their number: numbers as raw
  /// bits. Read at once by who they are for.
  public long[] bits = new long[0];

  /// Like [#bits], for vectors and references.
  public @Nullable Object[] references = new Object[0];

  /// The function that a tail call leaves to, with its arguments in [#bits] and [#references].
  public @Nullable FunctionReference tail;

  /// Table 0, empty if the module has none.
  public Table table0 = Table.NONE;

  /// The instructions left beyond [#fuel].
  long fuelReserve;

  Table[] tables = {};
  private @Nullable InstanceState state;

  /// Sets what does not depend on the generated subclass.
  public final void attach(InstanceState newState) {
    state = newState;
    bits = new long[newState.transfers()];
    references = new Object[newState.transfers()];
    tables = newState.tables();
    table0 = tables.length > 0 ? tables[0] : Table.NONE;
    refreshMemory();
  }

  final InstanceState state() {
    InstanceState attached = state;
    if (attached == null) {
      throw new IllegalStateException("context is attached to no instance");
    }
    return attached;
  }

  /// Reads place and size of the memory anew.
  public final void refreshMemory() {
    LinearMemory memory = state().memory();
    if (memory != null) {
      memoryBase = memory.segment().address();
      memorySize = memory.sizeBytes();
      dirtyBase = memory.dirtyMap().address();
      if (memorySize < state().memoryBytesMin()) {
        throw new IllegalStateException(
            "memory has %d bytes, the module declares %d"
                .formatted(memorySize, state().memoryBytesMin()));
      }
    }
  }

  final InstructionCounter instructions() {
    return state().instructions();
  }

  final HostFunction host(int function) {
    return state().host(function);
  }
}
