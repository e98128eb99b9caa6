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
    Crew.full().run(ITEMS, 16, done::incrementAndGet);
    assertThat(IntStream.range(0, ITEMS).map(done::get)).containsOnly(1).hasSize(ITEMS);
  }

  @Test
  void theFailureIsThatOfTheFirstItemThatFailsWhateverTheThreads() {
    for (int round = 0; round < 200; round++) {
      int first = round * 3;
      assertThatThrownBy(
              () ->
                  Crew.full()
                      .run(
                          ITEMS,
                          16,
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
                Crew.full()
                    .run(
                        ITEMS,
                        1,
                        i -> {
                          if (i == 500) {
                            throw error;
                          }
                        }))
        .isSameAs(error);
  }

  @Test
  void noItemsAreNoWork() {
    Crew.full()
        .run(
            0,
            16,
            i -> {
              throw new IllegalStateException("item " + i);
            });
  }
}
