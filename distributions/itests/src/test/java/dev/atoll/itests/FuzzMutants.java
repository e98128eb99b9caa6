package dev.atoll.itests;

import dev.atoll.execution.chicory.ChicoryConfig;
import dev.atoll.spi.tck.execution.fuzz.FuzzRequest;
import dev.atoll.spi.tck.execution.fuzz.ModuleGenerator;
import dev.atoll.spi.tck.execution.fuzz.MutantComparison;
import dev.atoll.spi.tck.execution.fuzz.MutantReport;
import dev.atoll.spi.tck.execution.spec.SpecModules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The long campaign with changed modules: `distributions/itests/fuzz-engines --compare mutants`
/// starts it.
final class FuzzMutants {

  private static final int FAILURES_MAX = 10;

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

  private FuzzMutants() {}

  public static void main(String[] args) {
    FuzzRequest request = FuzzRequest.parse(List.of(args), "mutants");
    Instant start = Instant.now();
    Instant[] next = {start.plus(BETWEEN_LINES)};
    MutantComparison comparison =
        new MutantComparison(
            RealEngines.chicory(ChicoryConfig.Mode.COMPILED_ONLY),
            RealEngines.jvm(),
            RealEngines.chicory(ChicoryConfig.Mode.INTERPRETED),
            new ModuleGenerator(RealEngines.compiledByChicory()),
            SpecModules.all(),
            System::nanoTime);
    MutantReport report =
        comparison.run(
            request.firstSeed(),
            request.functions(),
            FAILURES_MAX,
            counts -> {
              Instant now = Instant.now();
              if (now.isAfter(next[0])) {
                next[0] = now.plus(BETWEEN_LINES);
                show(request, counts, Duration.between(start, now));
              }
              return Duration.between(start, now).compareTo(request.timeMax()) < 0;
            });
    report.failures().forEach(System.out::println);
    show(request, report, Duration.between(start, Instant.now()));
    System.exit(report.failures().isEmpty() ? 0 : 1);
  }

  private static void show(FuzzRequest request, MutantReport report, Duration spent) {
    System.out.println(
        request.json()
            ? """
            {"compared": "mutants", "firstSeed": %d, "nextSeed": %d, "mutants": %d, "valid": %d, "run": %d, \
            "seconds": %d, "failures": %d, "longestCheckMillis": %d, "longestRunMillis": %d}\
            """
                .formatted(
                    request.firstSeed(),
                    report.nextSeed(),
                    report.mutants(),
                    report.accepted(),
                    report.ran(),
                    spent.toSeconds(),
                    report.failures().size(),
                    report.longestCheckMillis(),
                    report.longestRunMillis())
            : "%s; %d s, next seed %d"
                .formatted(report.summary(), spent.toSeconds(), report.nextSeed()));
  }
}
