package dev.atoll.bench;

import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.memory.LinearMemory;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// Runs updates of a canister on one engine, in a process of its own: for each, the CPU
/// milliseconds of the first call and of the median of the later half, the instructions of the last
/// call and its reply.
///
/// usage: `CanisterRun jvm|chicory module.wasm calls method...`
public final class CanisterRun {

  private static final long PLENTY = 1L << 60;
  private static final long PAGES_MAX = 16_384;

  private CanisterRun() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    WasmEngine engine = EngineRun.engine(args[0]);
    Bytes wasm = Bytes.wrap(Files.readAllBytes(Path.of(args[1])));
    int calls = Integer.parseInt(args[2]);
    List<String> methods = List.of(args).subList(3, args.length);
    PrintStream out = System.out;
    Thread thread =
        new Thread(
            null,
            () -> run(engine, wasm, calls, methods, out),
            "canister",
            engine.traits().stackSizeBytes());
    thread.start();
    thread.join();
  }

  private static void run(
      WasmEngine engine, Bytes wasm, int calls, List<String> methods, PrintStream out) {
    PlainSource source = new PlainSource(ValidatedModule.ofPlain(wasm));
    ExternalType.Memory type = Objects.requireNonNull(source.validated().module().memory());
    InstructionCounter counter = new InstructionCounter(PLENTY);
    try (LinearMemory memory = LinearMemory.forEngine(type.minimum(), PAGES_MAX);
        CompiledModule compiled = engine.compile(source, new NoCache())) {
      CanisterHost host = new CanisterHost(memory, counter, PLENTY);
      try (WasmInstance instance =
          compiled.instantiate(new InstanceEnvironment(memory, host, counter, true))) {
        if (source.validated().module().start().isPresent()) {
          instance.invoke(WasmInstance.START);
        }
        instance.invoke("canister_init");
        for (String method : methods) {
          double[] millis = new double[calls];
          for (int i = 0; i < calls; i++) {
            counter.set(PLENTY);
            host.takeReply();
            millis[i] = timed(instance, "canister_update " + method);
          }
          double[] late = Arrays.copyOfRange(millis, calls / 2, calls);
          Arrays.sort(late);
          out.printf(
              "%s %s %s %d %s%n",
              method,
              millis[0],
              late[late.length / 2],
              PLENTY - counter.left(),
              HexFormat.of().formatHex(host.takeReply()));
        }
      }
    }
  }

  private static double timed(WasmInstance instance, String export) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begin = threads.getCurrentThreadCpuTime();
    instance.invoke(export);
    return (threads.getCurrentThreadCpuTime() - begin) / 1e6;
  }
}
