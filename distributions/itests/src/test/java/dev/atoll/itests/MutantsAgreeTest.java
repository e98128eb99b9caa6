package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.execution.chicory.ChicoryConfig;
import dev.atoll.spi.tck.execution.fuzz.ModuleGenerator;
import dev.atoll.spi.tck.execution.fuzz.MutantComparison;
import dev.atoll.spi.tck.execution.fuzz.MutantReport;
import dev.atoll.spi.tck.execution.spec.SpecModules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Changed modules, generated ones and those of the specification, are refused by the core's own
/// exception or run alike on our own engine and on Chicory.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MutantsAgreeTest {

  private static final long MUTANTS = 3_000;

  private static final long MILLIS_MAX = 30_000;

  @Test
  void changedModulesAreRefusedOrRunAlike() {
    MutantReport report =
        new MutantComparison(
                RealEngines.chicory(ChicoryConfig.Mode.COMPILED_ONLY),
                RealEngines.jvm(),
                RealEngines.chicory(ChicoryConfig.Mode.INTERPRETED),
                new ModuleGenerator(RealEngines.compiledByChicory()),
                SpecModules.all(),
                System::nanoTime)
            .run(1, MUTANTS, 3, counts -> true);

    assertThat(report.failures()).as(report.summary()).isEmpty();
    assertThat(report.ran()).as(report.summary()).isGreaterThan(MUTANTS / 50);
    assertThat(report.longestCheckMillis()).isLessThan(MILLIS_MAX);
    assertThat(report.longestRunMillis()).isLessThan(MILLIS_MAX);
  }
}
