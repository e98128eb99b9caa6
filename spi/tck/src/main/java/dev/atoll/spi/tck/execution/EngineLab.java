package dev.atoll.spi.tck.execution;

import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.HostFunction;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmModule;
import dev.atoll.wasm.builder.CodeBuilder;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An engine and all that was made with it; closes it.
///
/// One thread at a time.
public final class EngineLab implements AutoCloseable {

  /// Enough for everything that is not about running out.
  public static final long PLENTY = 1_000_000_000_000L;

  private static final long HEAP_PAGES_MAX = 16_384;

  private final WasmEngine engine;
  private final MemoryCodeCache cache = new MemoryCodeCache();
  private final Map<String, HostFunction> functions = new HashMap<>();
  private final List<AutoCloseable> opened = new ArrayList<>();

  EngineLab(WasmEngine engine) {
    this.engine = engine;
  }

  public WasmEngine engine() {
    return engine;
  }

  public MemoryCodeCache cache() {
    return cache;
  }

  /// Provides a function for imports from `host`.
  public EngineLab host(String name, HostFunction function) {
    functions.put(name, function);
    return this;
  }

  public CompiledModule compile(Bytes wasm) {
    CompiledModule module = engine.compile(new PlainSource(wasm), cache);
    opened.add(module);
    return module;
  }

  /// Compiles and instantiates a module with a memory as it declares it.
  public RunningModule start(WasmModuleBuilder builder) {
    return start(builder, PLENTY);
  }

  public RunningModule start(WasmModuleBuilder builder, long instructions) {
    Bytes wasm = builder.build();
    return start(compile(wasm), memoryOf(wasm), instructions, true);
  }

  public RunningModule start(
      CompiledModule module,
      @Nullable LinearMemory memory,
      long instructions,
      boolean writeActiveData) {
    InstructionCounter counter = new InstructionCounter(instructions);
    InstanceEnvironment environment =
        new InstanceEnvironment(memory, this::resolve, counter, writeActiveData);
    RunningModule running = new RunningModule(module.instantiate(environment), memory, counter);
    opened.add(running);
    return running;
  }

  private HostFunction resolve(String module, String name, dev.atoll.wasm.FunctionType type) {
    HostFunction function = functions.get(name);
    if (!module.equals("host") || function == null) {
      throw new IllegalArgumentException("no function for import %s.%s".formatted(module, name));
    }
    return function;
  }

  /// A fresh memory as the module declares it, null if it has none.
  public @Nullable LinearMemory memoryOf(Bytes wasm) {
    ExternalType.Memory type = WasmModule.decode(wasm).memory();
    if (type == null) {
      return null;
    }
    long maximum = Math.min(type.maximum().orElse(HEAP_PAGES_MAX), HEAP_PAGES_MAX);
    LinearMemory memory = LinearMemory.forEngine(type.minimum(), maximum);
    opened.addFirst(memory);
    return memory;
  }

  /// Runs `action` on a thread with the stack that the engine asks for.
  public <T> T onLargeStack(Supplier<T> action) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                result.complete(action.get());
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            },
            "large-stack",
            engine.traits().stackSizeBytes());
    thread.start();
    return result.join();
  }

  /// A module with one page of memory and one function `() -> ()`, exported as `run`.
  public static WasmModuleBuilder module(Consumer<CodeBuilder> code, ValueType... locals) {
    WasmModuleBuilder builder = new WasmModuleBuilder().memory(false, 1);
    return builder.exportFunction(
        "run", builder.function(List.of(), List.of(), List.of(locals), code));
  }

  @Override
  public void close() {
    for (AutoCloseable resource : opened.reversed()) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException("cannot close " + resource, e);
      }
    }
    opened.clear();
  }
}
