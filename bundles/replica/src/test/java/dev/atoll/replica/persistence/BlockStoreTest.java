package dev.atoll.replica.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.consensus.FinalizedBatch;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.tck.storage.SimulatedStorageFactory;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlockStoreTest {

  private final SimulatedStorageFactory storages = new SimulatedStorageFactory();

  @TempDir private Path directory;

  @Test
  void anEmptyLogHasNothingToReplay() {
    BlockStore blocks = open();

    assertThat(blocks.lastHeight()).isNull();
    assertThat(replay(blocks, 0)).isEmpty();
  }

  @Test
  void whatIsAboveTheStateIsReplayedInOrder() {
    BlockStore blocks = open();
    append(blocks, 1, 5);

    assertThat(blocks.lastHeight()).isEqualTo(new Height(5));
    assertThat(replay(blocks, 0)).containsExactly(batch(1), batch(2), batch(3), batch(4), batch(5));
    assertThat(replay(blocks, 3)).containsExactly(batch(4), batch(5));
    assertThat(replay(blocks, 5)).isEmpty();
    assertThat(replay(blocks, 9)).isEmpty();
  }

  @Test
  void aBlockSurvivesACrashOnceItIsAppended() {
    append(open(), 1, 3);

    storages.crash(directory);

    assertThat(replay(open(), 0)).containsExactly(batch(1), batch(2), batch(3));
  }

  @Test
  void whatACheckpointContainsIsForgottenAndTheLogGoesOn() {
    BlockStore blocks = open();
    append(blocks, 1, 5);

    blocks.removeThrough(new Height(4));
    append(blocks, 6, 6);

    assertThat(replay(blocks, 4)).containsExactly(batch(5), batch(6));
  }

  @Test
  void aStateThatIsTooOldForTheLogIsNotReplayed() {
    BlockStore blocks = open();
    append(blocks, 1, 7);
    blocks.removeThrough(new Height(5));

    assertThatThrownBy(() -> replay(blocks, 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("block 4 is missing: the state is at height 3 and the block log ends at 7");
  }

  private BlockStore open() {
    Storage storage = storages.open(directory);
    return new BlockStore(storage.blocks());
  }

  private static void append(BlockStore blocks, long first, long last) {
    for (long height = first; height <= last; height++) {
      blocks.append(batch(height));
    }
  }

  private static List<FinalizedBatch> replay(BlockStore blocks, long above) {
    List<FinalizedBatch> replayed = new ArrayList<>();
    blocks.replayAbove(new Height(above), replayed::add);
    return replayed;
  }

  private static FinalizedBatch batch(long height) {
    return new FinalizedBatch(
        new Height(height),
        1_000 + height,
        Bytes.wrap(new byte[32]),
        Bytes.ofUtf8("payload " + height));
  }
}
