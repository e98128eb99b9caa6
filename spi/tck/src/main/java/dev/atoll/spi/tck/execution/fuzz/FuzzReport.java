package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.wasm.WasmModule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was run and what came of it.
///
/// One thread at a time.
public final class FuzzReport {

  private final SortedMap<String, Long> results = new TreeMap<>();
  private final SortedMap<String, Long> refusals = new TreeMap<>();
  private final List<Difference> differences = new ArrayList<>();
  private final List<Long> outvoted = new ArrayList<>();
  private long modules;
  private long modules64;
  private long functions;
  private long messages;
  private long bytes;
  private long nextSeed;

  void count(FuzzCase generated, List<Outcome> outcomes) {
    modules++;
    functions += generated.functions();
    bytes += generated.wasm().size();
    if (WasmModule.decode(generated.wasm()).isMemory64()) {
      modules64++;
    }
    for (Outcome outcome : outcomes) {
      messages++;
      String result = outcome.result().startsWith("the host") ? "HOST" : outcome.result();
      results.merge(outcome.isFailure() ? "FAILURE" : result, 1L, Long::sum);
    }
  }

  void reached(long seed) {
    nextSeed = seed;
  }

  void refused(String reason) {
    // What follows may be a whole method.
    String line = reason.lines().findFirst().orElse("").replaceAll("[0-9]+", "N");
    refusals.merge(line, 1L, Long::sum);
  }

  void outvoted(FuzzCase generated) {
    outvoted.add(generated.seed());
  }

  void add(Difference difference) {
    differences.add(difference);
  }

  /// Modules that were valid and ran on both engines.
  public long modules() {
    return modules;
  }

  /// Those of them with 64-bit memory.
  public long modules64() {
    return modules64;
  }

  /// Functions with generated code in those modules.
  public long functions() {
    return functions;
  }

  /// The seed to go on from.
  public long nextSeed() {
    return nextSeed;
  }

  /// Invocations on each engine.
  public long messages() {
    return messages;
  }

  /// How often each end was seen: `done`, the traps, `HOST` for exceptions of the host.
  public SortedMap<String, Long> results() {
    return Collections.unmodifiableSortedMap(results);
  }

  /// Why an engine did not take modules, and how many.
  public SortedMap<String, Long> refusals() {
    return Collections.unmodifiableSortedMap(refusals);
  }

  /// The seeds of the modules that the engine to compare with runs otherwise than both others.
  public List<Long> outvoted() {
    return Collections.unmodifiableList(outvoted);
  }

  public List<Difference> differences() {
    return Collections.unmodifiableList(differences);
  }

  /// One line with all counts.
  public String summary() {
    return "%d functions in %d modules (%d with 64-bit memory, %d KiB), %d messages, %d differences, outvoted in %s; %s; refused %s"
        .formatted(
            functions,
            modules,
            modules64,
            bytes >> 10,
            messages,
            differences.size(),
            outvoted,
            results,
            refusals);
  }
}
