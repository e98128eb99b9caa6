package dev.atoll.spi.tck.execution.fuzz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What became of changed modules.
///
/// One thread at a time.
public final class MutantReport {

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final SortedMap<String, Long> refusals = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();
  private final List<Long> outvoted = new ArrayList<>();
  private long mutants;
  private long accepted;
  private long ran;
  private long messages;
  private long longestCheck;
  private long longestRun;
  private long nextSeed;

  void checked(boolean valid, long nanos) {
    mutants++;
    accepted += valid ? 1 : 0;
    longestCheck = Math.max(longestCheck, nanos);
  }

  void ran(int invocations, long nanos) {
    ran++;
    messages += invocations;
    longestRun = Math.max(longestRun, nanos);
  }

  void refused(String reason) {
    String line = reason.lines().findFirst().orElse("").replaceAll("[0-9]+", "N");
    refusals.merge(line, 1L, Long::sum);
  }

  void outvoted(long seed) {
    outvoted.add(seed);
  }

  void failed(String failure) {
    failures.add(failure);
  }

  void reached(long seed) {
    nextSeed = seed;
  }

  /// All that were made.
  public long mutants() {
    return mutants;
  }

  /// Those of them that are valid.
  public long accepted() {
    return accepted;
  }

  /// Those of them that both engines ran.
  public long ran() {
    return ran;
  }

  /// The longest that the core took to say whether one is valid.
  public long longestCheckMillis() {
    return longestCheck / NANOS_PER_MILLI;
  }

  /// The longest that both engines took to compile and to run one.
  public long longestRunMillis() {
    return longestRun / NANOS_PER_MILLI;
  }

  /// The seed to go on from.
  public long nextSeed() {
    return nextSeed;
  }

  /// Each with its seed: anything thrown but a refusal, and differences between engines.
  public List<String> failures() {
    return Collections.unmodifiableList(failures);
  }

  /// The seeds of those that only the engine to compare with runs otherwise.
  public List<Long> outvoted() {
    return Collections.unmodifiableList(outvoted);
  }

  /// Why an engine did not take those that are valid, and how many.
  public SortedMap<String, Long> refusals() {
    return Collections.unmodifiableSortedMap(refusals);
  }

  /// One line with all counts.
  public String summary() {
    return "%d mutants, %d valid, %d run with %d messages, %d failures, outvoted in %s; longest check %d ms, longest run %d ms; refused %s"
        .formatted(
            mutants,
            accepted,
            ran,
            messages,
            failures.size(),
            outvoted,
            longestCheckMillis(),
            longestRunMillis(),
            refusals);
  }
}
