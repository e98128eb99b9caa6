package dev.atoll.replica.persistence;

import static dev.atoll.replica.persistence.CheckpointFixture.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.storage.StorageException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Checkpoints of more than one batch, and rounds beside them.
final class LargeCheckpointsTest {

  /// More than four batches of pages.
  private static final int PAGES = 5_000;

  @TempDir private Path directory;

  private CheckpointFixture fixture;

  @BeforeEach
  void open() {
    fixture = new CheckpointFixture(directory);
    fixture.create(1);
    fixture.install(1, 1);
  }

  private void writeAll(int value) {
    for (int page = 0; page < PAGES; page++) {
      fixture.write(1, fixture.heap(1), page, value);
    }
  }

  @Test
  void noBatchIsLargeHoweverManyPagesThereAre() {
    writeAll(1);

    fixture.checkpoint();

    assertThat(fixture.storage.pages()).isEqualTo(PAGES);
    assertThat(fixture.storage.commits()).isBetween(5, 8);
    assertThat(fixture.storage.largestBatch()).isLessThan(5L << 20);
    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
  }

  @Test
  void roundsBesideTheWritingDoNotShow() {
    writeAll(1);
    fixture.write(1, fixture.stable(1), 3, 3);
    PendingCheckpoint checkpoint = fixture.begin();
    Map<String, Object> atBegin = contents(fixture.state);
    writeAll(2);
    fixture.install(1, 2);
    fixture.create(2);

    assertThat(checkpoint.write()).isTrue();

    assertThat(contents(fixture.load())).isEqualTo(atBegin);
    fixture.checkpoint();
    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
    assertThat(fixture.storage.storedPages()).isEqualTo(1);
  }

  @Test
  void anImageThatIsClosedMeanwhileIsWrittenToTheEnd() {
    writeAll(1);
    PendingCheckpoint checkpoint = fixture.begin();
    Map<String, Object> atBegin = contents(fixture.state);
    var old = fixture.heap(1);
    fixture.install(1, 2);
    old.close();

    checkpoint.write();

    assertThat(contents(fixture.load())).isEqualTo(atBegin);
  }

  @Test
  void aStoppedCheckpointLeavesTheOneBeforeAndIsMadeUpFor() {
    fixture.checkpoint();
    Map<String, Object> before = contents(fixture.state);
    writeAll(1);
    PendingCheckpoint checkpoint = fixture.begin();

    assertThat(checkpoint.stop()).isTrue();

    assertThat(checkpoint.write()).isFalse();
    assertThat(contents(fixture.load())).isEqualTo(before);
    fixture.checkpoint();
    assertThat(fixture.storage.pages()).isEqualTo(PAGES);
    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
  }

  @Test
  void onlyOneCheckpointIsWrittenAtATime() {
    PendingCheckpoint checkpoint = fixture.begin();

    assertThat(fixture.checkpoints.isWriting()).isTrue();
    assertThatThrownBy(fixture::begin)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the checkpoint of height 1 is still being written");

    checkpoint.write();
    assertThat(fixture.checkpoints.isWriting()).isFalse();
  }

  /// Scattered writes leave packs half empty.
  @Test
  void pagesInVainAreFewerThanThoseThatCount() {
    writeAll(1);
    fixture.checkpoint();
    for (int round = 0; round < 30; round++) {
      for (int page = round % 7; page < PAGES; page += 7) {
        fixture.write(1, fixture.heap(1), page, round);
      }
      fixture.checkpoint();

      assertThat(fixture.storage.pages()).isLessThan(PAGES);
      assertThat(fixture.storage.storedPages()).isLessThanOrEqualTo(3L * PAGES);
    }

    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
    fixture.restart();
    fixture.write(1, fixture.heap(1), 1, 1);
    fixture.checkpoint();
    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
  }

  @Test
  void aReplacedMemoryIsRemovedInBatches() {
    writeManyPacks();

    fixture.delete(1);
    fixture.checkpoint();

    assertThat(fixture.storage.commits()).isEqualTo(3);
    assertThat(fixture.storage.entries("pages")).isZero();
    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
  }

  @Test
  void theNextStartRemovesWhatADeathHasLeftOfAReplacedMemory() {
    writeManyPacks();
    fixture.delete(1);
    PendingCheckpoint checkpoint = fixture.begin();
    fixture.storage.failAfter(2);
    assertThatThrownBy(checkpoint::write).isInstanceOf(StorageException.class);
    assertThat(checkpoint.isValid()).isTrue();
    assertThat(fixture.storage.entries("pages")).isPositive();
    Map<String, Object> atBegin = contents(fixture.state);

    fixture.restart();

    assertThat(contents(fixture.state)).isEqualTo(atBegin);
    assertThat(fixture.storage.entries("pages")).isZero();
    assertThat(fixture.storage.entries("blobs")).isZero();
  }

  private void writeManyPacks() {
    for (int page = 0; page < CheckpointOutput.BATCH_WRITES_MAX + 100; page++) {
      fixture.write(1, fixture.heap(1), page, 1);
      fixture.checkpoint();
    }
  }
}
