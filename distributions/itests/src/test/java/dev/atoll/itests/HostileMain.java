package dev.atoll.itests;

import com.sun.management.ThreadMXBean;
import dev.atoll.execution.chicory.ChicoryConfig;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.EngineException;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.spi.execution.TrapException;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.spi.tck.execution.MemoryCodeCache;
import dev.atoll.spi.tck.execution.PlainSource;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.WasmException;
import dev.atoll.wasm.memory.LinearMemory;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets the core check each of [HostileModules], on a thread with little stack, and an engine
/// compile and run those that are valid. A line for each phase: module, phase, milliseconds, MiB
/// allocated, how it ended.
///
/// Ends with an exception if anything but a refusal or a trap comes of it.
final class HostileMain {

  private static final long CHECK_STACK_BYTES = 1L << 20;

  private static final long NANOS_PER_MILLI = 1_000_000;

  /// What a message has at most.
  private static final long INSTRUCTIONS = 100_000_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private HostileMain() {}

  /// @param args `jvm` or `chicory`, to run those that are valid; `check`, to run none; then a part
  ///     of the names of the modules, if not all
  static void main(String[] args) throws InterruptedException {
    @Nullable WasmEngine engine =
        switch (args[0]) {
          case "jvm" -> RealEngines.jvm();
          case "chicory" -> RealEngines.chicory(ChicoryConfig.Mode.COMPILED);
          default -> null;
        };
    String part = args.length > 1 ? args[1] : "";
    for (Map.Entry<String, Supplier<Bytes>> hostile : HostileModules.all().entrySet()) {
      if (hostile.getKey().contains(part)) {
        one(engine, hostile.getKey(), hostile.getValue().get());
      }
    }
    System.exit(0);
  }

  private static void one(@Nullable WasmEngine engine, String name, Bytes wasm)
      throws InterruptedException {
    ValidatedModule[] validated = new ValidatedModule[1];
    on(
        CHECK_STACK_BYTES,
        () ->
            measured(
                name,
                "check",
                () -> {
                  try {
                    validated[0] = ValidatedModule.ofCanister(wasm);
                    return "valid";
                  } catch (WasmException e) {
                    return "refused: " + e.getMessage();
                  }
                }));
    if (validated[0] != null && engine != null) {
      on(
          engine.traits().stackSizeBytes(),
          () -> measured(name, "run", () -> run(engine, validated[0])));
    }
  }

  private static void on(long stackBytes, Runnable action) throws InterruptedException {
    Thread thread = new Thread(null, action, "hostile", stackBytes);
    thread.setUncaughtExceptionHandler(
        (failed, thrown) -> {
          thrown.printStackTrace(System.out);
          System.exit(1);
        });
    thread.start();
    thread.join();
  }

  private static void measured(String name, String phase, Supplier<String> action) {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long nanos = System.nanoTime();
    String end = action.get().lines().findFirst().orElse("");
    System.out.println(
        "%s: %s: %d ms: %d MiB: %s"
            .formatted(
                name,
                phase,
                (System.nanoTime() - nanos) / NANOS_PER_MILLI,
                (THREADS.getCurrentThreadAllocatedBytes() - bytes) >> 20,
                end));
  }

  private static String run(WasmEngine engine, ValidatedModule validated) {
    try (LinearMemory memory = LinearMemory.forEngine(1, 1);
        CompiledModule module = engine.compile(new PlainSource(validated), new MemoryCodeCache());
        WasmInstance instance =
            module.instantiate(
                new InstanceEnvironment(
                    validated.module().memory() == null ? null : memory,
                    (from, function, type) -> arguments -> 0,
                    new InstructionCounter(INSTRUCTIONS),
                    true))) {
      instance.invoke(HostileCode.RUN);
      return "done";
    } catch (EngineException e) {
      return "refused: " + e.getMessage();
    } catch (TrapException e) {
      return "trapped: " + e.code();
    }
  }
}
