package dev.atoll.gateway.http;

import static dev.atoll.gateway.http.RawClient.post;
import static dev.atoll.gateway.http.RawClient.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.gateway.http.RawClient.Response;
import dev.atoll.spi.metrics.Metrics;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DrainTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final TestGateway gateway = new TestGateway();

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  private CompletableFuture<Boolean> drainLater(HttpGateway draining) {
    CompletableFuture<Boolean> drained = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                drained.complete(draining.drain(LIMIT));
              } catch (InterruptedException e) {
                drained.completeExceptionally(e);
              }
            });
    return drained;
  }

  @Test
  void anUnusedGatewayIsDrainedAtOnce() throws Exception {
    assertThat(gateway.gateway.drain(Duration.ZERO)).isTrue();
  }

  @Test
  void anIdleConnectionIsClosedAfterAGracePeriod() throws Exception {
    try (RawClient client = gateway.connect()) {
      client.send(query("first")).receive();
      CompletableFuture<Boolean> drained = drainLater(gateway.gateway);

      boolean closed = false;
      for (int step = 0; step < 50 && !closed; step++) {
        gateway.time.advance(Duration.ofSeconds(1));
        closed = client.isClosedWithin(200);
      }

      assertThat(closed).isTrue();
      assertThat(drained.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /// Its client has connected and is about to send a request that nobody may repeat for it.
  @Test
  void aConnectionThatHasHadNoRequestIsNotIdle() throws Exception {
    try (RawClient client = gateway.connect()) {
      awaitConnections(1);
      CompletableFuture<Boolean> drained = drainLater(gateway.gateway);
      awaitNotListening();

      for (int step = 0; step < 5; step++) {
        gateway.time.advance(Duration.ofMillis(1_500)); // beyond the grace of a used connection
        assertThat(client.isClosedWithin(150)).isFalse();
      }

      Response response = client.send(query("at last")).receive();
      assertThat(response.body()).isEqualTo("at last");
      assertThat(response.header("connection")).isEqualTo("close");
      client.hangUp();
      assertThat(drained.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aConnectionThatNeverBringsARequestDoesNotHoldADrainUp() throws Exception {
    try (RawClient client = gateway.connect()) {
      awaitConnections(1);
      CompletableFuture<Boolean> drained = drainLater(gateway.gateway);

      boolean closed = false;
      for (int step = 0; step < 50 && !closed; step++) {
        gateway.time.advance(Duration.ofSeconds(5));
        closed = client.isClosedWithin(200);
      }

      assertThat(closed).isTrue();
      assertThat(drained.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /// The time of an idle connection runs out while its event loop is held up, as by a collection of
  /// garbage, and a request comes meanwhile.
  @Test
  void aRequestThatComesAsTheTimeRunsOutIsAnswered() throws Exception {
    try (RawClient client = gateway.connect()) {
      client.send(query("first")).receive();
      gateway.time.awaitLooks(2); // the second one is the tick of an idle connection
      ManualTime.Stall stall = gateway.time.stall();
      stall.awaitEntered();

      client.send(query("second"));
      gateway.time.advance(Duration.ofHours(1));
      stall.over().countDown();

      assertThat(client.receive().body()).isEqualTo("second");
    }
  }

  @Test
  void aConnectionThatBringsARequestIsAnsweredAndToldToConnectAgain() throws Exception {
    try (RawClient client = gateway.connect()) {
      client.send(query("first")).receive();
      CompletableFuture<Boolean> drained = drainLater(gateway.gateway);
      awaitNotListening();

      Response response = client.send(query("second")).receive();

      assertThat(response.body()).isEqualTo("second");
      assertThat(response.header("connection")).isEqualTo("close");
      assertThat(client.isClosed()).isTrue();
      client.hangUp();
      assertThat(drained.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void anAnswerThatIsOwedIsGiven() throws Exception {
    try (RawClient client = gateway.connect()) {
      client.send(post("/api/v4/canister/" + RawClient.CANISTER + "/call", "call"));
      var wait = gateway.subnet.nextWait();
      CompletableFuture<Boolean> drained = drainLater(gateway.gateway);
      awaitNotListening();
      assertThat(drained).isNotDone();

      wait.complete(FakeSubnet.CERTIFICATE);

      Response response = client.receive();
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.header("connection")).isEqualTo("close");
      client.hangUp();
      assertThat(drained.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whatIsLeftAtTheLimitStaysUntilClose() throws Exception {
    try (RawClient client = gateway.connect()) {
      client.send(post("/api/v4/canister/" + RawClient.CANISTER + "/call", "call"));
      var wait = gateway.subnet.nextWait();

      assertThat(gateway.gateway.drain(Duration.ofMillis(50))).isFalse();
      assertThat(wait).isNotDone();
      gateway.gateway.close();

      assertThat(client.isClosed()).isTrue();
      assertThat(wait).failsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  void theListenerOutlivesTheGateway() throws Exception {
    gateway.gateway.close();

    assertThat(gateway.listener.channel().isOpen()).isTrue();
    try (RawClient waiting = gateway.connect()) {
      waiting.send(query("to the next one"));
      HttpGateway next = successor();
      assertThat(waiting.receive().body()).isEqualTo("to the next one");
      next.close();
    }
  }

  private HttpGateway successor() {
    HttpGateway next =
        new HttpGateway(
            new TestConfig().build(),
            gateway.subnet,
            gateway.listener,
            gateway.mounts,
            gateway.filters,
            Metrics.none(),
            System::nanoTime,
            () -> Instant.EPOCH);
    next.start();
    return next;
  }

  /// What the kernel does when it replaces a gateway, with clients that know nothing of it.
  @Test
  void aGatewayIsReplacedWithoutAnErrorForItsClients() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger answered = new AtomicInteger();
    List<Future<?>> clients = new ArrayList<>();
    HttpGateway current = successor();
    gateway.gateway.close();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        clients.add(threads.submit(() -> askUntil(stop, answered)));
      }
      for (int swap = 0; swap < 5; swap++) {
        awaitMore(answered, 200);
        HttpGateway next = successor();
        assertThat(current.drain(LIMIT)).isTrue();
        current.close();
        current = next;
      }
      awaitMore(answered, 200);
      stop.set(true);
      for (Future<?> client : clients) {
        client.get(10, TimeUnit.SECONDS);
      }
    }
    current.close();
  }

  private Void askUntil(AtomicBoolean stop, AtomicInteger answered) throws Exception {
    while (!stop.get()) {
      HttpResponse<String> response =
          gateway.post("/api/v3/canister/" + RawClient.CANISTER + "/query", "query");
      assertThat(response.statusCode()).isEqualTo(200);
      answered.incrementAndGet();
    }
    return null;
  }

  private static void awaitMore(AtomicInteger count, int more) {
    int target = count.get() + more;
    long end = System.nanoTime() + 20_000_000_000L;
    while (count.get() < target) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private void awaitConnections(int count) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (gateway.gateway.load().connections() < count) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private void awaitNotListening() {
    long end = System.nanoTime() + 10_000_000_000L;
    while (gateway.gateway.load().listening()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
