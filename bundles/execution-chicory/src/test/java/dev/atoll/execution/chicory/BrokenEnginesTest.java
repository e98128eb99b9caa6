package dev.atoll.execution.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.tck.execution.WasmEngineContract;
import dev.atoll.spi.tck.execution.spec.SpecScriptContract;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/// The contract catches what it is there to catch, in the tests whose names say so.
final class BrokenEnginesTest {

  abstract static class BrokenChicory extends WasmEngineContract {
    @Override
    public boolean runsVectors() {
      return false;
    }
  }

  @Test
  void aPageThatIsNotMarkedIsCaught() {
    assertThat(failuresOf(ForgetsASecondPage.class))
        .contains("aStoreMarksThePagesThatItTouches", "bulkOperationsMarkTheirTargetOnly");
  }

  static final class ForgetsASecondPage extends BrokenChicory {
    @Override
    protected WasmEngine engine() {
      return BrokenEngines.forgetsASecondPage();
    }
  }

  @Test
  void aCountThatIsOffByOneIsCaught() {
    assertThat(failuresOf(CountsOneTooMany.class))
        .contains("straightCodeCostsTheSumOfItsInstructions", "exactlyEnoughInstructionsAreEnough");
  }

  static final class CountsOneTooMany extends BrokenChicory {
    @Override
    protected WasmEngine engine() {
      return BrokenEngines.countsOneTooMany();
    }
  }

  @Test
  void aSliceThatIsTakenForTheLimitIsCaught() {
    assertThat(failuresOf(TakesASliceForTheLimit.class))
        .contains("slicesChangeNeitherResultsNorCountsNorPages", "aSliceEndsWhereCodeTests");
  }

  static final class TakesASliceForTheLimit extends BrokenChicory {
    @Override
    protected WasmEngine engine() {
      return BrokenEngines.takesASliceForTheLimit();
    }
  }

  @Test
  void aTrapThatCostsNothingIsCaught() {
    assertThat(failuresOf(ForgetsTheCountOfATrap.class))
        .contains("aTrapCostsTheBlockThatItIsIn", "aLoopWithoutEndRunsOutOfInstructions");
  }

  static final class ForgetsTheCountOfATrap extends BrokenChicory {
    @Override
    protected WasmEngine engine() {
      return BrokenEngines.forgetsTheCountOfATrap();
    }
  }

  @Test
  void aWrappedExceptionIsCaught() {
    assertThat(failuresOf(WrapsWhatTheHostThrows.class))
        .contains("whatTheHostThrowsPassesThroughUnchanged");
  }

  static final class WrapsWhatTheHostThrows extends BrokenChicory {
    @Override
    protected WasmEngine engine() {
      return BrokenEngines.wrapsWhatTheHostThrows();
    }
  }

  @Test
  void aTrapUnderAnotherNameIsCaught() {
    assertThat(failuresOf(MixesUpTraps.class)).containsExactly("indirectCallsTrapByTheirReason");
  }

  static final class MixesUpTraps extends BrokenChicory {
    @Override
    protected WasmEngine engine() {
      return BrokenEngines.mixesUpTraps();
    }
  }

  @Test
  void anIndexThatIsCutOffIsCaught() {
    assertThat(failuresOf(CutsTableIndexes.class))
        .containsExactly("callsThroughTheTableTrapAsIndirectCallsDo");
  }

  static final class CutsTableIndexes extends BrokenChicory {
    @Override
    protected WasmEngine engine() {
      return BrokenEngines.cutsTableIndexes();
    }
  }

  @Test
  void globalsThatAreNotPutBackAreCaught() {
    assertThat(failuresOf(KeepsGlobals.class))
        .contains("anInstanceGoesOnAfterItIsRolledBack", "mutableGlobalsAreSetAndTheOthersStay");
  }

  static final class KeepsGlobals extends BrokenChicory {
    @Override
    protected WasmEngine engine() {
      return BrokenEngines.keepsGlobals();
    }
  }

  @Test
  void dataThatIsWrittenAgainIsCaught() {
    assertThat(failuresOf(AlwaysWritesData.class)).containsExactly("activeDataIsNotWrittenAgain");
  }

  static final class AlwaysWritesData extends BrokenChicory {
    @Override
    protected WasmEngine engine() {
      return BrokenEngines.alwaysWritesData();
    }
  }

  @Test
  void nansThatAreLeftAsTheyComeAreCaught() {
    assertThat(failuresOf(LeavesNansAsTheyCome.class))
        .contains("arithmeticOnNansGivesTheCanonicalOne")
        .doesNotContain("bitsThatAreOnlyMovedStay");
  }

  static final class LeavesNansAsTheyCome extends BrokenChicory {
    @Override
    protected WasmEngine engine() {
      return BrokenEngines.leavesNansAsTheyCome();
    }
  }

  @Test
  void codeOfAnotherModuleIsCaught() {
    assertThat(failuresOf(KeepsOneEntry.class)).contains("modulesDoNotShareCachedCode");
  }

  static final class KeepsOneEntry extends BrokenChicory {
    @Override
    protected WasmEngine engine() {
      return BrokenEngines.keepsOneEntryInItsCache();
    }
  }

  @Test
  void aWrongResultAndAWrongCountAreCaughtByTheScripts() {
    assertThat(failuresOf(ScriptsCountOneTooMany.class)).containsExactly("i64.wast", "nop.wast");
    assertThat(failuresOf(ScriptsLoseABit.class)).containsExactly("i64.wast");
  }

  abstract static class TwoScripts extends SpecScriptContract {
    @Override
    protected boolean runs(String script) {
      return script.equals("i64.wast") || script.equals("nop.wast");
    }
  }

  static final class ScriptsCountOneTooMany extends TwoScripts {
    @Override
    protected List<WasmEngine> engines() {
      return List.of(BrokenEngines.countsOneTooMany());
    }
  }

  static final class ScriptsLoseABit extends TwoScripts {
    @Override
    protected List<WasmEngine> engines() {
      return List.of(BrokenEngines.losesTheHighestBitOfResults());
    }
  }

  private static List<String> failuresOf(Class<?> broken) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(broken))
        .execute()
        .testEvents()
        .failed()
        .map(event -> event.getTestDescriptor().getDisplayName().replace("()", ""))
        .sorted()
        .toList();
  }
}
