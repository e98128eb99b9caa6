package dev.atoll.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueryThreadsTest {

  private static final long STACK_SIZE_BYTES = 256L << 20;

  private static final Executor VIRTUAL = Thread::startVirtualThread;

  private final CountDownLatch finish = new CountDownLatch(1);

  private QueryThreads threads = new QueryThreads(1, STACK_SIZE_BYTES, 1, Long.MAX_VALUE);

  @AfterEach
  void end() {
    finish.countDown();
    assertThat(threads.end()).isTrue();
  }

  /// Begins what lasts until [#finish].
  private CompletableFuture<Boolean> occupy() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Boolean> result =
        CompletableFuture.supplyAsync(
            () ->
                threads.run(
                    () -> {
                      begun.countDown();
                      await(finish);
                      return true;
                    }),
            VIRTUAL);
    await(begun);
    return result;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int depth(int left) {
    return left == 0 ? 0 : 1 + depth(left - 1);
  }

  @Test
  void callersOnVirtualThreadsGetTheStackOfPlatformThreads() throws Exception {
    int depth = 200_000;

    CompletableFuture<Integer> reached =
        CompletableFuture.supplyAsync(() -> threads.run(() -> depth(depth)), VIRTUAL);

    assertThat(reached.get(10, TimeUnit.SECONDS)).isEqualTo(depth);
  }

  @Test
  void whatTheWorkThrowsReachesTheCaller() {
    assertThatThrownBy(
            () ->
                threads.run(
                    () -> {
                      throw new QueryEndedForTest();
                    }))
        .isInstanceOf(QueryEndedForTest.class);
    assertThatThrownBy(
            () ->
                threads.run(
                    () -> {
                      throw new StackOverflowError("deep");
                    }))
        .isInstanceOf(StackOverflowError.class);
  }

  @Test
  void oneMoreThanMayWaitIsRefusedAtOnce() throws Exception {
    CompletableFuture<Boolean> running = occupy();
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(() -> threads.run(() -> true), VIRTUAL);
    while (threads.waiting() == 0) {
      Thread.onSpinWait();
    }

    assertThatThrownBy(() -> threads.run(() -> true)).isInstanceOf(OverloadedException.class);

    finish.countDown();
    assertThat(running.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoWaitsTooLongIsRefused() throws Exception {
    threads.end();
    threads = new QueryThreads(1, STACK_SIZE_BYTES, 1, 1_000_000);
    CompletableFuture<Boolean> running = occupy();

    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(() -> threads.run(() -> true), VIRTUAL);

    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(OverloadedException.class);
    finish.countDown();
    assertThat(running.get(10, TimeUnit.SECONDS)).isTrue();
  }

  private static final class QueryEndedForTest extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
