package dev.atoll.gateway.http;

import static dev.atoll.gateway.http.RawClient.get;
import static dev.atoll.gateway.http.RawClient.post;
import static dev.atoll.gateway.http.RawClient.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.gateway.http.RawClient.Response;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionTest {

  private final TestGateway gateway = new TestGateway();

  private RawClient client;

  @BeforeEach
  void connect() throws IOException {
    client = gateway.connect();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    gateway.close();
  }

  @Test
  void aConnectionServesOneRequestAfterAnother() throws Exception {
    for (int i = 0; i < 10; i++) {
      Response response = client.send(query("query " + i)).receive();
      assertThat(response.body()).isEqualTo("query " + i);
      assertThat(response.header("connection")).isEqualTo("keep-alive");
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      requests.append(i % 7 == 3 ? get("/nowhere") : query("query " + i));
    }

    client.send(requests.toString());

    for (int i = 0; i < 500; i++) {
      Response response = client.receive();
      assertThat(response.status()).isEqualTo(i % 7 == 3 ? 404 : 200);
      if (i % 7 != 3) {
        assertThat(response.body()).isEqualTo("query " + i);
      }
    }
  }

  @Test
  void aRequestBehindAWaitingCallIsAnsweredAfterIt() throws Exception {
    client.send(post("/api/v4/canister/" + RawClient.CANISTER + "/call", "call") + query("after"));

    gateway.subnet.nextWait().complete(FakeSubnet.CERTIFICATE);

    assertThat(client.receive().body()).contains("certificate");
    assertThat(client.receive().body()).isEqualTo("after");
  }

  @Test
  void aBodyMayComeByteByByte() throws Exception {
    for (char c : query("slow body").toCharArray()) {
      client.send(String.valueOf(c));
    }

    assertThat(client.receive().body()).isEqualTo("slow body");
  }

  @Test
  void aBodyMayBeChunked() throws Exception {
    client.send(
        "POST /api/v3/canister/"
            + RawClient.CANISTER
            + "/query HTTP/1.1\r\nhost: x\r\n"
            + "content-type: application/cbor\r\ntransfer-encoding: chunked\r\n\r\n"
            + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");

    assertThat(client.receive().body()).isEqualTo("abcde");
  }

  @Test
  void headHasTheHeadersOfGetAndNoBody() throws Exception {
    Response get = client.send(get("/health")).receive();
    Response head = client.send("HEAD /health HTTP/1.1\r\nhost: x\r\n\r\n").receive(false);

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.headers()).isEqualTo(get.headers());
    assertThat(client.send(query("next")).receive().body()).isEqualTo("next");
  }

  @Test
  void aClientThatExpectsItIsToldToContinue() throws Exception {
    String request = query("the body", "expect: 100-continue");
    int bodyAt = request.indexOf("the body");
    client.send(request.substring(0, bodyAt));
    assertThat(client.receive().status()).isEqualTo(100);

    client.send("the body");

    assertThat(client.receive().body()).isEqualTo("the body");
  }

  @Test
  void aClientThatExpectsToContinueIsRefusedBeforeItSends() throws Exception {
    client.send(
        "POST /nowhere HTTP/1.1\r\nhost: x\r\ncontent-length: 8\r\nexpect: 100-continue\r\n\r\n");

    Response response = client.receive();
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.header("connection")).isEqualTo("close");
    assertThat(client.isClosed()).isTrue();
  }

  @Test
  void anotherExpectationFails() throws Exception {
    client.send(query("x", "expect: a-miracle"));

    assertThat(client.receive().status()).isEqualTo(417);
  }

  @Test
  void aRefusedRequestWithABodyLeavesTheConnectionOpen() throws Exception {
    assertThat(client.send(post("/nowhere", "body")).receive().status()).isEqualTo(404);
    assertThat(client.send(query("next")).receive().body()).isEqualTo("next");
  }

  @Test
  void aConnectionClosesWhenTheClientAsksForIt() throws Exception {
    Response response = client.send(query("last", "connection: close")).receive();

    assertThat(response.header("connection")).isEqualTo("close");
    assertThat(response.body()).isEqualTo("last");
    assertThat(client.isClosed()).isTrue();
  }

  @Test
  void anHttp10ClientGetsOneAnswer() throws Exception {
    assertThat(client.send("GET /health HTTP/1.0\r\n\r\n").receive().status()).isEqualTo(200);
    assertThat(client.isClosed()).isTrue();
  }

  @Test
  void whatIsNoHttpIsABadRequest() throws Exception {
    client.send("\u0016\u0003\u0001 hello\r\n\r\n");

    assertThat(client.receive().status()).isEqualTo(400);
    assertThat(client.isClosed()).isTrue();
  }

  @Test
  void anotherVersionOfHttpIsRefused() throws Exception {
    client.send("GET /health HTTP/2.0\r\nhost: x\r\n\r\n");

    assertThat(client.receive().status()).isEqualTo(505);
  }

  @Test
  void aMalformedChunkIsABadRequest() throws Exception {
    client.send(
        "POST /api/v3/canister/"
            + RawClient.CANISTER
            + "/query HTTP/1.1\r\nhost: x\r\n"
            + "content-type: application/cbor\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n");

    assertThat(client.receive().status()).isEqualTo(400);
    assertThat(client.isClosed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"content-length: -1", "content-length: 1x", "content-length: 1, 2"})
  void aMalformedLengthIsABadRequest(String header) throws Exception {
    client.send("POST /api/v2/status HTTP/1.1\r\nhost: x\r\n" + header + "\r\n\r\nxx");

    assertThat(client.receive().status()).isEqualTo(400);
    assertThat(client.isClosed()).isTrue();
  }

  @Test
  void aLongRequestLineIsRefused() throws Exception {
    client.send(get("/" + "x".repeat(9_000)));

    assertThat(client.receive().status()).isEqualTo(414);
  }

  @Test
  void aLongHeaderSectionIsRefused() throws Exception {
    client.send("GET /health HTTP/1.1\r\nhost: x\r\nx: " + "y".repeat(17_000) + "\r\n\r\n");

    assertThat(client.receive().status()).isEqualTo(431);
  }

  @Test
  void anIdleConnectionIsClosed() throws Exception {
    client.send(query("first")).receive();

    // The time counts from the end of the response, which the client may see a little earlier.
    boolean closed = false;
    for (int step = 0; step < 15 && !closed; step++) {
      gateway.time.advance(Duration.ofMinutes(6));
      closed = client.isClosedWithin(300);
    }
    assertThat(closed).isTrue();
  }

  @Test
  void aHeaderSectionThatComesTooSlowlyEndsTheConnection() throws Exception {
    client.send(query("first")).receive();
    client.send("POST /api/v3/canister/");

    // The deadline counts from the arrival of the first byte, which only the gateway sees; 15 steps
    // of 11 s are still less than the idle timeout.
    boolean closed = false;
    for (int step = 0; step < 15 && !closed; step++) {
      gateway.time.advance(Duration.ofSeconds(11));
      closed = client.isClosedWithin(300);
    }
    assertThat(closed).isTrue();
  }

  @Test
  void aBodyThatComesTooSlowlyIsRefused() throws Exception {
    String request = query("the body", "expect: 100-continue");
    client.send(request.substring(0, request.indexOf("the body")));
    assertThat(client.receive().status()).isEqualTo(100);

    gateway.time.advance(Duration.ofMinutes(6));

    Response response = client.receive();
    assertThat(response.status()).isEqualTo(408);
    assertThat(response.body()).isEqualTo("receiving request took longer than 300s");
    assertThat(client.isClosed()).isTrue();
  }
}
