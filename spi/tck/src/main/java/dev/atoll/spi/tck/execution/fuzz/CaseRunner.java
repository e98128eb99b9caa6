package dev.atoll.spi.tck.execution.fuzz;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.atoll.spi.execution.CodeCache;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.EngineException;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.spi.execution.TrapException;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.spi.tck.execution.PlainSource;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.memory.CommittedMemory;
import dev.atoll.wasm.memory.LinearMemory;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Runs the script of a case on one engine, as the core runs messages: a message that is done is
/// committed, one that is not is rolled back.
///
/// Needs a thread with the stack that the engine asks for.
final class CaseRunner {

  /// What memories without a maximum get, in Wasm pages.
  private static final long MEMORY_PAGES_MAX = 64;

  private static final CodeCache NO_CACHE =
      new CodeCache() {
        @Override
        public @Nullable Bytes get(String key) {
          return null;
        }

        @Override
        public void put(String key, Bytes code) {}
      };

  private final WasmEngine engine;
  private final PlainSource source;
  private final List<FuzzCase.Step> script;

  CaseRunner(WasmEngine engine, PlainSource source, List<FuzzCase.Step> script) {
    this.engine = engine;
    this.source = source;
    this.script = script;
  }

  /// One outcome for each message; the last one, for the whole memory, follows.
  ///
  /// @throws EngineException if the engine refuses the module
  List<Outcome> run() {
    CompiledModule compiled;
    try {
      compiled = engine.compile(source, NO_CACHE);
    } catch (EngineException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      return List.of(Outcome.undone("compile", Outcome.failure(e), 0, 0));
    }
    ExternalType.Memory type = source.validated().module().memory();
    try (CompiledModule module = compiled;
        CommittedMemory committed = new CommittedMemory();
        LinearMemory memory = type == null ? null : memory(type)) {
      return new Messages(module, committed, memory).run();
    }
  }

  private static LinearMemory memory(ExternalType.Memory type) {
    return LinearMemory.forEngine(
        type.minimum(), Math.min(type.maximum().orElse(MEMORY_PAGES_MAX), MEMORY_PAGES_MAX));
  }

  private final class Messages {

    private final CompiledModule module;
    private final CommittedMemory committed;
    private final @Nullable LinearMemory memory;
    private final InstructionCounter counter = new InstructionCounter(0);
    private final HostCalls host;
    private final List<Outcome> outcomes = new ArrayList<>();
    private @Nullable WasmInstance instance;
    private long[] globals = {};

    Messages(CompiledModule module, CommittedMemory committed, @Nullable LinearMemory memory) {
      this.module = module;
      this.committed = committed;
      this.memory = memory;
      this.host = new HostCalls(counter, memory);
    }

    List<Outcome> run() {
      try {
        instance = instantiate(true);
      } catch (TrapException e) {
        outcomes.add(Outcome.undone("instantiate", e.code().name(), 0, 0));
        return outcomes;
      } catch (RuntimeException | Error e) {
        outcomes.add(Outcome.undone("instantiate", Outcome.failure(e), 0, 0));
        return outcomes;
      }
      settle("instantiate");
      for (FuzzCase.Step step : script) {
        message(step);
        if (outcomes.getLast().isFailure()) {
          return outcomes;
        }
      }
      instance().close();
      outcomes.add(wholeMemory());
      return outcomes;
    }

    private WasmInstance instance() {
      return Objects.requireNonNull(instance, "instantiated first");
    }

    private WasmInstance instantiate(boolean writeActiveData) {
      return module.instantiate(
          new InstanceEnvironment(memory, host::resolve, counter, writeActiveData));
    }

    private void message(FuzzCase.Step step) {
      counter.begin(step.limit());
      try {
        switch (step) {
          case FuzzCase.Step.Invoke invoke -> instance().invoke(invoke.export());
          case FuzzCase.Step.InvokeTable table ->
              instance().invokeTable(table.index(), table.argument());
        }
        settle(step.toString());
      } catch (TrapException e) {
        undo(step, e.code().name());
      } catch (HostCalls.Failure e) {
        undo(step, String.valueOf(e.getMessage()));
      } catch (RuntimeException | Error e) {
        // Whatever it is, it is the finding.
        undo(step, Outcome.failure(e));
      }
    }

    private void undo(FuzzCase.Step step, String result) {
      outcomes.add(Outcome.undone(step.toString(), result, counter.total(), host.takeTrace()));
      if (memory != null) {
        memory.rollback(committed);
      }
      if (source.validated().resetsOnEachMessage()) {
        instance().close();
        instance = instantiate(false);
      }
      instance().setGlobals(globals);
    }

    private void settle(String message) {
      globals = instance().globals();
      outcomes.add(
          new Outcome(
              message,
              Outcome.DONE,
              counter.total(),
              host.takeTrace(),
              Arrays.stream(globals).boxed().toList(),
              memory == null ? List.of() : Arrays.stream(memory.dirtyPages()).boxed().toList(),
              memory == null
                  ? List.of()
                  : Arrays.stream(memory.dirtyPages()).mapToObj(this::hash).toList(),
              memory == null ? 0 : memory.sizePages()));
      if (memory != null) {
        memory.commit(committed);
      }
    }

    private long hash(int page) {
      MemorySegment bytes =
          Objects.requireNonNull(memory, "has pages")
              .segment()
              .asSlice((long) page << LinearMemory.PAGE_SHIFT, LinearMemory.PAGE_SIZE_BYTES);
      long hash = page;
      for (int i = 0; i < LinearMemory.PAGE_SIZE_BYTES; i += Long.BYTES) {
        hash = Choices.mix(hash ^ bytes.get(JAVA_LONG_UNALIGNED, i));
      }
      return hash;
    }

    private Outcome wholeMemory() {
      List<Integer> pages = new ArrayList<>();
      List<Long> hashes = new ArrayList<>();
      if (memory != null) {
        int count = (int) (memory.sizeBytes() >>> LinearMemory.PAGE_SHIFT);
        for (int page = 0; page < count; page++) {
          pages.add(page);
          hashes.add(hash(page));
        }
      }
      return new Outcome(
          "the whole memory", Outcome.DONE, 0, 0, List.of(), pages, hashes, pages.size());
    }
  }
}
