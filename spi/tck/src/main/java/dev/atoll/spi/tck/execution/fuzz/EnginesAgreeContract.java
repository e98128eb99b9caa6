package dev.atoll.spi.tck.execution.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.execution.WasmEngine;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// An engine does with generated modules what another one does. Extend it, hand over both, run it.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class EnginesAgreeContract {

  private static final int DIFFERENCES_MAX = 3;

  private static final int OUTVOTED_ONCE_IN = 50;

  /// The engine under test.
  protected abstract WasmEngine engine();

  /// The one to compare with.
  protected abstract WasmEngine oracle();

  /// Is asked when they differ, because the oracle is known to have defects; null for none.
  protected @Nullable WasmEngine arbiter() {
    return null;
  }

  /// What both can run.
  protected FuzzFeatures features() {
    return FuzzFeatures.all().without(FuzzFeatures.Feature.VECTORS);
  }

  /// How many functions to run at least.
  protected long functions() {
    return 5_000;
  }

  protected long firstSeed() {
    return 1;
  }

  /// Whether one of them may refuse a module; the others count.
  protected boolean refusalsAllowed() {
    return false;
  }

  @Test
  void generatedModulesRunAlike() {
    FuzzReport report =
        new EngineComparison(oracle(), engine(), arbiter())
            .run(
                new ModuleGenerator(features()),
                firstSeed(),
                functions(),
                DIFFERENCES_MAX,
                counts -> true);

    assertThat(
            report.differences().stream()
                .map(Difference::describe)
                .collect(Collectors.joining("\n")))
        .as(report.summary())
        .isEmpty();
    assertThat(report.outvoted().size())
        .isLessThan((int) (1 + report.modules() / OUTVOTED_ONCE_IN));
    assertThat(report.functions()).isGreaterThanOrEqualTo(functions());
    if (!refusalsAllowed()) {
      assertThat(report.refusals()).isEmpty();
    }
  }
}
