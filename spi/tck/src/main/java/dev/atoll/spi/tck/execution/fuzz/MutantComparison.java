package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.spi.execution.EngineException;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.tck.execution.PlainSource;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.Export;
import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.WasmException;
import dev.atoll.wasm.WasmModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Changes modules from seeds and gives them to the core and to two engines: the core says that
/// they are valid or throws its own exception; what is valid, both engines run alike or refuse.
///
/// Callable from any thread.
public final class MutantComparison {

  /// Modules made of seeds are changed this often each.
  private static final int MUTANTS_PER_SEED = 10;

  private static final long MEMORY_PAGES_MAX = 64;
  private static final long TABLE_SIZE_MAX = 100_000;
  private static final int EXPORTS_MAX = 30;
  private static final long INSTRUCTIONS = 40_000;

  private final WasmEngine first;
  private final WasmEngine second;
  private final @Nullable WasmEngine arbiter;
  private final ModuleGenerator generator;
  private final List<Bytes> corpus;
  private final LongSupplier nanos;

  /// @param first the one to compare with
  /// @param second the engine under test
  /// @param arbiter is asked when they differ, null for none
  /// @param corpus modules to change besides generated ones, valid and with code
  /// @param nanos a clock, to find what takes long
  public MutantComparison(
      WasmEngine first,
      WasmEngine second,
      @Nullable WasmEngine arbiter,
      ModuleGenerator generator,
      List<Bytes> corpus,
      LongSupplier nanos) {
    this.first = first;
    this.second = second;
    this.arbiter = arbiter;
    this.generator = generator;
    this.corpus = List.copyOf(corpus);
    this.nanos = nanos;
  }

  /// Makes mutants until there are so many, or so many failures.
  ///
  /// @param goesOn is told the counts after each seed and says whether there is another one
  public MutantReport run(
      long firstSeed, long mutants, int failuresMax, Predicate<MutantReport> goesOn) {
    MutantReport report = new MutantReport();
    long stack = Math.max(first.traits().stackSizeBytes(), second.traits().stackSizeBytes());
    boolean more = true;
    for (long seed = firstSeed;
        more && report.mutants() < mutants && report.failures().size() < failuresMax;
        seed++) {
      long next = seed;
      boolean ended = LargeStack.call(stack, () -> mutate(next, report));
      report.reached(seed + 1);
      more = ended && goesOn.test(report);
    }
    return report;
  }

  private boolean mutate(long seed, MutantReport report) {
    Choices choices = new Choices(Choices.mix(~seed));
    FuzzCase generated = generator.generate(seed);
    Mutator mutator = new Mutator(choices);
    for (int i = 0; i < MUTANTS_PER_SEED; i++) {
      boolean fromCorpus = !corpus.isEmpty() && choices.chance(40);
      Bytes base = fromCorpus ? choices.of(corpus) : generated.wasm();
      Bytes other = !corpus.isEmpty() ? choices.of(corpus) : generated.wasm();
      Bytes mutant = mutator.mutate(base, other);
      String name = "seed %d, mutant %d".formatted(seed, i);
      try {
        check(seed, name, mutant, report);
      } catch (RuntimeException | Error e) {
        report.failed("%s (%s): %s".formatted(name, mutant.toHex(), Outcome.failure(e)));
      }
    }
    return true;
  }

  private void check(long seed, String name, Bytes mutant, MutantReport report) {
    long start = nanos.getAsLong();
    try {
      ValidatedModule.ofCanister(mutant);
    } catch (WasmException e) {
      // Most are against a rule for canisters.
    }
    ValidatedModule validated;
    try {
      validated = ValidatedModule.ofPlain(mutant);
    } catch (WasmException e) {
      report.checked(false, nanos.getAsLong() - start);
      return;
    }
    report.checked(true, nanos.getAsLong() - start);
    if (!fits(validated.module())) {
      report.refused("needs more memory than a test has, or has references in globals");
      return;
    }
    FuzzCase mutated = new FuzzCase(seed, mutant, script(validated.module()), 0);
    PlainSource source = new PlainSource(validated);
    start = nanos.getAsLong();
    List<Outcome> expected;
    List<Outcome> found;
    try {
      found = new CaseRunner(second, source, mutated.script()).run();
      expected = new CaseRunner(first, source, mutated.script()).run();
    } catch (EngineException e) {
      report.refused(String.valueOf(e.getMessage()));
      return;
    }
    report.ran(expected.size(), nanos.getAsLong() - start);
    Optional<Difference> difference = Difference.of(mutated, expected, found);
    if (difference.isEmpty()) {
      return;
    }
    if (outvotes(source, mutated, found)) {
      report.outvoted(seed);
    } else {
      report.failed("%s: %s".formatted(name, difference.get().describe()));
    }
  }

  private boolean outvotes(PlainSource source, FuzzCase mutated, List<Outcome> found) {
    if (arbiter == null) {
      return false;
    }
    try {
      List<Outcome> third = new CaseRunner(arbiter, source, mutated.script()).run();
      return Difference.of(mutated, third, found).isEmpty();
    } catch (EngineException e) {
      return false;
    }
  }

  /// What can be run and compared: how an engine shows references in globals is its own business.
  private static boolean fits(WasmModule module) {
    ExternalType.Memory memory = module.memory();
    return (memory == null || Long.compareUnsigned(memory.minimum(), MEMORY_PAGES_MAX) <= 0)
        && module.tables().stream()
            .allMatch(table -> Long.compareUnsigned(table.minimum(), TABLE_SIZE_MAX) <= 0)
        && module.globalTypes().stream().noneMatch(global -> global.type().isReference());
  }

  private static List<FuzzCase.Step> script(WasmModule module) {
    List<FuzzCase.Step> script = new ArrayList<>();
    for (Export export : module.exports()) {
      if (export.kind() == Export.Kind.FUNCTION
          && export.index() >= module.importedFunctionCount()
          && module.functionType(export.index()).equals(FunctionType.EMPTY)
          && script.size() < EXPORTS_MAX) {
        script.add(new FuzzCase.Step.Invoke(export.name(), INSTRUCTIONS));
      }
    }
    return script;
  }
}
