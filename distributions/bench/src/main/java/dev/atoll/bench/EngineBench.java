package dev.atoll.bench;

import dev.atoll.types.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Times the engines on the kernels, beside V8 on the same module and on the metered one.
///
/// Every engine runs in a process of its own, in turns with the others; a figure is the median
/// over the rounds of the best run of a round, in CPU time. Results must be equal, and instruction
/// counts too, before times mean anything.
///
/// usage: `EngineBench kernels32.wasm kernels64.wasm kernels.mjs [rounds [runs]]`
public final class EngineBench {

  private static final String V8 = "v8";
  private static final String V8_METERED = "v8 metered";
  private static final String JVM = "jvm";
  private static final String JVM64 = "jvm 64-bit";
  private static final String CHICORY = "chicory";

  /// One line of an engine's output.
  private record Timing(double first, double best, String instructions, String result) {}

  private final PrintStream out;
  private final SequencedMap<String, List<String>> commands;

  /// By engine and kernel, one for each round.
  private final Map<String, SequencedMap<String, List<Timing>>> timings = new TreeMap<>();

  private EngineBench(PrintStream out, SequencedMap<String, List<String>> commands) {
    this.out = out;
    this.commands = commands;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    String narrow = args[0];
    String wide = args[1];
    String script = args[2];
    int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 3;
    String runs = args.length > 4 ? args[4] : "7";
    Path metered = Files.createTempFile("kernels", ".wasm");
    Files.write(metered, MeteredModule.of(Bytes.wrap(Files.readAllBytes(Path.of(narrow)))));
    SequencedMap<String, List<String>> commands = new LinkedHashMap<>();
    commands.put(V8, List.of("node", script, narrow, runs));
    commands.put(V8_METERED, List.of("node", script, metered.toString(), runs));
    commands.put(JVM, java("jvm", narrow, runs));
    commands.put(JVM64, java("jvm", wide, runs));
    commands.put(CHICORY, java("chicory", narrow, runs));
    try {
      new EngineBench(System.out, commands).run(rounds);
    } finally {
      Files.delete(metered);
    }
  }

  private static List<String> java(String engine, String module, String runs) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-exports",
        "java.base/jdk.internal.misc=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        EngineRun.class.getName(),
        engine,
        module,
        runs);
  }

  private void run(int rounds) throws IOException, InterruptedException {
    for (int i = 1; i <= rounds; i++) {
      for (Map.Entry<String, List<String>> command : commands.entrySet()) {
        out.printf("round %d of %d: %s%n", i, rounds, command.getKey());
        measure(command.getKey(), command.getValue());
      }
    }
    check();
    print();
  }

  private void measure(String engine, List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] parts = line.split(" ", -1);
        timings
            .computeIfAbsent(engine, e -> new LinkedHashMap<>())
            .computeIfAbsent(parts[0], k -> new ArrayList<>())
            .add(
                new Timing(
                    Double.parseDouble(parts[1]),
                    Double.parseDouble(parts[2]),
                    parts[3],
                    parts[4]));
      }
    }
    if (process.waitFor() != 0) {
      throw new IOException("%s ended with %d".formatted(engine, process.exitValue()));
    }
  }

  private SequencedMap<String, List<Timing>> of(String engine) {
    return timings.getOrDefault(engine, new LinkedHashMap<>());
  }

  private List<Timing> of(String engine, String kernel) {
    return of(engine).getOrDefault(kernel, List.of());
  }

  private void check() {
    of(V8)
        .forEach(
            (kernel, all) -> {
              String result = all.getFirst().result();
              String instructions = of(V8_METERED, kernel).getFirst().instructions();
              for (String engine : commands.keySet()) {
                Timing timing = of(engine, kernel).getFirst();
                boolean counts = !engine.equals(V8) && !engine.equals(JVM64);
                if (!timing.result().equals(result)
                    || (counts && !timing.instructions().equals(instructions))) {
                  throw new IllegalStateException(
                      "%s: %s gives %s after %s instructions, V8 %s after %s"
                          .formatted(
                              kernel,
                              engine,
                              timing.result(),
                              timing.instructions(),
                              result,
                              instructions));
                }
              }
            });
  }

  private double best(String engine, String kernel) {
    return median(of(engine, kernel).stream().mapToDouble(Timing::best).toArray());
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private void print() {
    out.printf("%nCPU milliseconds, best run (first run)%n%-12s", "");
    commands.keySet().forEach(engine -> out.printf("%20s", engine));
    out.println();
    for (String kernel : of(V8).keySet()) {
      out.printf("%-12s", kernel);
      for (String engine : commands.keySet()) {
        double first = median(of(engine, kernel).stream().mapToDouble(Timing::first).toArray());
        out.printf("%20s", "%.1f (%.0f)".formatted(best(engine, kernel), first));
      }
      out.println();
    }
    out.printf("%ntimes as long, metered (first six kernels: geometric mean)%n");
    ratio(JVM, V8);
    ratio(JVM, V8_METERED);
    ratio(JVM64, JVM);
    ratio(JVM, CHICORY);
  }

  private void ratio(String engine, String peer) {
    out.printf("%-12s against %-12s", engine, peer);
    double logs = 0;
    int kernels = 0;
    for (String kernel : of(V8).keySet()) {
      double ratio = best(engine, kernel) / best(peer, kernel);
      out.printf("  %s %.2f", kernel, ratio);
      if (!kernel.equals("interpreter")) {
        logs += Math.log(ratio);
        kernels++;
      }
    }
    out.printf("  mean %.2f%n", Math.exp(logs / kernels));
  }
}
