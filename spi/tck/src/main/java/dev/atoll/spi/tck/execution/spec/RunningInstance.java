package dev.atoll.spi.tck.execution.spec;

import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.HostFunction;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.spi.execution.TrapException;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.spi.tck.execution.MemoryCodeCache;
import dev.atoll.spi.tck.execution.PlainSource;
import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An instance of a script on an engine. Its state stays from action to action, after traps too.
final class RunningInstance implements AutoCloseable {

  private static final long PLENTY = 1_000_000_000_000L;
  private static final long HEAP_PAGES_MAX = 65_536;

  private final InstancePlan plan;
  private final @Nullable LinearMemory memory;
  private final InstructionCounter counter = new InstructionCounter(PLENTY);
  private final CompiledModule module;
  private final Function<InstancePlan, RunningInstance> others;
  private @Nullable WasmInstance instance;

  /// Compiles the module.
  ///
  /// @param others the instances made before
  /// @throws dev.atoll.spi.execution.EngineException if the engine cannot run it
  RunningInstance(
      InstancePlan plan, WasmEngine engine, Function<InstancePlan, RunningInstance> others) {
    this.plan = plan;
    this.others = others;
    this.module = engine.compile(new PlainSource(plan.bytes()), new MemoryCodeCache());
    ExternalType.Memory type = plan.module().memory();
    this.memory = type == null ? null : memory(type, engine);
  }

  private static LinearMemory memory(ExternalType.Memory type, WasmEngine engine) {
    long addressable = engine.traits().heapSizeBytesMax() / LinearMemory.WASM_PAGE_SIZE_BYTES;
    long maximum = Math.min(addressable, HEAP_PAGES_MAX);
    long declared = type.maximum().orElse(maximum);
    return LinearMemory.forEngine(
        type.minimum(), Long.compareUnsigned(declared, maximum) < 0 ? declared : maximum);
  }

  /// Instantiates and runs the start function.
  Performed start(int line) {
    counter.set(PLENTY);
    try {
      instance =
          module.instantiate(
              new InstanceEnvironment(
                  memory, (from, name, type) -> resolve(from, name), counter, true));
      if (plan.module().start().isPresent()) {
        instance.invoke(WasmInstance.START);
      }
      return performed(line, new Performed.Outcome.Returned(List.of()));
    } catch (TrapException e) {
      return performed(line, new Performed.Outcome.Trapped(e.code()));
    }
  }

  /// Functions of `spectest` print their arguments, which nobody looks at.
  private HostFunction resolve(String from, String name) {
    InstancePlan.Link link = plan.link(from, name);
    if (link == null) {
      return arguments -> 0;
    }
    RunningInstance other = others.apply(link.instance());
    return arguments -> other.give(link.driver());
  }

  private long give(Driver driver) {
    return switch (act(0, driver).outcome()) {
      case Performed.Outcome.Returned returned ->
          returned.bits().isEmpty() ? 0 : returned.bits().getFirst();
      case Performed.Outcome.Trapped trapped -> throw new TrapException(trapped.code(), List.of());
    };
  }

  Performed act(int line, Driver driver) {
    WasmInstance running = instance;
    if (running == null) {
      throw new IllegalStateException("line %d acts on what was not started".formatted(line));
    }
    counter.set(PLENTY);
    try {
      running.invoke(driver.export());
      return performed(line, new Performed.Outcome.Returned(results(running, driver)));
    } catch (TrapException e) {
      return performed(line, new Performed.Outcome.Trapped(e.code()));
    }
  }

  private List<Long> results(WasmInstance running, Driver driver) {
    long[] globals = running.globals();
    List<Long> bits = new ArrayList<>();
    for (Driver.Slot slot : driver.results()) {
      int place = plan.place(slot);
      bits.add(globals[place]);
      if (slot.type() == ValueType.V128) {
        bits.add(globals[place + 1]);
      }
    }
    return bits;
  }

  private Performed performed(int line, Performed.Outcome outcome) {
    List<Integer> dirty =
        memory == null ? List.of() : Arrays.stream(memory.dirtyPages()).boxed().toList();
    return new Performed(
        line, outcome, PLENTY - counter.left(), dirty, memory == null ? 0 : memory.sizePages());
  }

  @Override
  public void close() {
    if (instance != null) {
      instance.close();
    }
    module.close();
    if (memory != null) {
      memory.close();
    }
  }
}
