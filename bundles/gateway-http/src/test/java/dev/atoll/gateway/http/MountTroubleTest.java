package dev.atoll.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.gateway.MountResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What goes wrong in a mount stays in it.
@Timeout(60)
final class MountTroubleTest {

  private final TestConfig config = new TestConfig();

  private TestGateway gateway = new TestGateway(config);

  private final CountDownLatch entered = new CountDownLatch(1);

  private final CountDownLatch release = new CountDownLatch(1);

  private final CountDownLatch interrupted = new CountDownLatch(1);

  @AfterEach
  void close() throws IOException {
    release.countDown();
    gateway.close();
  }

  private void reopen() throws IOException {
    gateway.close();
    gateway = new TestGateway(config);
  }

  /// A mount that answers when it is released, and notices when it is interrupted.
  private TestMount waiting(String path) {
    return TestMount.at(
        path,
        request -> {
          entered.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
          return MountResponse.text(200, "released");
        });
  }

  private CompletableFuture<HttpResponse<String>> getLater(String path) {
    CompletableFuture<HttpResponse<String>> response = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            response.complete(gateway.get(path));
          } catch (IOException | InterruptedException e) {
            response.completeExceptionally(e);
          }
        });
    return response;
  }

  @Test
  void whateverAMountThrowsIsAnInternalErrorOfItsOwn() throws Exception {
    gateway.mounts.added(
        TestMount.at(
            "/_/a",
            request ->
                switch (request.query()) {
                  case "checked" -> throw new IOException("on purpose");
                  case "error" -> throw new NoClassDefFoundError("on purpose");
                  case "memory" -> throw new OutOfMemoryError("on purpose");
                  case "stack" -> MountResponse.text(200, "" + deep(0));
                  default -> MountResponse.text(200, "fine");
                }),
        "a 1");

    for (String trouble : new String[] {"checked", "error", "memory", "stack"}) {
      HttpResponse<String> response = gateway.get("/_/a?" + trouble);
      assertThat(response.statusCode()).as(trouble).isEqualTo(500);
      assertThat(response.body()).doesNotContain("on purpose");
    }
    assertThat(gateway.get("/_/a").body()).isEqualTo("fine");
  }

  private static long deep(long depth) {
    return depth < 0 ? 0 : 1 + deep(depth + 1);
  }

  @Test
  void aMountThatTakesTooLongIsInterrupted() throws Exception {
    gateway.mounts.added(waiting("/_/a"), "a 1");

    CompletableFuture<HttpResponse<String>> response = getLater("/_/a");
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    gateway.time.advance(config.mountAnswerMax.plus(Duration.ofSeconds(1)));

    assertThat(response.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(504);
    assertThat(response.get().body()).isEqualTo("/_/a did not answer in time.");
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aMountIsInterruptedWhenItsClientLeaves() throws Exception {
    gateway.mounts.added(waiting("/_/a"), "a 1");

    try (RawClient client = gateway.connect()) {
      client.send(RawClient.get("/_/a"));
      assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aBusyMountRefusesAndOthersDoNotNotice() throws Exception {
    config.mountRequestsMax = 1;
    reopen();
    gateway.mounts.added(waiting("/_/a"), "a 1");
    gateway.mounts.added(TestMount.saying("/_/b", "b"), "b 1");

    CompletableFuture<HttpResponse<String>> first = getLater("/_/a");
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(gateway.get("/_/a").statusCode()).isEqualTo(429);
    assertThat(gateway.get("/_/b").body()).isEqualTo("b");
    release.countDown();
    assertThat(first.get(10, TimeUnit.SECONDS).body()).isEqualTo("released");
  }

  @Test
  void mountsThatComputeForEverDoNotKeepAgentsWaiting() throws Exception {
    AtomicBoolean spinning = new AtomicBoolean(true);
    CountDownLatch spinners = new CountDownLatch(4);
    gateway.mounts.added(
        TestMount.at(
            "/_/a",
            request -> {
              spinners.countDown();
              while (spinning.get()) {
                Thread.onSpinWait();
              }
              return MountResponse.text(200, "at last");
            }),
        "a 1");

    try {
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        answers.add(getLater("/_/a"));
      }
      assertThat(spinners.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(gateway.get("/health").body()).isEqualTo("healthy");
      assertThat(answers).noneMatch(CompletableFuture::isDone);
    } finally {
      spinning.set(false);
    }
  }

  @Test
  void aMountThatGoesFinishesWhatItIsAt() throws Exception {
    TestMount mount = waiting("/_/a");
    gateway.mounts.added(mount, "a 1");
    CompletableFuture<HttpResponse<String>> response = getLater("/_/a");
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

    Thread removal = Thread.ofPlatform().start(() -> gateway.mounts.removed(mount));
    while (!gateway.mounts.places().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(gateway.get("/_/a").statusCode()).isEqualTo(404);
    assertThat(removal.isAlive()).isTrue();
    release.countDown();

    assertThat(response.get(10, TimeUnit.SECONDS).body()).isEqualTo("released");
    assertThat(removal.join(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void aMountThatGoesAndDoesNotFinishIsInterrupted() throws Exception {
    TestMount mount = waiting("/_/a");
    gateway.mounts.added(mount, "a 1");
    CompletableFuture<HttpResponse<String>> response = getLater("/_/a");
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

    gateway.mounts.removed(mount);

    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(response.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
  }

  @Test
  void theSpaceOfABodyIsGivenBack() throws Exception {
    gateway.mounts.added(
        TestMount.at(
            "/_/a", request -> MountResponse.of(200, "application/octet-stream", request.body())),
        "a 1");

    try (RawClient client = gateway.connect()) {
      String post = "POST /_/a HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nbody";
      assertThat(client.send(post).receive().body()).isEqualTo("body");
    }

    while (gateway.gateway.load().bodyBytes() != 0) {
      Thread.onSpinWait();
    }
  }
}
