package dev.atoll.spi.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.atoll.spi.storage.StorageFactory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.testkit.engine.EngineTestKit;

/// The contract catches what it is there to catch, in the test whose name says so.
final class StorageContractTest {

  /// They move hundreds of megabytes, and none of the defects is about size.
  private static final Set<String> SLOW =
      Set.of(
          "valuesOfAnySizeAreKept()",
          "aValueOfTheGreatestSizeIsKept()",
          "aBatchOfManyPagesIsKept()",
          "blocksOfAnySizeAreKept()",
          "aBlockAboveTheLimitIsRefused()");

  @Test
  void signedOrderIsCaught() {
    assertThat(failuresOf(SignedOrder.class)).containsExactly("keysComeInTheOrderOfUnsignedBytes");
  }

  static final class SignedOrder extends StorageContract {
    @Override
    protected StorageFactory factory() {
      return BrokenStorages.with(BrokenStorages.SignedOrder::new);
    }
  }

  @Test
  void aBatchWrittenPieceByPieceIsCaught() {
    assertThat(failuresOf(WriteByWrite.class)).containsExactly("nobodySeesHalfABatch");
  }

  static final class WriteByWrite extends StorageContract {
    @Override
    protected StorageFactory factory() {
      return BrokenStorages.with(BrokenStorages.WriteByWrite::new);
    }
  }

  @Test
  void aScanOfTheLiveTableIsCaught() {
    assertThat(failuresOf(LiveScan.class)).contains("aScanSeesNothingOfWhatIsCommittedMeanwhile");
  }

  static final class LiveScan extends StorageContract {
    @Override
    protected StorageFactory factory() {
      return BrokenStorages.with(BrokenStorages.LiveScan::new);
    }
  }

  @Test
  void aRangeWithItsEndIsCaught() {
    assertThat(failuresOf(ClosedRange.class))
        .containsExactly("aScanGoesFromItsFirstKeyToBeforeItsEnd");
  }

  static final class ClosedRange extends StorageContract {
    @Override
    protected StorageFactory factory() {
      return BrokenStorages.with(BrokenStorages.ClosedRange::new);
    }
  }

  @Test
  void aStorageThatForgetsIsCaught() {
    assertThat(failuresOf(Forgets.class))
        .contains("whatWasCommittedIsThereAfterReopening", "syncedBlocksAreThereAfterReopening")
        .doesNotContain("aValueIsFoundAfterItsCommit");
  }

  static final class Forgets extends StorageContract {
    @Override
    protected StorageFactory factory() {
      return BrokenStorages.factory(directory -> new SimulatedStorageFactory().open(directory));
    }
  }

  @Test
  void aHoleInTheLogIsCaught() {
    assertThat(failuresOf(HolesInLog.class)).contains("aHoleIsRefused");
  }

  static final class HolesInLog extends StorageContract {
    @Override
    protected StorageFactory factory() {
      return BrokenStorages.with(BrokenStorages.HolesInLog::new);
    }
  }

  @Test
  void removingTheLastBlockIsCaught() {
    assertThat(failuresOf(RemovesLast.class)).containsExactly("theLastBlockStaysInAnyCase");
  }

  static final class RemovesLast extends StorageContract {
    @Override
    protected StorageFactory factory() {
      return BrokenStorages.with(BrokenStorages.RemovesLast::new);
    }
  }

  @Test
  void anImportOnTheWayIsCaught() {
    assertThat(failuresOf(ImportsOnTheWay.class))
        .containsExactly("aDamagedStreamLeavesTheStorageEmpty");
  }

  static final class ImportsOnTheWay extends StorageContract {
    @Override
    protected StorageFactory factory() {
      return BrokenStorages.with(BrokenStorages.ImportsOnTheWay::new);
    }
  }

  @Test
  void aClosedStorageThatAnswersIsCaught() {
    assertThat(failuresOf(AnswersWhenClosed.class))
        .containsExactly("aClosedStorageRefusesEverything");
  }

  static final class AnswersWhenClosed extends StorageContract {
    @Override
    protected StorageFactory factory() {
      return BrokenStorages.with(BrokenStorages.AnswersWhenClosed::new);
    }
  }

  private static List<String> failuresOf(Class<? extends StorageContract> broken) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(broken))
        .filters(
            (PostDiscoveryFilter)
                test -> FilterResult.includedIf(!SLOW.contains(test.getDisplayName())))
        .execute()
        .testEvents()
        .failed()
        .map(event -> event.getTestDescriptor().getDisplayName().replace("()", ""))
        .sorted()
        .toList();
  }
}
