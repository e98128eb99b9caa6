package dev.atoll.execution.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.PassiveElement;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.EngineException;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.TrapCode;
import dev.atoll.spi.execution.TrapException;
import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.wasm.instrument.InstrumentedModule;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A parsed module with the code of its functions.
///
/// Callable from any thread: what it holds is never changed.
final class ChicoryCompiledModule implements CompiledModule {

  private final InstrumentedModule instrumented;
  private volatile @Nullable Loaded loaded;

  private record Loaded(WasmModule module, MachineCode code) {}

  ChicoryCompiledModule(InstrumentedModule instrumented, WasmModule module, MachineCode code) {
    this.instrumented = instrumented;
    this.loaded = new Loaded(module, code);
  }

  @Override
  public WasmInstance instantiate(InstanceEnvironment environment) {
    Loaded current = loaded;
    if (current == null) {
      throw new IllegalStateException("module is closed");
    }
    HostFailure hostFailure = new HostFailure();
    EngineMemory memory = memory(environment, hostFailure);
    CodeState state =
        memory == null
            ? new CodeState(instrumented.counterGlobal(), instrumented.depthGlobal())
            : memory;
    MeteringState metering = new MeteringState(environment.instructions(), state);
    HostLink link =
        new HostLink(instrumented, current.module(), environment.imports(), metering, hostFailure);
    ResettingMachine[] machine = new ResettingMachine[1];
    Instance instance;
    try {
      instance =
          Instance.builder(current.module())
              .withStart(false)
              .withImportValues(link.link())
              .withMemoryFactory(limits -> declared(memory, limits))
              .withGlobalFactory(state::nextGlobal)
              .withTableFactory(ChicoryCompiledModule::table)
              .withMachineFactory(made -> machine[0] = new ResettingMachine(made, current.code()))
              .build();
    } catch (CodeTrap trap) {
      throw new TrapException(trap.code(), List.of());
    } catch (ChicoryException e) {
      TrapCode code = Traps.codeOf(e);
      if (code != null) {
        throw new TrapException(code, List.of());
      }
      throw new EngineException("Chicory cannot instantiate the module: " + e.getMessage(), e);
    }
    dropSegments(instance);
    return new ChicoryInstance(instrumented, instance, machine[0], memory, metering, hostFailure);
  }

  private @Nullable EngineMemory memory(InstanceEnvironment environment, HostFailure hostFailure) {
    LinearMemory memory = environment.memory();
    return memory == null
        ? null
        : new EngineMemory(
            memory,
            instrumented.counterGlobal(),
            instrumented.depthGlobal(),
            environment.writeActiveData(),
            hostFailure);
  }

  private static EngineMemory declared(@Nullable EngineMemory memory, MemoryLimits limits) {
    if (memory == null) {
      throw new IllegalArgumentException("module has a memory, its environment has none");
    }
    return memory.within(limits);
  }

  /// A table of its own: Chicory counts the growth of a table in its limits, which are the
  /// module's.
  private static TableInstance table(Table table, int initial) {
    TableLimits limits = new TableLimits(table.limits().min(), table.limits().max());
    return new TableInstance(new Table(table.elementType(), limits, table.initialize()), initial);
  }

  /// Active and declarative segments count as dropped after instantiation; Chicory keeps them.
  private static void dropSegments(Instance instance) {
    for (int i = 0; i < instance.elementCount(); i++) {
      if (!(instance.element(i) instanceof PassiveElement)) {
        instance.setElement(i, null);
      }
    }
  }

  @Override
  public void close() {
    loaded = null;
  }
}
