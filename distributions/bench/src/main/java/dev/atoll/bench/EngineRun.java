package dev.atoll.bench;

import dev.atoll.execution.chicory.ChicoryConfig;
import dev.atoll.execution.chicory.ChicoryModule;
import dev.atoll.execution.jvm.JvmConfig;
import dev.atoll.execution.jvm.JvmModule;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.Export;
import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.WasmModule;
import dev.atoll.wasm.memory.LinearMemory;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Runs the kernels on one engine, in a process of its own: for each, the CPU milliseconds of the
/// first run and of the best of some, the instructions and the result.
///
/// usage: `EngineRun jvm|chicory module.wasm runs [kernel]`
public final class EngineRun {

  private static final long PLENTY = 1L << 60;

  private EngineRun() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    WasmEngine engine = engine(args[0]);
    Bytes wasm = Bytes.wrap(Files.readAllBytes(Path.of(args[1])));
    int runs = Integer.parseInt(args[2]);
    String kernels = args.length > 3 ? "run_" + args[3] : "run_";
    PrintStream out = System.out;
    Thread thread =
        new Thread(
            null,
            () -> run(engine, wasm, runs, kernels, out),
            "kernels",
            engine.traits().stackSizeBytes());
    thread.start();
    thread.join();
  }

  static WasmEngine engine(String name) {
    return switch (name) {
      case "jvm" -> Bundles.service(new JvmModule(), new JvmConfig(1), WasmEngine.class);
      case "chicory" ->
          Bundles.service(
              new ChicoryModule(),
              new ChicoryConfig(ChicoryConfig.Mode.COMPILED),
              WasmEngine.class);
      default -> throw new IllegalArgumentException("no engine " + name + ": jvm or chicory");
    };
  }

  private static void run(
      WasmEngine engine, Bytes wasm, int runs, String kernels, PrintStream out) {
    PlainSource source = new PlainSource(ValidatedModule.ofPlain(wasm));
    WasmModule module = source.validated().module();
    ExternalType.Memory type = Objects.requireNonNull(module.memory());
    InstructionCounter counter = new InstructionCounter(PLENTY);
    try (LinearMemory memory = LinearMemory.forEngine(type.minimum(), type.minimum());
        CompiledModule compiled = engine.compile(source, new NoCache());
        WasmInstance instance =
            compiled.instantiate(
                new InstanceEnvironment(
                    memory,
                    (from, name, signature) -> {
                      throw new IllegalArgumentException("kernels import nothing");
                    },
                    counter,
                    true))) {
      long result = instance.globals()[global(module, "result")];
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      for (Export export : module.exports()) {
        if (!export.name().startsWith(kernels)) {
          continue;
        }
        double first = 0;
        double best = Double.MAX_VALUE;
        for (int i = 0; i < runs; i++) {
          counter.set(PLENTY);
          long begin = threads.getCurrentThreadCpuTime();
          instance.invoke(export.name());
          double millis = (threads.getCurrentThreadCpuTime() - begin) / 1e6;
          first = i == 0 ? millis : first;
          best = Math.min(best, millis);
        }
        out.printf(
            "%s %s %s %d %s%n",
            export.name().substring("run_".length()),
            first,
            best,
            PLENTY - counter.left(),
            Long.toUnsignedString(
                ByteBuffer.wrap(memory.read(result, Long.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong()));
      }
    }
  }

  private static int global(WasmModule module, String name) {
    return module.exports().stream()
        .filter(e -> e.kind() == Export.Kind.GLOBAL && e.name().equals(name))
        .findFirst()
        .orElseThrow()
        .index();
  }
}
