package dev.atoll.gateway.http;

import static dev.atoll.gateway.http.RawClient.get;
import static dev.atoll.gateway.http.RawClient.post;
import static dev.atoll.gateway.http.RawClient.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.gateway.http.RawClient.Response;
import dev.atoll.spi.gateway.QueryResult;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LimitsTest {

  private static final String CALL = "/api/v4/canister/" + RawClient.CANISTER + "/call";

  private static final String QUERY = "/api/v3/canister/" + RawClient.CANISTER + "/query";

  private static final String READ_STATE = "/api/v3/canister/" + RawClient.CANISTER + "/read_state";

  private final TestConfig config = new TestConfig();

  private final CountDownLatch released = new CountDownLatch(1);

  @SuppressWarnings("NullAway.Init") // every test starts it
  private TestGateway gateway;

  private void start() {
    gateway = new TestGateway(config);
  }

  @AfterEach
  void close() throws IOException {
    released.countDown();
    gateway.close();
  }

  private QueryResult block() {
    try {
      released.await();
      return new QueryResult.Answer(FakeSubnet.CERTIFICATE);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void oneQueryTooManyIsToldToComeBackAndOtherKindsAreNotAffected() throws Exception {
    config.queriesMax = 1;
    start();
    gateway.subnet.onQuery = envelope -> envelope.toUtf8().equals("slow") ? block() : fast();
    try (RawClient slow = gateway.connect();
        RawClient other = gateway.connect()) {
      slow.send(query("slow"));
      gateway.subnet.nextAsked();

      Response refused = other.send(query("second")).receive();
      Response readState = other.send(post(READ_STATE, "x")).receive();

      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.body()).isEqualTo("The service is overloaded.");
      assertThat(refused.header("retry-after")).isEqualTo("1");
      assertThat(readState.status()).isEqualTo(200);
      released.countDown();
      assertThat(slow.receive().status()).isEqualTo(200);
      assertThat(other.send(query("third")).receive().status()).isEqualTo(200);
    }
  }

  private static QueryResult fast() {
    return new QueryResult.Answer(FakeSubnet.CERTIFICATE);
  }

  @Test
  void aSlowCoreHoldsUpNoOtherConnection() throws Exception {
    start();
    gateway.subnet.onQuery = envelope -> block();
    try (RawClient status = gateway.connect()) {
      RawClient[] slow = new RawClient[100];
      for (int i = 0; i < slow.length; i++) {
        slow[i] = gateway.connect().send(query("slow"));
      }

      assertThat(status.send(get("/health")).receive().status()).isEqualTo(200);

      released.countDown();
      for (RawClient client : slow) {
        assertThat(client.receive().status()).isEqualTo(200);
        client.close();
      }
    }
  }

  @Test
  void aWaitingCallTakesNoPlaceOfAnother() throws Exception {
    config.callsMax = 1;
    start();
    try (RawClient first = gateway.connect();
        RawClient second = gateway.connect()) {
      first.send(post(CALL, "first"));
      assertThat(gateway.subnet.nextWait()).isNotDone();
      second.send(post(CALL, "second"));

      gateway.subnet.nextWait().complete(FakeSubnet.CERTIFICATE);

      assertThat(second.receive().status()).isEqualTo(200);
    }
  }

  @Test
  void oneWaitingCallTooManyIsAcceptedWithoutAWait() throws Exception {
    config.answerWaitsMax = 1;
    start();
    try (RawClient first = gateway.connect();
        RawClient second = gateway.connect()) {
      first.send(post(CALL, "first"));
      assertThat(gateway.subnet.nextWait()).isNotDone();

      assertThat(second.send(post(CALL, "second")).receive().status()).isEqualTo(202);
    }
  }

  @Test
  void aBodyOfTheLargestSizeArrivesWhole() throws Exception {
    start();
    byte[] body = new byte[(int) config.requestBodyMax];
    new Random(1).nextBytes(body);

    HttpResponse<byte[]> response = gateway.bytes(gateway.cbor(QUERY, body));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(body);
    assertThat(gateway.gateway.load().bodyBytes()).isZero();
  }

  @Test
  void aBodyThatIsDeclaredTooLargeIsRefused() throws Exception {
    start();

    HttpResponse<String> response =
        gateway.text(gateway.cbor(QUERY, new byte[(int) config.requestBodyMax + 1]));

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).isEqualTo("length limit exceeded");
    assertThat(gateway.subnet.asked).isEmpty();
  }

  @Test
  void aBodyThatGrowsTooLargeIsRefused() throws Exception {
    config.requestBodyMax = 100_000;
    start();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.uri(QUERY))
            .header("content-type", "application/cbor")
            .POST(
                HttpRequest.BodyPublishers.fromPublisher(
                    HttpRequest.BodyPublishers.ofByteArray(new byte[100_001])));

    assertThat(gateway.text(request).statusCode()).isEqualTo(413);
    assertThat(gateway.gateway.load().bodyBytes()).isZero();
  }

  @Test
  void aBodyOfARefusedRequestIsNotReadForEver() throws Exception {
    config.requestBodyMax = 1_000;
    start();
    try (RawClient client = gateway.connect()) {
      client.send("POST /nowhere HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n");
      client.send("800\r\n" + "x".repeat(0x800) + "\r\n");

      assertThat(client.receive().status()).isEqualTo(404);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void bodiesBeyondTheirCommonSpaceAreToldToComeBack() throws Exception {
    config.requestBodyMax = 1_000;
    config.requestBodiesMax = 1_500;
    start();
    String request = query("x".repeat(1_000), "expect: 100-continue");
    int bodyAt = request.indexOf("\r\n\r\n") + 4;
    try (RawClient first = gateway.connect();
        RawClient second = gateway.connect()) {
      first.send(request.substring(0, bodyAt));
      assertThat(first.receive().status()).isEqualTo(100);
      first.send("x");
      awaitBodyBytes(1_000);

      Response refused = second.send(query("y".repeat(1_000))).receive();

      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("retry-after")).isEqualTo("1");
      first.send("x".repeat(999));
      assertThat(first.receive().status()).isEqualTo(200);
      assertThat(second.send(query("y".repeat(1_000))).receive().status()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatGoesWhileItSendsGivesItsSpaceBack() throws Exception {
    start();
    String request = query("x".repeat(1_000));
    try (RawClient client = gateway.connect()) {
      client.send(request.substring(0, request.length() - 1));
      awaitBodyBytes(1_000);
    }

    awaitBodyBytes(0);
  }

  @Test
  void furtherConnectionsWaitInTheBacklog() throws Exception {
    config.connectionsMax = 1;
    start();
    try (RawClient second = gateway.connect()) {
      try (RawClient first = gateway.connect()) {
        boolean secondIsServed = second.send(get("/health")).receive().status() == 200;
        assertThat(secondIsServed).isTrue();
        first.send(get("/health"));
        assertThat(first.isClosedWithin(300)).isFalse();
        second.hangUp();

        assertThat(first.receive().status()).isEqualTo(200);
      }
    }
  }

  private void awaitBodyBytes(long bytes) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (gateway.gateway.load().bodyBytes() != bytes) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
