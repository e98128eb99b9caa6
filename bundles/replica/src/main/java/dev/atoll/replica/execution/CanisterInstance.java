package dev.atoll.replica.execution;

import dev.atoll.replica.state.Slices;
import dev.atoll.replica.systemapi.CanisterFault;
import dev.atoll.replica.systemapi.CanisterInfo;
import dev.atoll.replica.systemapi.ExecutionMode;
import dev.atoll.replica.systemapi.Faults;
import dev.atoll.replica.systemapi.MessageContext;
import dev.atoll.replica.systemapi.SystemApi;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.spi.execution.TrapException;
import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.types.Principal;
import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.memory.LinearMemory;
import org.jspecify.annotations.Nullable;

/// A module with memories, ready to run one execution after the other.
///
/// It runs; what becomes of memories and globals afterwards is for its owner. Used by one thread at
/// a time.
final class CanisterInstance implements AutoCloseable {

  /// 4 GiB in Wasm pages.
  private static final long PAGES_32_MAX = 65_536;

  /// 6 GiB in Wasm pages. Source: `MAX_WASM64_MEMORY_IN_BYTES`.
  private static final long PAGES_64_MAX = 98_304;

  /// A closure that no module has; canisters use it for calls whose answer they ignore.
  private static final long NO_FUNCTION = 0xffff_ffffL;

  private final ValidatedModule module;

  private @Nullable CodeLease code;

  private final @Nullable LinearMemory heap;

  private final LinearMemory stable;

  private final InstructionCounter counter = new InstructionCounter(0);

  private final SystemApi api;

  private @Nullable WasmInstance instance;

  CanisterInstance(
      ValidatedModule module, CodeLease code, @Nullable LinearMemory heap, LinearMemory stable) {
    this.module = module;
    this.code = code;
    this.heap = heap;
    this.stable = stable;
    this.api = new SystemApi(heap, stable, counter, module.module().isMemory64());
    guardGrowth();
  }

  /// Growing the heap is for this instance to allow, whoever else runs on it at other times.
  private void guardGrowth() {
    if (heap != null) {
      heap.setGrowthGuard(api::checkHeapGrowth);
    }
  }

  /// Whether it has code, of this engine.
  boolean runs(EngineCode engine) {
    return code != null && code.engine() == engine;
  }

  /// Takes other code, after [#close]; to be instantiated next. The memories stay as they are.
  void exchange(CodeLease newCode) {
    close();
    code = newCode;
    ExternalType.@Nullable Memory declared = module.module().memory();
    if (heap != null && declared != null) {
      heap.setMaximumPages(maximumPages(declared, newCode.engine().traits().heapSizeBytesMax()));
    }
  }

  /// A heap for `module`, as large as it declares at first; null if it declares none.
  ///
  /// @param heapBytesMax what the engine can address
  static @Nullable LinearMemory newHeap(ValidatedModule module, long heapBytesMax) {
    ExternalType.@Nullable Memory declared = module.module().memory();
    if (declared == null) {
      return null;
    }
    long maximum = maximumPages(declared, Long.MAX_VALUE);
    long ofEngine = maximumPages(declared, heapBytesMax);
    if (declared.minimum() > ofEngine) {
      throw Faults.engine(
          "memory has %d Wasm pages, at most %d allowed".formatted(declared.minimum(), ofEngine));
    }
    // Reserved as for any engine, so that another one can go on with it.
    LinearMemory heap = LinearMemory.forEngine(declared.minimum(), maximum);
    heap.setMaximumPages(ofEngine);
    return heap;
  }

  private static long maximumPages(ExternalType.Memory declared, long heapBytesMax) {
    long allowed =
        Math.min(
            declared.is64() ? PAGES_64_MAX : PAGES_32_MAX,
            heapBytesMax / LinearMemory.WASM_PAGE_SIZE_BYTES);
    return Math.min(declared.maximum().orElse(allowed), allowed);
  }

  ValidatedModule module() {
    return module;
  }

  @Nullable LinearMemory heap() {
    return heap;
  }

  LinearMemory stable() {
    return stable;
  }

