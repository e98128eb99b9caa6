package dev.atoll.wasm.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StagedMemoryTest {

  private static final int MAX_PAGES = 40;

  @Test
  void readersSeeStagedContentOnlyAfterItIsPublished() {
    CommittedMemory committed = new CommittedMemory();
    LinearMemory writer = LinearMemory.forEngine(1, MAX_PAGES);
    LinearMemory reader = LinearMemory.forEngine(0, MAX_PAGES);

    writer.write(10, new byte[] {1, 2, 3});
    writer.stage(committed);
    reader.update(committed);
    assertThat(reader.sizeBytes()).isZero();
    assertThat(committed.latestSizeBytes()).isEqualTo(65_536);
    assertThat(committed.sizeBytes()).isZero();

    committed.publish();
    reader.update(committed);
    assertThat(reader.read(10, 3)).containsExactly(1, 2, 3);
    assertThat(committed.hasStaged()).isFalse();
  }

  @Test
  void aFailedMessageLeavesWhatAnEarlierOneOfTheRoundStaged() {
    CommittedMemory committed = new CommittedMemory();
    LinearMemory writer = LinearMemory.forHost(1, MAX_PAGES);
    writer.write(0, new byte[] {1});
    writer.stage(committed);

    writer.write(0, new byte[] {2});
    writer.write(5000, new byte[] {3});
    writer.grow(2);
    writer.write(70_000, new byte[] {4});
    writer.restore(committed);

    assertThat(writer.sizeBytes()).isEqualTo(65_536);
    assertThat(writer.read(0, 1)).containsExactly(1);
    assertThat(writer.read(5000, 1)).containsExactly(0);
    writer.grow(2);
    assertThat(writer.read(70_000, 1)).containsExactly(0);
    assertThat(writer.dirtyPageCount()).isZero();
  }

  @Test
  void theGuardDecidesOverGrowth() {
    LinearMemory memory = LinearMemory.forEngine(1, MAX_PAGES);
    memory.setGrowthGuard(
        (oldBytes, newBytes) -> {
          throw new IllegalStateException(oldBytes + " to " + newBytes);
        });

    assertThatThrownBy(() -> memory.grow(1)).hasMessage("65536 to 131072");
    assertThat(memory.grow(0)).isEqualTo(1);
    assertThat(memory.grow(MAX_PAGES)).isEqualTo(-1);
  }

  /// Compares random messages and rounds with plain arrays.
  @Property(tries = 60)
  void itBehavesLikeCopiesOfTheWholeMemory(@ForAll long seed) {
    Random random = new Random(seed);
    CommittedMemory committed = new CommittedMemory();
    LinearMemory writer =
        random.nextBoolean()
            ? LinearMemory.forEngine(1, MAX_PAGES)
            : LinearMemory.forHost(1, MAX_PAGES);
    LinearMemory reader = LinearMemory.forEngine(0, MAX_PAGES);
    byte[] latest = new byte[0];
    byte[] published = new byte[0];
    byte[] working = new byte[65_536];

    for (int step = 0; step < 200; step++) {
      switch (random.nextInt(8)) {
        case 0 -> {
          writer.stage(committed);
          latest = working.clone();
        }
        case 1 -> {
          writer.restore(committed);
          working = latest.clone();
        }
        case 2 -> {
          committed.publish();
          published = latest.clone();
        }
        case 3 -> {
          if (writer.grow(1) >= 0) {
            working = Arrays.copyOf(working, working.length + 65_536);
          }
        }
        case 4 -> {
          reader.update(committed);
          assertThat(reader.sizeBytes()).isEqualTo(published.length);
          assertThat(reader.read(0, published.length)).isEqualTo(published);
          if (published.length > 0) {
            reader.write(random.nextInt(published.length), new byte[] {99});
            reader.grow(1);
          }
        }
        case 5 -> {
          LinearMemory successor = LinearMemory.forEngine(0, MAX_PAGES);
          successor.takeOver(committed);
          writer = successor;
          working = latest.clone();
        }
        default -> {
          if (working.length > 0) {
            int at = random.nextInt(working.length);
            working[at] = (byte) random.nextInt();
            writer.write(at, new byte[] {working[at]});
          }
        }
      }
      assertThat(writer.sizeBytes()).isEqualTo(working.length);
    }
    assertThat(writer.read(0, working.length)).isEqualTo(working);
  }
}
