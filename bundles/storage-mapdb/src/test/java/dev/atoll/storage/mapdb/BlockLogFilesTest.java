package dev.atoll.storage.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.storage.StorageException;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlockLogFilesTest {

  private static final long SEGMENT_SIZE_BYTES = 4096;

  private static final int HEAD = BlockRecord.SIZE_BYTES;

  @TempDir private Path directory;

  private SegmentedBlockLog open() {
    return new SegmentedBlockLog(directory, SEGMENT_SIZE_BYTES);
  }

  private static void append(SegmentedBlockLog log, long first, long last) {
    for (long height = first; height <= last; height++) {
      log.append(new Height(height), block(height));
    }
  }

  private static Bytes block(long height) {
    return Bytes.wrap(new byte[] {(byte) height, 2, 3, 4, 5, 6, 7, 8});
  }

  private static void assertHolds(SegmentedBlockLog log, long first, long last) {
    assertThat(log.firstHeight()).isEqualTo(new Height(first));
    assertThat(log.lastHeight()).isEqualTo(new Height(last));
    for (long height = first; height <= last; height++) {
      assertThat(log.read(new Height(height))).isEqualTo(block(height));
    }
  }

  /// The files as a crash would leave them: not closed, and so without a mark at the end.
  private List<Path> files() {
    return StorageFiles.list(directory);
  }

  private Path onlyFile() {
    assertThat(files()).hasSize(1);
    return files().getFirst();
  }

  private static int offsetOf(int block) {
    return FileHead.SIZE_BYTES + block * (HEAD + 8);
  }

  @Test
  void aTornTailIsCut() throws IOException {
    SegmentedBlockLog log = open();
    append(log, 1, 3);
    log.sync();
    append(log, 4, 4);
    Path file = onlyFile();
    byte[] whole = Files.readAllBytes(file);
    assertThat(whole).hasSize(offsetOf(4));

    for (int length = offsetOf(3); length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      SegmentedBlockLog reopened = open();
      assertHolds(reopened, 1, 3);
      append(reopened, 4, 5);
      reopened.close();
      SegmentedBlockLog again = open();
      assertHolds(again, 1, 5);
      again.close();
    }
  }

  @Test
  void aDamagedTailThatWasNeverSyncedIsCut() throws IOException {
    SegmentedBlockLog log = open();
    append(log, 1, 2);
    log.sync();
    append(log, 3, 6);
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, offsetOf(2), offsetOf(4), (byte) 0); // written back out of order

    Files.write(file, bytes);

    SegmentedBlockLog reopened = open();
    assertHolds(reopened, 1, 2);
    reopened.close();
  }

  @Test
  void damageInTheMiddleIsTold() throws IOException {
    SegmentedBlockLog log = open();
    for (long height = 1; height <= 5; height++) {
      append(log, height, height);
      log.sync();
    }
    Path file = onlyFile();
    byte[] whole = Files.readAllBytes(file);

    for (int at = offsetOf(0); at < offsetOf(4); at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x40;
      Files.write(file, damaged);
      int record = (at - offsetOf(0)) / (HEAD + 8);
      assertThatThrownBy(this::open)
          .isInstanceOf(StorageException.class)
          .hasMessage("%s is damaged at %d".formatted(file, offsetOf(record)));
    }
  }

  @Test
  void damageOfTheLastBlockOfAClosedLogIsTold() throws IOException {
    SegmentedBlockLog log = open();
    append(log, 1, 2);
    log.close();
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    bytes[offsetOf(1) + HEAD] ^= 1;

    Files.write(file, bytes);

    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("is damaged at " + offsetOf(1));
  }

  @Test
  void damageWhileTheLogIsOpenIsToldByTheRead() throws IOException {
    SegmentedBlockLog log = open();
    append(log, 1, 2);
    byte[] bytes = Files.readAllBytes(onlyFile());
    bytes[offsetOf(0) + HEAD] ^= 1;

    Files.write(onlyFile(), bytes);

    assertThatThrownBy(() -> log.read(new Height(1))).isInstanceOf(StorageException.class);
    assertThat(log.read(new Height(2))).isEqualTo(block(2));
    log.close();
  }

  @Test
  void segmentsAreOfBoundedSizeAndRemovedWhole() {
    SegmentedBlockLog log = open();
    append(log, 10, 1_000);
    log.sync();
    int before = files().size();
    assertThat(before).isGreaterThan(5);
    assertThat(files())
        .allSatisfy(f -> assertThat(Files.size(f)).isLessThan(SEGMENT_SIZE_BYTES + HEAD + 8));

    log.removeBelow(new Height(900));

    assertThat(files()).hasSizeLessThan(before / 2);
    Height first = log.firstHeight();
    assertThat(first).isNotNull().isBetween(new Height(700), new Height(900));
    log.close();
    SegmentedBlockLog reopened = open();
    assertHolds(reopened, first == null ? 0 : first.value(), 1_000);
    reopened.close();
  }

  @Test
  void aMissingSegmentIsTold() {
    SegmentedBlockLog log = open();
    append(log, 1, 1_000);
    log.close();

    DiskFile.delete(files().get(1));

    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(", expected ");
  }

  @Test
  void damageInAnEarlierSegmentIsTold() throws IOException {
    SegmentedBlockLog log = open();
    append(log, 1, 1_000);
    log.close();
    Path earlier = files().get(1);
    byte[] bytes = Files.readAllBytes(earlier);

    Files.write(earlier, Arrays.copyOf(bytes, bytes.length - 3));

    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(earlier + " is damaged at " + (bytes.length - HEAD - 8));
  }

  @Test
  void aSegmentThatWasJustBegunIsForgotten() throws IOException {
    SegmentedBlockLog log = open();
    append(log, 1, 3);
    log.sync();
    Files.write(directory.resolve("0000000000000000004.blocks"), new byte[] {'A', 'T'});

    SegmentedBlockLog reopened = open();

    assertHolds(reopened, 1, 3);
    append(reopened, 4, 4);
    assertHolds(reopened, 1, 4);
    reopened.close();
  }

  @Test
  void thoseWhoSyncAtTheSameTimeShareTheWork() {
    SegmentedBlockLog log = new SegmentedBlockLog(directory, 1 << 30);
    Object order = new Object();
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int writer = 0; writer < 8; writer++) {
      writers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 100; i++) {
                  synchronized (order) {
                    Height last = log.lastHeight();
                    long next = last == null ? 1 : last.value() + 1;
                    append(log, next, next);
                  }
                  log.sync();
                }
              },
              command -> Thread.ofPlatform().start(command)));
    }

    writers.forEach(CompletableFuture::join);

    assertThat(log.lastHeight()).isEqualTo(new Height(800));
    assertThat(log.forces()).isBetween(1L, 700L);
    log.close();
  }
}
