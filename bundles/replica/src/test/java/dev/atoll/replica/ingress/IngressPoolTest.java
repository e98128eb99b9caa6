package dev.atoll.replica.ingress;

import static dev.atoll.replica.ingress.Calls.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class IngressPoolTest {

  private static final int ROOM = 4 << 20;

  private final IngressPool pool = new IngressPool();

  @Test
  void callsAreProposedInTheOrderInWhichTheyCame() {
    pool.add(Calls.of(3));
    pool.add(Calls.of(1));
    pool.add(Calls.of(2));

    assertThat(pool.select(NOW, ROOM)).containsExactly(Calls.of(3), Calls.of(1), Calls.of(2));
  }

  @Test
  void aCallIsProposedUntilABatchBringsIt() {
    pool.add(Calls.of(1));

    assertThat(pool.select(NOW, ROOM)).hasSize(1);
    assertThat(pool.select(NOW, ROOM)).hasSize(1);

    pool.delivered(List.of(Calls.of(1)));

    assertThat(pool.select(NOW, ROOM)).isEmpty();
  }

  @Test
  void theSameCallTwiceIsOne() {
    assertThat(pool.add(Calls.of(1))).isTrue();
    assertThat(pool.add(Calls.of(1))).isTrue();

    assertThat(pool.size()).isEqualTo(1);
    assertThat(pool.select(NOW, ROOM)).hasSize(1);
  }

  @Test
  void aCallIsKnownUntilItIsExecuted() {
    pool.add(Calls.of(1));
    pool.delivered(List.of(Calls.of(1)));

    assertThat(pool.contains(Calls.of(1).requestId())).isTrue();
    assertThat(pool.add(Calls.of(1))).isTrue();
    assertThat(pool.select(NOW, ROOM)).isEmpty();

    pool.executed(List.of(Calls.of(1)));

    assertThat(pool.contains(Calls.of(1).requestId())).isFalse();
  }

  @Test
  void aBatchMayBringCallsOfOtherNodes() {
    pool.delivered(List.of(Calls.of(1)));
    pool.executed(List.of(Calls.of(1)));

    assertThat(pool.size()).isZero();
    assertThat(pool.add(Calls.of(1))).isTrue();
  }

  @Test
  void thereIsRoomForSoManyCalls() {
    IngressPool small = new IngressPool(2, IngressPool.SIZE_BYTES_MAX);

    assertThat(small.add(Calls.of(1))).isTrue();
    assertThat(small.add(Calls.of(2))).isTrue();
    assertThat(small.add(Calls.of(3))).isFalse();
    assertThat(small.add(Calls.of(2))).isTrue();
  }

  @Test
  void thereIsRoomForSoManyBytesAndItComesBack() {
    SignedCall first = Calls.of(1, NOW, 1000);
    IngressPool small = new IngressPool(10, 2 * first.sizeBytes() + 10);

    assertThat(small.add(first)).isTrue();
    assertThat(small.add(Calls.of(2, NOW, 1000))).isTrue();
    assertThat(small.add(Calls.of(3, NOW, 1000))).isFalse();

    small.delivered(List.of(first));

    assertThat(small.add(Calls.of(3, NOW, 1000))).isTrue();
    assertThat(small.add(Calls.of(4, NOW, 1000))).isFalse();
  }

  @Test
  void whatHasExpiredIsDropped() {
    pool.add(Calls.of(1, NOW - 1, 0));
    pool.add(Calls.of(2, NOW, 0));

    assertThat(pool.select(NOW, ROOM)).containsExactly(Calls.of(2, NOW, 0));
    assertThat(pool.contains(Calls.of(1, NOW - 1, 0).requestId())).isFalse();
    assertThat(pool.size()).isEqualTo(1);
  }

  @Test
  void whatExpiresTooLateForABatchWaitsForALaterOne() {
    SignedCall late = Calls.of(1, NOW + 360_000_000_001L, 0);
    pool.add(late);

    assertThat(pool.select(NOW, ROOM)).isEmpty();
    assertThat(pool.select(NOW + 1, ROOM)).containsExactly(late);
  }

  @Test
  void aPayloadIsNeverLargerThanAsked() {
    for (int i = 0; i < 50; i++) {
      pool.add(Calls.of(i, NOW, i % 2 == 0 ? 700 : 10));
    }

    for (int room = 0; room < 20_000; room += 97) {
      assertThat(PayloadCodec.encode(pool.select(NOW, room)).size()).isLessThanOrEqualTo(room);
    }
  }

  @Test
  void aCallThatDoesNotFitLetsSmallerOnesPass() {
    pool.add(Calls.of(1, NOW, 10_000));
    pool.add(Calls.of(2, NOW, 10));

    assertThat(pool.select(NOW, 5_000)).containsExactly(Calls.of(2, NOW, 10));
    assertThat(pool.select(NOW, 50_000)).hasSize(2);
  }

  @Test
  void whoWaitsForWorkGivesUpInTime() throws InterruptedException {
    assertThat(pool.await(Duration.ofMillis(1))).isFalse();
    assertThat(pool.await(Duration.ZERO)).isFalse();
  }

  @Test
  void whoWaitsForWorkSeesWhatIsThere() throws InterruptedException {
    pool.add(Calls.of(1));

    assertThat(pool.await(Duration.ZERO)).isTrue();
  }

  @Test
  @Timeout(30)
  void whoWaitsForWorkIsWoken() {
    CompletableFuture<Boolean> waiter =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return pool.await(Duration.ofSeconds(25));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    pool.add(Calls.of(1));

    assertThat(waiter.orTimeout(20, TimeUnit.SECONDS).join()).isTrue();
  }

  @Test
  void whoWaitsForACallCanBeWoken() throws InterruptedException {
    IngressPool pool = new IngressPool();

    pool.wake();

    assertThat(pool.await(java.time.Duration.ofDays(1))).isTrue();
    assertThat(pool.await(java.time.Duration.ZERO)).isFalse();
  }
}
