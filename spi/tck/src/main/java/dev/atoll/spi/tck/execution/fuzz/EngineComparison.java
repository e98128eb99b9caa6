package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.spi.execution.EngineException;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.tck.execution.PlainSource;
import dev.atoll.wasm.ValidatedModule;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs generated modules on two engines and compares everything that the core can see: results and
/// traps, instructions left, what the host was told, globals by their bits, dirty pages, memory.
///
/// Callable from any thread; the cases run on one of its own with the stack that the engines ask
/// for.
public final class EngineComparison {

  private final WasmEngine first;
  private final WasmEngine second;
  private final @Nullable WasmEngine arbiter;

  public EngineComparison(WasmEngine first, WasmEngine second) {
    this(first, second, null);
  }

  /// @param first the one to compare with
  /// @param second the engine under test
  /// @param arbiter is asked when they differ: if it does what the second one does, then the first
  ///     one is counted as outvoted and nothing else comes of it
  public EngineComparison(WasmEngine first, WasmEngine second, @Nullable WasmEngine arbiter) {
    this.first = first;
    this.second = second;
    this.arbiter = arbiter;
  }

  /// Generates and compares modules until so many functions have been run, or differences found.
  ///
  /// @param firstSeed of the first module, others follow
  /// @param functions functions with generated code, at least
  /// @param differencesMax when to give up
  /// @param goesOn is told the counts after each module and says whether there is another one
  public FuzzReport run(
      ModuleGenerator generator,
      long firstSeed,
      long functions,
      int differencesMax,
      Predicate<FuzzReport> goesOn) {
    FuzzReport report = new FuzzReport();
    boolean more = true;
    for (long seed = firstSeed;
        more && report.functions() < functions && report.differences().size() < differencesMax;
        seed++) {
      FuzzCase next = generator.generate(seed);
      onLargeStack(() -> compare(next, report)).map(this::shrink).ifPresent(report::add);
      report.reached(seed + 1);
      more = goesOn.test(report);
    }
    return report;
  }

  private <T> T onLargeStack(Supplier<T> action) {
    long stack = Math.max(first.traits().stackSizeBytes(), second.traits().stackSizeBytes());
    return LargeStack.call(stack, action);
  }

  /// The first difference, if there is one.
  ///
  /// @throws dev.atoll.wasm.WasmException if the module is not valid
  public Optional<Difference> compare(FuzzCase generated) {
    return onLargeStack(() -> compare(generated, new FuzzReport()));
  }

  private Optional<Difference> compare(FuzzCase generated, FuzzReport report) {
    PlainSource source = new PlainSource(ValidatedModule.ofPlain(generated.wasm()));
    List<Outcome> expected;
    try {
      expected = new CaseRunner(first, source, generated.script()).run();
    } catch (EngineException e) {
      report.refused(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    List<Outcome> found = run(second, source, generated);
    report.count(generated, expected);
    Optional<Difference> difference = Difference.of(generated, expected, found);
    if (difference.isPresent() && outvotes(source, generated, found)) {
      report.outvoted(generated);
      return Optional.empty();
    }
    return difference;
  }

  /// The engine under test may refuse nothing.
  private static List<Outcome> run(WasmEngine engine, PlainSource source, FuzzCase generated) {
    try {
      return new CaseRunner(engine, source, generated.script()).run();
    } catch (EngineException e) {
      return List.of(Outcome.undone("compile", Outcome.failure(e), 0, 0));
    }
  }

  private boolean outvotes(PlainSource source, FuzzCase generated, List<Outcome> found) {
    if (arbiter == null) {
      return false;
    }
    try {
      List<Outcome> third = new CaseRunner(arbiter, source, generated.script()).run();
      return Difference.of(generated, third, found).isEmpty();
    } catch (EngineException e) {
      return false;
    }
  }

  /// The same kind of difference in as little code as can be found.
  public Difference shrink(Difference difference) {
    FuzzCase smallest =
        Shrinker.shrink(
            difference.found(), candidate -> isLike(difference, compare(candidate).orElse(null)));
    return compare(smallest).orElse(difference);
  }

  private static boolean isLike(Difference wanted, @Nullable Difference found) {
    return found != null && kind(found).equals(kind(wanted));
  }

  /// What differs, without numbers: which page it is changes as code goes away.
  private static String kind(Difference difference) {
    String what = difference.what().replaceAll("[0-9]+", "");
    return what.equals("result")
        ? what + firstLine(difference.first()) + firstLine(difference.second())
        : what;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").replaceAll("[0-9]+", "");
  }
}
