package dev.atoll.wasm.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Two memories on one image against plain arrays that are copied whole.
class LinearMemoryPropertyTest {

  private static final int WASM_PAGE = LinearMemory.WASM_PAGE_SIZE_BYTES;
  private static final int PAGES_MAX = 4;

  /// @param kind 0 to 3 write, 4 grow, 5 commit, 6 roll back, 7 write and update the query memory
  record Step(int kind, int address, int length, byte value) {}

  @Property(tries = 300)
  void commitAndRollBackEqualCopies(@ForAll("steps") List<Step> steps, @ForAll boolean host) {
    try (LinearMemory memory =
            host ? LinearMemory.forHost(1, PAGES_MAX) : LinearMemory.forEngine(1, PAGES_MAX);
        LinearMemory query = LinearMemory.forEngine(0, PAGES_MAX);
        CommittedMemory committed = new CommittedMemory()) {
      byte[] working = new byte[WASM_PAGE];
      byte[] image = new byte[0];
      for (Step step : steps) {
        switch (step.kind()) {
          case 4 -> {
            long old = working.length / WASM_PAGE;
            boolean fits = old < PAGES_MAX;
            assertThat(memory.grow(1)).isEqualTo(fits ? old : -1);
            working = fits ? Arrays.copyOf(working, working.length + WASM_PAGE) : working;
          }
          case 5 -> {
            memory.commit(committed);
            image = working.clone();
          }
          case 6 -> {
            memory.rollback(committed);
            working = image.clone();
          }
          case 7 -> {
            write(query, new byte[(int) query.sizeBytes()], step);
            query.update(committed);
            assertThat(query.read(0, (int) query.sizeBytes())).isEqualTo(image);
          }
          default -> write(memory, working, step);
        }
        assertThat(memory.sizeBytes()).isEqualTo(working.length);
        assertThat(memory.read(0, working.length)).isEqualTo(working);
        assertThat(committed.sizeBytes()).isEqualTo(image.length);
        assertThat(committed.read(0, image.length)).isEqualTo(image);
      }
    }
  }

  @Property(tries = 300)
  void aSavepointIsWhatOneReturnsTo(
      @ForAll("steps") List<Step> before,
      @ForAll("steps") List<Step> after,
      @ForAll("steps") List<Step> later,
      @ForAll boolean host) {
    try (LinearMemory memory =
            host ? LinearMemory.forHost(1, PAGES_MAX) : LinearMemory.forEngine(1, PAGES_MAX);
        CommittedMemory committed = new CommittedMemory()) {
      memory.commit(committed);
      writeAndGrow(memory, before);
      byte[] saved = content(memory);
      try (Savepoint savepoint = memory.savepoint(committed)) {
        writeAndGrow(memory, after);

        assertThat(savepoint.restore()).isTrue();
        assertThat(content(memory)).isEqualTo(saved);

        writeAndGrow(memory, later);
        assertThat(savepoint.restore()).isTrue();
        assertThat(content(memory)).isEqualTo(saved);
      }

      memory.rollback(committed);
      assertThat(content(memory)).isEqualTo(new byte[WASM_PAGE]);
    }
  }

  private static byte[] content(LinearMemory memory) {
    return memory.read(0, (int) memory.sizeBytes());
  }

  private static void writeAndGrow(LinearMemory memory, List<Step> steps) {
    for (Step step : steps) {
      if (step.kind() == 4) {
        memory.grow(1);
      } else {
        write(memory, content(memory), step);
      }
    }
  }

  private static void write(LinearMemory memory, byte[] model, Step step) {
    if (model.length > 0) {
      int address = step.address() % model.length;
      int length = Math.min(step.length(), model.length - address);
      byte[] bytes = new byte[length];
      Arrays.fill(bytes, step.value());
      memory.write(address, bytes);
      System.arraycopy(bytes, 0, model, address, length);
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 7),
            Arbitraries.integers().between(0, PAGES_MAX * WASM_PAGE),
            Arbitraries.integers().between(0, 10_000),
            Arbitraries.bytes())
        .as(Step::new)
        .list()
        .ofMaxSize(30);
  }
}
