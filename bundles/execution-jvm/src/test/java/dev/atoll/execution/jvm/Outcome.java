package dev.atoll.execution.jvm;

import dev.atoll.execution.jvm.compiler.CompilerOptions;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.HostFunction;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.spi.execution.TrapException;
import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.spi.tck.execution.MemoryCodeCache;
import dev.atoll.spi.tck.execution.PlainSource;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.WasmModule;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What the export `run` of a module comes to.
///
/// @param trap the name of the trap, empty if it returned
record Outcome(List<Long> globals, long used, String trap, List<String> backtrace) {

  static final long PLENTY = 1L << 50;

  static Outcome of(WasmModuleBuilder module) {
    return of(module, CompilerOptions.DEFAULT, arguments -> 0);
  }

  /// Imports are all `host`; runs on a thread with the stack that the engine asks for.
  static Outcome of(WasmModuleBuilder module, CompilerOptions options, HostFunction host) {
    CompletableFuture<Outcome> result = new CompletableFuture<>();
    JvmEngine engine = new JvmEngine(options);
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                result.complete(run(engine, module.build(), host));
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            },
            "large-stack",
            engine.traits().stackSizeBytes());
    thread.start();
    return result.join();
  }

  private static Outcome run(JvmEngine engine, Bytes wasm, HostFunction host) {
    InstructionCounter counter = new InstructionCounter(PLENTY);
    ExternalType.Memory type = WasmModule.decode(wasm).memory();
    long pages = type == null ? 1 : type.minimum();
    try (LinearMemory memory = LinearMemory.forEngine(pages, 1_000);
        CompiledModule module = engine.compile(new PlainSource(wasm), new MemoryCodeCache());
        WasmInstance instance =
            module.instantiate(
                new InstanceEnvironment(memory, (from, name, t) -> host, counter, true))) {
      String trap = "";
      List<String> backtrace = List.of();
      try {
        instance.invoke("run");
      } catch (TrapException e) {
        trap = e.code().name();
        backtrace = e.backtrace();
      }
      return new Outcome(
          Arrays.stream(instance.globals()).boxed().toList(),
          PLENTY - counter.left(),
          trap,
          backtrace);
    }
  }
}
