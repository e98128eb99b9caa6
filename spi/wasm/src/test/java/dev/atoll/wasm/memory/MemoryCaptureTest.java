package dev.atoll.wasm.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryCaptureTest {

  private static final int PAGE = LinearMemory.PAGE_SIZE_BYTES;

  private final CommittedMemory committed = new CommittedMemory();

  private final LinearMemory memory = LinearMemory.forEngine(1, 4);

  private void write(int page, int value) {
    memory.write((long) page * PAGE, new byte[] {(byte) value});
    memory.commit(committed);
  }

  /// The first byte of each page that `capture` gives, a few pages at a time.
  private static SortedMap<Integer, Byte> rest(MemoryCapture capture, int atOnce) {
    TreeMap<Integer, Byte> found = new TreeMap<>();
    int[] pages = new int[atOnce];
    byte[] content = new byte[atOnce * PAGE];
    for (int count = capture.read(pages, MemorySegment.ofArray(content));
        count > 0;
        count = capture.read(pages, MemorySegment.ofArray(content))) {
      for (int i = 0; i < count; i++) {
        assertThat(found.put(pages[i], content[i * PAGE])).isNull();
      }
    }
    return found;
  }

  @Test
  void eachPageIsCapturedOnceAfterItWasWritten() {
    write(1, 7);
    try (MemoryCapture first = committed.captureChanged()) {
      assertThat(first.pageCount()).isEqualTo(1);
      assertThat(rest(first, 4)).containsOnlyKeys(1);
    }

    write(3, 7);
    memory.write(2L * PAGE, new byte[] {1});
    memory.rollback(committed);

    assertThat(committed.changedPageCount()).isEqualTo(1);
    try (MemoryCapture second = committed.captureChanged()) {
      assertThat(rest(second, 4)).containsOnlyKeys(3);
    }
  }

  @Test
  void whatIsPublishedMeanwhileDoesNotShow() {
    write(1, 7);
    write(2, 8);
    MemoryCapture capture = committed.captureChanged();

    write(2, 9);
    memory.write(PAGE, new byte[] {10});
    memory.stage(committed);
    committed.publish();
    write(3, 11);

    assertThat(rest(capture, 1)).containsEntry(1, (byte) 7).containsEntry(2, (byte) 8).hasSize(2);
    capture.close();
    try (MemoryCapture next = committed.captureChanged()) {
      assertThat(rest(next, 8)).containsExactlyEntriesOf(map(1, 10, 2, 9, 3, 11));
    }
  }

  private static SortedMap<Integer, Byte> map(int... pairs) {
    TreeMap<Integer, Byte> map = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], (byte) pairs[i + 1]);
    }
    return map;
  }

  @Test
  void pagesPutBackBelongToTheNextCapture() {
    write(1, 7);
    MemoryCapture failed = committed.captureChanged();
    rest(failed, 4);
    write(2, 8);
    failed.putBack();

    try (MemoryCapture again = committed.captureChanged()) {
      assertThat(rest(again, 4)).containsOnlyKeys(1, 2);
    }
  }

  @Test
  void touchedPagesAreCapturedThoughNobodyWroteThem() {
    write(1, 7);
    write(2, 8);
    committed.captureChanged().close();
    BitSet touched = new BitSet();
    touched.set(2);
    committed.touch(touched);

    try (MemoryCapture capture = committed.captureChanged()) {
      assertThat(rest(capture, 4)).containsExactlyEntriesOf(map(2, 8));
    }
  }

  @Test
  void allPagesThatWereEverWrittenCanBeCaptured() {
    write(1, 7);
    write(2, 8);
    committed.captureChanged().close();

    try (MemoryCapture all = committed.captureAll()) {
      assertThat(rest(all, 4)).containsOnlyKeys(1, 2);
    }
  }

  @Test
  void aMemoryClosedMeanwhileCanBeReadToTheEnd() {
    write(1, 7);
    MemoryCapture capture = committed.captureChanged();

    committed.close();

    assertThat(rest(capture, 4)).containsExactlyEntriesOf(map(1, 7));
    capture.close();
    assertThatThrownBy(() -> committed.read(0, 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void thereIsOneCaptureAtATime() {
    MemoryCapture capture = committed.captureChanged();

    assertThatThrownBy(committed::captureChanged)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the last capture of this memory has not ended");

    capture.close();
    committed.captureAll().close();
  }

  /// Rounds with captures read bit by bit: applied one after the other they give the content at
  /// the moment of the last one.
  @Property(tries = 200)
  void capturesTogetherAreTheMemoryAsItWas(@ForAll long seed) {
    Random random = new Random(seed);
    CommittedMemory image = new CommittedMemory();
    LinearMemory writer = LinearMemory.forEngine(1, 4);
    byte[] store = new byte[4 * LinearMemory.WASM_PAGE_SIZE_BYTES];
    byte[] atCapture = new byte[0];
    @Nullable MemoryCapture capture = null;
    for (int step = 0; step < 200; step++) {
      switch (random.nextInt(6)) {
        case 0 -> writer.grow(1);
        case 1, 2 -> {
          int at = random.nextInt((int) writer.sizeBytes());
          writer.write(at, new byte[] {(byte) random.nextInt()});
          if (random.nextBoolean()) {
            writer.stage(image);
          }
        }
        case 3 -> {
          writer.stage(image);
          image.publish();
        }
        case 4 -> {
          if (capture == null) {
            capture = image.captureChanged();
            atCapture = image.read(0, (int) image.sizeBytes());
          }
        }
        default -> {
          if (capture != null && !copySome(capture, store, random)) {
            assertThat(Arrays.copyOf(store, atCapture.length)).isEqualTo(atCapture);
            capture.close();
            capture = null;
          }
        }
      }
    }
  }

  private static boolean copySome(MemoryCapture capture, byte[] store, Random random) {
    int[] pages = new int[1 + random.nextInt(5)];
    byte[] content = new byte[pages.length * PAGE];
    int count = capture.read(pages, MemorySegment.ofArray(content));
    for (int i = 0; i < count; i++) {
      System.arraycopy(content, i * PAGE, store, pages[i] * PAGE, PAGE);
    }
    return count > 0;
  }
}
