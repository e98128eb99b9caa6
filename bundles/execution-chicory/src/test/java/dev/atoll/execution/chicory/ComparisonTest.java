package dev.atoll.execution.chicory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.tck.execution.fuzz.Difference;
import dev.atoll.spi.tck.execution.fuzz.EngineComparison;
import dev.atoll.spi.tck.execution.fuzz.FuzzFeatures;
import dev.atoll.spi.tck.execution.fuzz.FuzzReport;
import dev.atoll.spi.tck.execution.fuzz.ModuleGenerator;
import dev.atoll.spi.tck.execution.fuzz.MutantComparison;
import dev.atoll.spi.tck.execution.fuzz.MutantReport;
import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.WasmModule;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The comparison of engines finds what is wrong and shows it in little code.
final class ComparisonTest {

  private static final ModuleGenerator GENERATOR =
      new ModuleGenerator(FuzzFeatures.all().without(FuzzFeatures.Feature.VECTORS));

  private static Difference differenceOf(WasmEngine broken) {
    FuzzReport report =
        new EngineComparison(BrokenEngines.sound(), broken)
            .run(GENERATOR, 1, 2_000, 1, counts -> true);
    assertThat(report.differences()).as(report.summary()).hasSize(1);
    return report.differences().getFirst();
  }

  private static int instructions(Difference difference) {
    WasmModule module = WasmModule.decode(difference.found().wasm());
    int count = 0;
    for (FunctionBody body : module.bodies()) {
      InstructionReader reader = module.instructions(body);
      while (reader.next()) {
        count++;
      }
    }
    return count - module.bodies().size();
  }

  @Test
  void aCountThatIsOneTooHighIsFoundInNoCodeAtAll() {
    Difference found = differenceOf(BrokenEngines.countsOneTooMany());

    assertThat(found.what()).isEqualTo("instructions left");
    assertThat(found.found().script()).hasSize(1);
    assertThat(found.describe()).startsWith("seed 1: instructions left differ in run ");
  }

  @Test
  void aPageThatIsNotMarkedIsFound() {
    Difference found = differenceOf(BrokenEngines.forgetsASecondPage());

    assertThat(found.what()).isEqualTo("dirty pages");
    assertThat(instructions(found)).isLessThan(400);
  }

  @Test
  void trapsThatAreMixedUpAreFound() {
    Difference found = differenceOf(BrokenEngines.mixesUpTraps());

    assertThat(found.what()).isEqualTo("result");
    assertThat(found.first()).isNotEqualTo(found.second());
  }

  @Test
  void bitsOfNansThatDependOnTheMachineAreFound() {
    Difference found = differenceOf(BrokenEngines.leavesNansAsTheyCome());

    assertThat(found.what()).doesNotContain("instructions");
  }

  @Test
  void soundEnginesDoNotDiffer() {
    FuzzReport report =
        new EngineComparison(BrokenEngines.sound(), BrokenEngines.sound())
            .run(GENERATOR, 1, 300, 1, counts -> true);

    assertThat(report.differences()).isEmpty();
    assertThat(report.results()).containsKeys("done", "HEAP_OUT_OF_BOUNDS", "BAD_SIGNATURE");
  }

  @Test
  void changedModulesShowABrokenEngineToo() {
    MutantReport report =
        new MutantComparison(
                BrokenEngines.sound(),
                BrokenEngines.countsOneTooMany(),
                null,
                GENERATOR,
                List.of(),
                System::nanoTime)
            .run(1, 500, 1, counts -> true);

    assertThat(report.failures()).hasSize(1);
    assertThat(report.failures().getFirst()).contains("instructions left differ");
  }
}
