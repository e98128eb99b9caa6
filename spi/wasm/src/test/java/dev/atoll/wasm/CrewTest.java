package dev.atoll.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CrewTest {

  private static final int ITEMS = 1000;

  @Test
  void everyItemIsDoneOnce() {
    AtomicIntegerArray done = new AtomicIntegerArray(ITEMS);
    Crew.run(ITEMS, done::incrementAndGet);
    assertThat(IntStream.range(0, ITEMS).map(done::get)).containsOnly(1).hasSize(ITEMS);
  }

  @Test
  void theFailureIsThatOfTheFirstItemThatFailsWhateverTheThreads() {
    for (int round = 0; round < 200; round++) {
      int first = round * 3;
      assertThatThrownBy(
              () ->
                  Crew.run(
                      ITEMS,
                      i -> {
                        if (i >= first && i % 7 == first % 7) {
                          throw new IllegalStateException("item " + i);
                        }
                      }))
          .hasMessage("item " + first);
    }
  }

  @Test
  void anErrorIsThrownAsItIs() {
    StackOverflowError error = new StackOverflowError();
    assertThatThrownBy(
            () ->
                Crew.run(
                    ITEMS,
                    i -> {
                      if (i == 500) {
                        throw error;
                      }
                    }))
        .isSameAs(error);
  }

  @Test
  void noItemsAreNoWork() {
    Crew.run(
        0,
        i -> {
          throw new IllegalStateException("item " + i);
        });
  }
}
