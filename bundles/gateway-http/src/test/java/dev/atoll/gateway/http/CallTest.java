package dev.atoll.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.gateway.Refusal;
import dev.atoll.spi.gateway.SubmitResult;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.RejectCode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CallTest {

  private static final String CANISTER = "/canister/" + RawClient.CANISTER + "/call";

  private static final SubmitResult REJECTED =
      new SubmitResult.Rejected(
          RejectCode.DESTINATION_INVALID, "no such canister", ErrorCode.CANISTER_NOT_FOUND);

  private final TestGateway gateway = new TestGateway();

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  @Test
  void anAsynchronousCallIsAcceptedWithoutABody() throws Exception {
    HttpResponse<String> response = gateway.post("/api/v2" + CANISTER, "call");

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().firstValue("content-length")).contains("0");
    assertThat(gateway.subnet.nextAsked()).isEqualTo("submitCall " + RawClient.CANISTER + " call");
    assertThat(gateway.subnet.asked).isEmpty();
  }

  @Test
  void anAsynchronousCallThatIsRejectedSaysWhy() throws Exception {
    gateway.subnet.onCall = envelope -> REJECTED;

    HttpResponse<byte[]> response = gateway.bytes(call("/api/v2" + CANISTER));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Cbor.decodeSelfDescribed(response.body()))
        .isEqualTo(
            Cbor.map()
                .put("error_code", "IC0301")
                .putNat64("reject_code", 3)
                .put("reject_message", "no such canister")
                .build());
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v3/canister,submitCall,V3",
    "/api/v4/canister,submitCall,V4",
    "/api/v4/subnet,submitSubnetCall,V4"
  })
  void aSynchronousCallIsAnsweredWithItsCertificate(String path, String asked, String version)
      throws Exception {
    gateway.subnet.onAnswer = id -> CompletableFuture.completedFuture(FakeSubnet.CERTIFICATE);

    HttpResponse<byte[]> response = gateway.bytes(call(path + "/" + RawClient.CANISTER + "/call"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("application/cbor");
    assertThat(Cbor.decodeSelfDescribed(response.body()))
        .isEqualTo(
            Cbor.map().put("status", "replied").put("certificate", FakeSubnet.CERTIFICATE).build());
    assertThat(gateway.subnet.nextAsked()).isEqualTo(asked + " " + RawClient.CANISTER + " call");
    assertThat(gateway.subnet.nextAsked()).isEqualTo("answer " + version);
  }

  @Test
  void aSynchronousCallWaitsForItsCertificate() throws Exception {
    CompletableFuture<HttpResponse<byte[]>> response = callLater();

    gateway.subnet.nextWait().complete(FakeSubnet.CERTIFICATE);

    assertThat(response.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v3", "/api/v4"})
  void aSynchronousCallThatIsRejectedSaysWhy(String api) throws Exception {
    gateway.subnet.onCall = envelope -> REJECTED;

    HttpResponse<byte[]> response = gateway.bytes(call(api + CANISTER));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Cbor.decodeSelfDescribed(response.body()))
        .isEqualTo(
            Cbor.map()
                .put("status", "non_replicated_rejection")
                .put("error_code", "IC0301")
                .putNat64("reject_code", 3)
                .put("reject_message", "no such canister")
                .build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v2", "/api/v3", "/api/v4"})
  void aCallThatIsRefusedIsAStatusCode(String api) throws Exception {
    gateway.subnet.onCall =
        envelope ->
            new SubmitResult.Refused(new Refusal(Refusal.Kind.BAD_REQUEST, "signature is wrong"));

    HttpResponse<String> response = gateway.post(api + CANISTER, "call");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo("signature is wrong");
  }

  @Test
  void aCallThatTakesTooLongIsAccepted() throws Exception {
    CompletableFuture<HttpResponse<byte[]>> response = callLater();
    CompletableFuture<Bytes> wait = gateway.subnet.nextWait();

    advanceUntilDone(response);

    assertThat(response.join().statusCode()).isEqualTo(202);
    assertThat(new String(response.join().body(), StandardCharsets.UTF_8))
        .isEqualTo(
            "Message did not complete execution and certification within the replica defined"
                + " timeout.");
    assertThat(wait).isCancelled();
  }

  @Test
  void aCallWhoseAnswerFailsIsAccepted() throws Exception {
    CompletableFuture<HttpResponse<byte[]>> response = callLater();

    gateway.subnet.nextWait().completeExceptionally(new IOException("on purpose"));

    assertThat(response.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
  }

  @Test
  void aCallThatCannotBeTrackedIsAccepted() throws Exception {
    gateway.subnet.onAnswer =
        id -> {
          throw new IllegalStateException("on purpose");
        };

    HttpResponse<String> response = gateway.post("/api/v4" + CANISTER, "call");

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body())
        .isEqualTo("Could not track the ingress message. Please try /read_state for the status.");
  }

  @Test
  void aClientThatGoesCancelsItsWait() throws Exception {
    RawClient client = gateway.connect();
    client.send(RawClient.post("/api/v4" + CANISTER, "call"));
    CompletableFuture<Bytes> wait = gateway.subnet.nextWait();

    client.hangUp();

    assertThat(wait)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableOfType(CancellationException.class);
  }

  @Test
  void aThousandCallsWaitAtOnceAndAreAnswered() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      clients.add(gateway.connect().send(RawClient.post("/api/v4" + CANISTER, "call " + i)));
      if (i % 100 == 99) {
        // No more than the calls that may be checked at once, so that none is refused.
        awaitWaits(i + 1);
      }
    }
    assertThat(gateway.gateway.load().waiting()).isEqualTo(1_000);

    gateway.subnet.waits.forEach(wait -> wait.complete(FakeSubnet.CERTIFICATE));

    for (RawClient client : clients) {
      assertThat(client.receive().status()).isEqualTo(200);
      client.close();
    }
    assertThat(gateway.gateway.load().waiting()).isZero();
  }

  private void awaitWaits(int count) throws InterruptedException {
    List<CompletableFuture<Bytes>> taken = IntStream.range(0, count).mapToObj(i -> next()).toList();
    gateway.subnet.waits.addAll(taken);
  }

  private CompletableFuture<Bytes> next() {
    try {
      return gateway.subnet.nextWait();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private HttpRequest.Builder call(String path) {
    return gateway.cbor(path, "call".getBytes(StandardCharsets.UTF_8));
  }

  private CompletableFuture<HttpResponse<byte[]>> callLater() {
    return gateway.client.sendAsync(
        call("/api/v4" + CANISTER).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /// The deadline is set after the subnet was asked, so one step may come too early.
  private void advanceUntilDone(CompletableFuture<?> response) throws Exception {
    for (int step = 0; step < 100 && !response.isDone(); step++) {
      gateway.time.advance(Duration.ofSeconds(11));
      try {
        response.get(200, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // Once more.
      }
    }
  }
}
