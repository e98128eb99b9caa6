package dev.atoll.spi.tck.storage;

import static dev.atoll.spi.tck.storage.StorageLab.appendBlocks;
import static dev.atoll.spi.tck.storage.StorageLab.blockOf;
import static dev.atoll.spi.tck.storage.StorageLab.blocks;
import static dev.atoll.spi.tck.storage.StorageLab.h;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.storage.BlockLog;
import dev.atoll.types.Height;
import org.junit.jupiter.api.Test;

/// Removing blocks from the front, and what is there after reopening.
interface BlockLogLifeRules {

  StorageLab lab();

  @Test
  default void syncedBlocksAreThereAfterReopening() {
    var storage = lab().open();
    appendBlocks(storage, 3, 5);

    var reopened = lab().reopen(storage);
    appendBlocks(reopened, 6, 6);
    var again = lab().reopen(reopened);

    assertThat(blocks(again)).containsExactly("block 3", "block 4", "block 5", "block 6");
    assertThat(again.blocks().firstHeight()).isEqualTo(h(3));
  }

  @Test
  default void blocksFromTheGivenHeightOnStay() {
    var storage = lab().open();
    appendBlocks(storage, 1, 3_000);

    storage.blocks().removeBelow(h(2_990));
    assertNoHole(storage.blocks(), 2_990, 3_000);
    appendBlocks(storage, 3_001, 3_001);
    storage.blocks().removeBelow(h(5));
    assertNoHole(storage.blocks(), 2_990, 3_001);

    assertNoHole(lab().reopen(storage).blocks(), 2_990, 3_001);
  }

  @Test
  default void theLastBlockStaysInAnyCase() {
    var storage = lab().open();
    storage.blocks().removeBelow(h(10));
    appendBlocks(storage, 1, 3);

    storage.blocks().removeBelow(h(4));
    storage.blocks().removeBelow(h(100));

    assertNoHole(storage.blocks(), 3, 3);
    appendBlocks(storage, 4, 4);
    assertNoHole(lab().reopen(storage).blocks(), 3, 4);
  }

  /// Every block from `from` to `last` is there, and so is whatever lies between them and the
  /// first.
  private static void assertNoHole(BlockLog log, long from, long last) {
    Height first = log.firstHeight();
    assertThat(first).isNotNull().isLessThanOrEqualTo(h(from));
    assertThat(log.lastHeight()).isEqualTo(h(last));
    for (long height = first == null ? from : first.value(); height <= last; height++) {
      assertThat(log.read(h(height))).isEqualTo(blockOf(height));
    }
    if (first != null && first.value() > 0) {
      assertThat(log.read(h(first.value() - 1))).isNull();
    }
  }
}
