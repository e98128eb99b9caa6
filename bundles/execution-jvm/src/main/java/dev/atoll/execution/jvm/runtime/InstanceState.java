package dev.atoll.execution.jvm.runtime;

import dev.atoll.spi.execution.HostFunction;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parts of an instance that compiled code reaches through methods of this package only.
///
/// One thread at a time.
public final class InstanceState {

  private final CodeSource code;
  private final ModuleShape shape;
  private final @Nullable LinearMemory memory;
  private final InstructionCounter instructions;
  private final HostFunction[] hosts;
  private final Table[] tables;

  /// The passive element segments that were not dropped.
  private final Map<Integer, @Nullable Object[]> elements = new HashMap<>();

  private final boolean[] droppedData;
  private @Nullable Throwable hostFailure;

  /// @param hosts the imported functions, in order
  public InstanceState(
      CodeSource code,
      ModuleShape shape,
      @Nullable LinearMemory memory,
      InstructionCounter instructions,
      HostFunction[] hosts,
      Table[] tables) {
    this.code = code;
    this.shape = shape;
    this.memory = memory;
    this.instructions = instructions;
    this.hosts = hosts.clone();
    this.tables = tables.clone();
    this.droppedData = new boolean[shape.data().size()];
  }

  CodeSource code() {
    return code;
  }

  ModuleShape shape() {
    return shape;
  }

  int transfers() {
    return shape.transfers();
  }

  @Nullable LinearMemory memory() {
    return memory;
  }

  long memoryBytesMin() {
    return shape.memoryBytesMin();
  }

  InstructionCounter instructions() {
    return instructions;
  }

  HostFunction host(int function) {
    return hosts[function];
  }

  Table[] tables() {
    return tables;
  }

  @Nullable Object @Nullable [] elements(int segment) {
    return elements.get(segment);
  }

  /// Gives `table.init` the items of a passive segment.
  public void keepElements(int segment, @Nullable Object[] items) {
    elements.put(segment, items);
  }

  void dropElements(int segment) {
    elements.remove(segment);
  }

  boolean isDropped(int dataSegment) {
    return droppedData[dataSegment];
  }

  /// Makes `memory.init` find nothing in a segment.
  public void dropData(int dataSegment) {
    droppedData[dataSegment] = true;
  }

  /// Remembers what the core threw, to tell it from what compiled code throws.
  void keepHostFailure(Throwable failure) {
    hostFailure = failure;
  }

  /// Whether `failure` is the very exception that the core threw last; forgets it.
  @SuppressWarnings("ReferenceEquality") // the very exception is meant
  public boolean isOfHost(Throwable failure) {
    boolean same = hostFailure == failure;
    hostFailure = null;
    return same;
  }
}
