package dev.atoll.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Engines on the same programs, each in a process of its own, in turns.
///
/// A process prints a line for each program: its name, the CPU milliseconds of the first run and of
/// the steady state, the instructions and the result. A figure is the median over the rounds.
/// Results must be equal, and instruction counts too, before times mean anything.
final class Rounds {

  /// One line of an engine's output.
  private record Timing(double first, double steady, String instructions, String result) {}

  private final PrintStream out;
  private final SequencedMap<String, List<String>> commands;

  /// By engine and program, one for each round.
  private final Map<String, SequencedMap<String, List<Timing>>> timings = new TreeMap<>();

  /// @param commands by the name of the engine
  Rounds(PrintStream out, SequencedMap<String, List<String>> commands) {
    this.out = out;
    this.commands = commands;
  }

  /// The command that runs a main class in a JVM like this one.
  static List<String> java(Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-exports",
                "java.base/jdk.internal.misc=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  void run(int count) throws IOException, InterruptedException {
    for (int i = 1; i <= count; i++) {
      for (Map.Entry<String, List<String>> command : commands.entrySet()) {
        out.printf("round %d of %d: %s%n", i, count, command.getKey());
        measure(command.getKey(), command.getValue());
      }
    }
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

  private Timing firstOf(String engine, String program) {
    List<Timing> all = of(engine).get(program);
    if (all == null) {
      throw new IllegalStateException("%s printed nothing of %s".formatted(engine, program));
    }
    return all.getFirst();
  }

  private Iterable<String> programs() {
    return of(commands.firstEntry().getKey()).keySet();
  }

  /// @throws IllegalStateException if two engines differ
  void checkResults() {
    String peer = commands.firstEntry().getKey();
    for (String engine : commands.keySet()) {
      for (String program : programs()) {
        check(
            program,
            peer,
            firstOf(peer, program).result(),
            engine,
            firstOf(engine, program).result());
      }
    }
  }

  /// @throws IllegalStateException if two engines, of those that count, differ
  void checkInstructions(List<String> engines) {
    String peer = engines.getFirst();
    for (String engine : engines) {
      for (String program : programs()) {
        check(
            program + ", instructions",
            peer,
            firstOf(peer, program).instructions(),
            engine,
            firstOf(engine, program).instructions());
      }
    }
  }

  private static void check(
      String what, String peer, String expected, String engine, String found) {
    if (!found.equals(expected)) {
      throw new IllegalStateException(
          "%s: %s gives %s, %s gives %s".formatted(what, engine, found, peer, expected));
    }
  }

  private double steady(String engine, String program) {
    return median(
        of(engine).getOrDefault(program, List.of()).stream().mapToDouble(Timing::steady).toArray());
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /// @param what says what the two figures of an engine are
  void print(String what) {
    out.printf("%nCPU milliseconds, %s%n%-12s", what, "");
    commands.keySet().forEach(engine -> out.printf("%20s", engine));
    out.println();
    for (String program : programs()) {
      out.printf("%-12s", program);
      for (String engine : commands.keySet()) {
        double first =
            median(
                of(engine).getOrDefault(program, List.of()).stream()
                    .mapToDouble(Timing::first)
                    .toArray());
        out.printf("%20s", "%.1f (%.0f)".formatted(steady(engine, program), first));
      }
      out.println();
    }
    out.println();
  }

  /// How many times as long an engine takes as its peer.
  ///
  /// @param counts which programs count for the geometric mean
  void printRatio(String engine, String peer, Predicate<String> counts) {
    out.printf("%-12s against %-12s", engine, peer);
    double logs = 0;
    int counted = 0;
    for (String program : programs()) {
      double ratio = steady(engine, program) / steady(peer, program);
      out.printf("  %s %.2f", program, ratio);
      if (counts.test(program)) {
        logs += Math.log(ratio);
        counted++;
      }
    }
    out.printf("  mean %.2f%n", Math.exp(logs / counted));
  }
}
