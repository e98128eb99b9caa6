package dev.atoll.spi.tck.storage;

import static dev.atoll.spi.tck.storage.StorageLab.appendBlocks;
import static dev.atoll.spi.tck.storage.StorageLab.b;
import static dev.atoll.spi.tck.storage.StorageLab.blockOf;
import static dev.atoll.spi.tck.storage.StorageLab.blocks;
import static dev.atoll.spi.tck.storage.StorageLab.h;
import static dev.atoll.spi.tck.storage.StorageLab.pattern;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.storage.BlockLog;
import dev.atoll.types.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Blocks follow each other without holes.
interface BlockLogRules {

  StorageLab lab();

  @Test
  default void aNewLogIsEmpty() {
    BlockLog log = lab().open().blocks();

    log.sync();

    assertThat(log.firstHeight()).isNull();
    assertThat(log.lastHeight()).isNull();
    assertThat(log.read(h(0))).isNull();
  }

  @Test
  default void theLogIsAlwaysTheSameObject() {
    var storage = lab().open();

    assertThat(storage.blocks()).isSameAs(storage.blocks());
  }

  @Test
  default void aBlockIsFoundAtItsHeight() {
    var storage = lab().open();

    appendBlocks(storage, 1, 3);

    assertThat(blocks(storage)).containsExactly("block 1", "block 2", "block 3");
    assertThat(storage.blocks().firstHeight()).isEqualTo(h(1));
    assertThat(storage.blocks().lastHeight()).isEqualTo(h(3));
    assertThat(storage.blocks().read(h(0))).isNull();
    assertThat(storage.blocks().read(h(4))).isNull();
  }

  @Test
  default void aBlockIsFoundBeforeItIsSynced() {
    BlockLog log = lab().open().blocks();

    log.append(h(5), b("five"));

    assertThat(log.read(h(5))).isEqualTo(b("five"));
    assertThat(log.lastHeight()).isEqualTo(h(5));
  }

  @Test
  default void aLogMayBeginAtAnyHeight() {
    var genesis = lab().open("genesis");
    var late = lab().open("late");

    appendBlocks(genesis, 0, 1);
    appendBlocks(late, Long.MAX_VALUE - 2, Long.MAX_VALUE - 1);

    assertThat(blocks(genesis)).containsExactly("block 0", "block 1");
    assertThat(late.blocks().firstHeight()).isEqualTo(h(Long.MAX_VALUE - 2));
    assertThat(late.blocks().read(h(Long.MAX_VALUE - 1))).isEqualTo(blockOf(Long.MAX_VALUE - 1));
  }

  @Test
  default void aHoleIsRefused() {
    var storage = lab().open();
    appendBlocks(storage, 7, 8);

    for (long height : new long[] {0, 6, 7, 8, 10, 1_000_000}) {
      assertThatThrownBy(() -> storage.blocks().append(h(height), b("no")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(Long.toString(height));
    }

    appendBlocks(storage, 9, 9);
    assertThat(blocks(storage)).containsExactly("block 7", "block 8", "block 9");
  }

  @Test
  default void blocksOfAnySizeAreKept() {
    var storage = lab().open();
    List<Integer> sizes = List.of(0, 1, 4096, 3 * 1024 * 1024, 2, BlockLog.BLOCK_SIZE_BYTES_MAX, 0);
    for (int i = 0; i < sizes.size(); i++) {
      storage.blocks().append(h(i), pattern(sizes.get(i), i));
    }
    storage.blocks().sync();

    var reopened = lab().reopen(storage);

    for (int i = 0; i < sizes.size(); i++) {
      Bytes block = reopened.blocks().read(h(i));
      assertThat(Objects.equals(block, pattern(sizes.get(i), i))).isTrue();
    }
  }

  @Test
  default void aBlockAboveTheLimitIsRefused() {
    BlockLog log = lab().open().blocks();
    Bytes tooLarge = Bytes.wrap(new byte[BlockLog.BLOCK_SIZE_BYTES_MAX + 1]);

    assertThatThrownBy(() -> log.append(h(1), tooLarge))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Integer.toString(BlockLog.BLOCK_SIZE_BYTES_MAX));
    assertThat(log.lastHeight()).isNull();
  }

  @Test
  default void severalThreadsSyncWhileOneAppends() {
    BlockLog log = lab().open().blocks();
    log.append(h(1), blockOf(1));
    List<CompletableFuture<Void>> syncs = new ArrayList<>();
    for (int thread = 0; thread < 3; thread++) {
      syncs.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 30; i++) {
                  log.sync();
                  assertThat(log.read(h(1))).isEqualTo(blockOf(1));
                }
              }));
    }
    for (long height = 2; height <= 300; height++) {
      log.append(h(height), blockOf(height));
    }

    syncs.forEach(CompletableFuture::join);

    for (long height = 1; height <= 300; height++) {
      assertThat(log.read(h(height))).isEqualTo(blockOf(height));
    }
  }
}