  boolean exports(String name) {
    return module.exportedFunction(name).isPresent();
  }

  /// Makes the instance of a module that begins to live: data segments are written.
  ///
  /// @throws CanisterFault if a segment does not fit
  void instantiateFresh() {
    instance = instantiate(true);
  }

  /// Makes the instance of a module that goes on with its memories and `globals`.
  void instantiateWith(long[] globals) {
    WasmInstance made = instantiate(false);
    made.setGlobals(globals);
    instance = made;
  }

  /// Makes the instance of a new module that takes over the heap of an old one; globals begin anew.
  void instantiateKeeping() {
    instance = instantiate(false);
  }

  private WasmInstance instantiate(boolean writeActiveData) {
    end();
    if (code == null) {
      throw new IllegalStateException("the instance was closed");
    }
    try {
      return code.module()
          .instantiate(new InstanceEnvironment(heap, api, counter, writeActiveData));
    } catch (TrapException e) {
      throw Faults.of(e, 0);
    }
  }

  long[] globals() {
    return instance().globals();
  }

  void setGlobals(long[] globals) {
    instance().setGlobals(globals);
  }

  /// Runs one execution, whole.
  ExecutionOutcome run(
      Entry entry, MessageContext context, CanisterInfo canister, long instructionLimit) {
    return run(entry, context, canister, instructionLimit, Slices.WHOLE);
  }

  /// Runs one execution.
  ExecutionOutcome run(
      Entry entry,
      MessageContext context,
      CanisterInfo canister,
      long instructionLimit,
      Slices slices) {
    guardGrowth();
    api.begin(context, canister, instructionLimit);
    counter.begin(instructionLimit, slices.left(), slices::next);
    return end(enter(entry, instructionLimit), slices);
  }

  /// Runs the start function and then an export, each if the module has it, as one execution.
  ExecutionOutcome runFromStart(
      String export,
      MessageContext context,
      CanisterInfo canister,
      long instructionLimit,
      Slices slices) {
    CanisterFault fault = null;
    guardGrowth();
    api.begin(context.withMode(ExecutionMode.START), canister, instructionLimit);
    counter.begin(instructionLimit, slices.left(), slices::next);
    if (module.module().start().isPresent()) {
      fault = enter(new Entry.Exported(WasmInstance.START), instructionLimit);
    }
    if (fault == null && exports(export)) {
      api.continueAs(context.mode());
      fault = enter(new Entry.Exported(export), instructionLimit);
    }
    return end(fault, slices);
  }

  /// What ran last, for an observer.
  Execution execution(
      Principal canister, ExecutionMode mode, Entry entry, ExecutionOutcome outcome) {
    return new Execution(
        canister,
        mode,
        entry,
        outcome.effects(),
        outcome.instructions(),
        outcome.fault(),
        heap,
        stable,
        this::globals);
  }

  private @Nullable CanisterFault enter(Entry entry, long instructionLimit) {
    try {
      switch (entry) {
        case Entry.Exported(String name) -> instance().invoke(name);
        case Entry.Closure(long function, long env) -> {
          if ((function & NO_FUNCTION) == NO_FUNCTION) {
            return Faults.functionNotFound(function & NO_FUNCTION);
          }
          instance().invokeTable(function, env);
        }
      }
      return null;
    } catch (TrapException e) {
      return Faults.of(e, instructionLimit);
    } catch (CanisterFault e) {
      return e;
    }
  }

  private ExecutionOutcome end(@Nullable CanisterFault fault, Slices slices) {
    long used = api.instructionsUsed();
    slices.used(used);
    return new ExecutionOutcome(api.finish(), used, fault);
  }

  private WasmInstance instance() {
    WasmInstance made = instance;
    if (made == null) {
      throw new IllegalStateException("the module is not instantiated");
    }
    return made;
  }

  private void end() {
    if (instance != null) {
      instance.close();
      instance = null;
    }
  }

  /// Lets go of the engine's instance and of the code; the memories stay.
  @Override
  public void close() {
    end();
    if (code != null) {
      code.close();
      code = null;
    }
  }
}
