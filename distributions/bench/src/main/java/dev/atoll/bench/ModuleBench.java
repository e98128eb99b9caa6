package dev.atoll.bench;

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
import dev.atoll.wasm.memory.LinearMemory;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Times how soon a module is ready in a JVM that has just started, and weighs its instances: how
/// long decoding and validation, compilation, the first instance and the first call take, and what
/// each further instance adds to the Java heap and to the resident memory of the process.
///
/// The functions that the module imports do nothing and return 0, so a call may end in a trap: it
/// has compiled what it needed until then.
///
/// usage: `ModuleBench module.wasm export instances`
public final class ModuleBench {

  private static final long PLENTY = 1L << 60;

  private static final int PAGE_BYTES = 4096;

  private ModuleBench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Bytes wasm = Bytes.wrap(Files.readAllBytes(Path.of(args[0])));
    WasmEngine engine = Bundles.service(new JvmModule(), new JvmConfig(1), WasmEngine.class);
    PrintStream out = System.out;
    int instances = Integer.parseInt(args[2]);
    Thread thread =
        new Thread(
            null,
            () -> run(engine, wasm, args[1], instances, out),
            "module",
            engine.traits().stackSizeBytes());
    thread.start();
    thread.join();
  }

  private static void run(
      WasmEngine engine, Bytes wasm, String export, int instances, PrintStream out) {
    Clock clock = new Clock(out);
    PlainSource source = new PlainSource(ValidatedModule.ofCanister(wasm));
    clock.lap("decoded and validated");
    CompiledModule compiled = engine.compile(source, new NoCache());
    clock.lap("compiled");
    List<LinearMemory> memories = new ArrayList<>();
    List<WasmInstance> all = new ArrayList<>();
    all.add(instantiate(compiled, source, memories));
    clock.lap("first instance");
    String result = call(all.getFirst(), source, export);
    clock.lap("first call of '%s', which %s".formatted(export, result));
    all.add(instantiate(compiled, source, memories));
    call(all.getLast(), source, export);
    clock.lap("second instance and its call");

    long heap = heapBytes();
    long resident = residentBytes();
    for (int i = 0; i < instances; i++) {
      all.add(instantiate(compiled, source, memories));
    }
    long count = Math.max(1, instances);
    out.printf(
        "%,d more instances: %,d bytes each of Java heap, %,d bytes each resident, "
            + "of which %,d in pages of the memory that the module's data is written to%n",
        instances,
        (heapBytes() - heap) / count,
        (residentBytes() - resident) / count,
        (long) PAGE_BYTES * memories.getLast().dirtyPageCount());
    all.forEach(WasmInstance::close);
    compiled.close();
    memories.forEach(LinearMemory::close);
  }

  private static WasmInstance instantiate(
      CompiledModule compiled, PlainSource source, List<LinearMemory> memories) {
    ExternalType.Memory type = Objects.requireNonNull(source.validated().module().memory());
    LinearMemory memory = LinearMemory.forEngine(type.minimum(), type.minimum());
    memories.add(memory);
    return compiled.instantiate(
        new InstanceEnvironment(
            memory,
            (module, name, signature) -> arguments -> 0,
            new InstructionCounter(PLENTY),
            true));
  }

  private static String call(WasmInstance instance, PlainSource source, String export) {
    boolean exported =
        source.validated().module().exports().stream()
            .anyMatch(e -> e.kind() == Export.Kind.FUNCTION && e.name().equals(export));
    if (!exported) {
      throw new IllegalArgumentException("module does not export '%s'".formatted(export));
    }
    try {
      instance.invoke(export);
      return "returned";
    } catch (RuntimeException e) {
      return "ended with " + e.getMessage();
    }
  }

  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long residentBytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // no such file on this system
    }
  }

  /// Prints what passed since the last lap: on the wall, and of all processors for the process.
  private static final class Clock {
    private final PrintStream out;
    private long wall = System.nanoTime();
    private long processor = processorNanos();

    Clock(PrintStream out) {
      this.out = out;
      long sinceStart =
          System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
      out.printf("%8d ms  %8.0f ms CPU  JVM started%n", sinceStart, processor / 1e6);
    }

    void lap(String what) {
      long now = System.nanoTime();
      long used = processorNanos();
      out.printf(
          "%8.0f ms  %8.0f ms CPU  %s%n", (now - wall) / 1e6, (used - processor) / 1e6, what);
      wall = System.nanoTime();
      processor = processorNanos();
    }

    private static long processorNanos() {
      return ((com.sun.management.OperatingSystemMXBean)
              ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    }
  }
}
