package dev.atoll.wasm.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LinearMemoryTest {

  private static final int PAGE = LinearMemory.PAGE_SIZE_BYTES;
  private static final int WASM_PAGE = LinearMemory.WASM_PAGE_SIZE_BYTES;
  private static final byte[] WORD = {1, 2, 3, 4};

  @Test
  void growthKeepsBytesAndStopsAtTheMaximum() {
    try (LinearMemory memory = LinearMemory.forEngine(1, 3)) {
      memory.write(0, WORD);

      assertThat(memory.grow(0)).isEqualTo(1);
      assertThat(memory.grow(2)).isEqualTo(1);
      assertThat(memory.grow(1)).isEqualTo(-1);
      assertThat(memory.grow(-1)).isEqualTo(-1);
      assertThat(memory.sizePages()).isEqualTo(3);
      assertThat(memory.read(0, 4)).isEqualTo(WORD);
      assertThat(memory.read(3L * WASM_PAGE - 4, 4)).isEqualTo(new byte[4]);
    }
  }

  @Test
  void aWriteAcrossPagesMarksAllOfThem() {
    try (LinearMemory memory = LinearMemory.forEngine(1, 1)) {
      memory.write(PAGE - 2, WORD);
      memory.write(5L * PAGE, new byte[2 * PAGE]);

      assertThat(memory.dirtyPages()).containsExactly(0, 1, 5, 6);
    }
  }

  @Test
  void anEngineMarksPagesInTheMap() {
    try (LinearMemory memory = LinearMemory.forEngine(1, 1);
        CommittedMemory committed = new CommittedMemory()) {
      memory.segment().set(JAVA_BYTE, 3 * PAGE, (byte) 9);
      memory.dirtyMap().set(JAVA_BYTE, 3, (byte) 1);

      memory.commit(committed);

      assertThat(committed.read(3 * PAGE, 1)).containsExactly(9);
      assertThat(memory.dirtyPages()).isEmpty();
    }
  }

  @Test
  void accessOutsideFails() {
    try (LinearMemory memory = LinearMemory.forHost(1, 2)) {
      assertThatThrownBy(() -> memory.read(WASM_PAGE - 3, 4))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> memory.write(-1, WORD))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> memory.write(Long.MAX_VALUE, WORD))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void aCommitIsWhatRollBackReturnsTo() {
    try (LinearMemory memory = LinearMemory.forEngine(1, 4);
        CommittedMemory committed = new CommittedMemory()) {
      memory.write(10, WORD);
      memory.commit(committed);
      memory.write(10, new byte[] {9, 9});
      memory.grow(2);
      memory.write(2L * WASM_PAGE, WORD);

      memory.rollback(committed);

      assertThat(memory.read(10, 4)).isEqualTo(WORD);
      assertThat(memory.sizePages()).isEqualTo(1);
      assertThat(memory.dirtyPages()).isEmpty();
      memory.grow(2);
      assertThat(memory.read(2L * WASM_PAGE, 4)).isEqualTo(new byte[4]);
    }
  }

  @Test
  void aCommitWithoutChangesMakesNoVersion() {
    try (LinearMemory memory = LinearMemory.forEngine(0, 4);
        CommittedMemory committed = new CommittedMemory()) {
      memory.commit(committed);
      assertThat(committed.version()).isZero();

      memory.grow(1);
      memory.commit(committed);
      assertThat(committed.version()).isEqualTo(1);
      assertThat(committed.sizeBytes()).isEqualTo(WASM_PAGE);
    }
  }

  @Test
  void onlyAMemoryInStepMayCommit() {
    try (LinearMemory first = LinearMemory.forEngine(1, 1);
        LinearMemory second = LinearMemory.forEngine(1, 1);
        CommittedMemory committed = new CommittedMemory()) {
      first.write(0, WORD);
      first.commit(committed);

      assertThatThrownBy(() -> second.commit(committed))
          .hasMessage("cannot commit a memory of version 0: the committed version is 1");
    }
  }

  @Test
  void aMemoryBelongsToOneImage() {
    try (LinearMemory memory = LinearMemory.forEngine(1, 1);
        CommittedMemory committed = new CommittedMemory();
        CommittedMemory other = new CommittedMemory()) {
      memory.commit(committed);

      assertThatThrownBy(() -> memory.commit(other))
          .hasMessage("memory belongs to another committed image");
    }
  }

  @Test
  void aQueryMemoryFollowsEvenFromFarBehind() {
    try (LinearMemory memory = LinearMemory.forHost(1, 1);
        LinearMemory query = LinearMemory.forEngine(0, 1);
        CommittedMemory committed = new CommittedMemory()) {
      query.update(committed);
      for (int i = 0; i <= CommittedMemory.VERSIONS_KEPT_MAX; i++) {
        memory.write((i % 16) * (long) PAGE, new byte[] {(byte) i});
        memory.commit(committed);
      }
      query.grow(1);
      query.write(5L * PAGE, WORD);

      query.update(committed);

      assertThat(query.version()).isEqualTo(committed.version());
      assertThat(query.read(0, WASM_PAGE)).isEqualTo(committed.read(0, WASM_PAGE));
    }
  }

  @Test
  void aLoadedImageEqualsTheOneThatWasWritten() {
    try (LinearMemory memory = LinearMemory.forEngine(2, 2);
        CommittedMemory committed = new CommittedMemory();
        CommittedMemory loaded = new CommittedMemory();
        LinearMemory copy = LinearMemory.forEngine(0, 2)) {
      memory.write(WASM_PAGE - 2, WORD);
      memory.commit(committed);

      loaded.load(committed.sizeBytes(), committed::forEachPage);
      copy.update(loaded);

      assertThat(copy.read(0, 2 * WASM_PAGE)).isEqualTo(memory.read(0, 2 * WASM_PAGE));
      assertThat(loaded.changedPageCount()).isZero();
    }
  }

  @Test
  void aStableMemoryOf500GibIsReservedInSteps() {
    long maximum = 500L << 14;
    try (LinearMemory memory = LinearMemory.forHost(0, maximum);
        CommittedMemory committed = new CommittedMemory()) {
      memory.grow(1);
      memory.write(0, WORD);
      // sparse: only touched pages take memory
      assertThat(memory.grow(3L << 14)).isEqualTo(1);
      memory.write((3L << 30) + 8, WORD);
      memory.commit(committed);

      assertThat(memory.read(0, 4)).isEqualTo(WORD);
      assertThat(committed.read((3L << 30) + 8, 4)).isEqualTo(WORD);
    }
  }

  @Test
  void aClosedMemoryCannotBeUsed() {
    LinearMemory memory = LinearMemory.forEngine(1, 1);
    memory.close();

    assertThatThrownBy(() -> memory.read(0, 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void withoutNativeAccessASpaceIsCopied() {
    try (AddressSpace space = new AddressSpace(PAGE, null)) {
      space.segment().set(JAVA_BYTE, 7, (byte) 1);
      space.extend(2 * PAGE);

      assertThat(space.segment().get(JAVA_BYTE, 7)).isEqualTo((byte) 1);
      assertThat(space.reservedBytes()).isEqualTo(2 * PAGE);
      assertThat(space.isNative()).isFalse();
    }
  }

  @Test
  void aSavepointSaysWhenTheImageHasLostWhatItNeeds() {
    try (LinearMemory writer = LinearMemory.forEngine(1, 1);
        LinearMemory reader = LinearMemory.forEngine(1, 1);
        CommittedMemory committed = new CommittedMemory()) {
      writer.commit(committed);
      reader.update(committed);
      try (Savepoint savepoint = reader.savepoint(committed)) {
        reader.write(0, WORD);
        reader.write(PAGE, WORD);
        writer.write(5L * PAGE, WORD);
        writer.commit(committed);
        assertThat(savepoint.restore()).isTrue();
        assertThat(reader.read(0, 4)).isEqualTo(new byte[4]);
        assertThat(reader.read(5L * PAGE, 4)).isEqualTo(new byte[4]);

        reader.write(PAGE, WORD);
        writer.write(PAGE, WORD);
        writer.commit(committed);
        assertThat(savepoint.restore()).isFalse();
      }
    }
  }
}
