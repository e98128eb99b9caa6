package dev.atoll.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.gateway.QueryResult;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.spi.gateway.SubnetStatus.Health;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointsTest {

  private static final String CANISTER = "/canister/" + RawClient.CANISTER;

  private static final String SUBNET = "/subnet/" + RawClient.CANISTER;

  private final TestGateway gateway = new TestGateway();

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  @Test
  void theStatusShowsTheRootKeyAndTheHealthOfTheReplica() throws Exception {
    HttpResponse<byte[]> response =
        gateway.bytes(HttpRequest.newBuilder(gateway.uri("/api/v2/status?x=1")));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("application/cbor");
    assertThat(Bytes.wrap(response.body()).toHex()).startsWith("d9d9f7");
    Cbor.CborMap status = Cbor.decodeSelfDescribed(response.body()).asMap();
    assertThat(status.require("root_key").asBlob()).isEqualTo(FakeSubnet.ROOT_KEY);
    assertThat(status.require("replica_health_status").asText()).isEqualTo("healthy");
    assertThat(status.require("impl_version").asText()).isEqualTo("0.1.0");
    assertThat(status.require("ic_api_version").asText()).isEqualTo("0.66.0");
    assertThat(status.require("certified_height").asNat64()).isEqualTo(42);
  }

  @ParameterizedTest
  @CsvSource({"HEALTHY,200", "STARTING,503", "STOPPING,503", "FAILED,503"})
  void theHealthIsAStatusCode(Health health, int status) throws Exception {
    gateway.subnet.health = health;

    HttpResponse<String> response = gateway.get("/health");

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEqualTo(health.text());
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v2" + CANISTER + "/query,query",
    "/api/v3" + CANISTER + "/query,query",
    "/api/v3" + SUBNET + "/query,subnetQuery",
    "/api/v2" + CANISTER + "/read_state,readState V2",
    "/api/v3" + CANISTER + "/read_state,readState V3",
    "/api/v2" + SUBNET + "/read_state,readSubnetState V2",
    "/api/v3" + SUBNET + "/read_state,readSubnetState V3",
  })
  void readsGoToTheSubnetAndBack(String path, String asked) throws Exception {
    HttpResponse<String> response = gateway.post(path, "envelope");

    assertThat(gateway.subnet.nextAsked())
        .isEqualTo(asked + " " + RawClient.CANISTER + " envelope");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("envelope");
    assertThat(response.headers().firstValue("content-type")).contains("application/cbor");
    assertThat(response.headers().firstValue("access-control-allow-origin")).contains("*");
    assertThat(response.headers().firstValue("date")).contains("Thu, 01 Jan 1970 00:00:00 GMT");
  }

  @ParameterizedTest
  @EnumSource(Refusal.Kind.class)
  void aRefusalOfTheCoreIsAStatusCodeAndText(Refusal.Kind kind) throws Exception {
    gateway.subnet.onQuery = envelope -> new QueryResult.Refused(new Refusal(kind, "because"));

    HttpResponse<String> response = gateway.post("/api/v3" + CANISTER + "/query", "envelope");

    assertThat(response.statusCode()).isEqualTo(kind.httpStatus());
    assertThat(response.body()).isEqualTo("because");
    assertThat(response.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
    assertThat(response.headers().firstValue("retry-after").isPresent())
        .isEqualTo(kind.httpStatus() == 429 || kind.httpStatus() == 503);
  }

  @Test
  void aFailureOfTheCoreIsAnInternalError() throws Exception {
    gateway.subnet.onQuery =
        envelope -> {
          throw new IllegalArgumentException("broken on purpose");
        };

    HttpResponse<String> response = gateway.post("/api/v3" + CANISTER + "/query", "envelope");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).doesNotContain("broken on purpose");
  }

  @Test
  void aCoreThatIsAwayIsUnavailable() throws Exception {
    gateway.subnet.onQuery =
        envelope -> {
          throw new IllegalStateException("no SubnetClient within 5 s");
        };

    HttpResponse<String> response = gateway.post("/api/v3" + CANISTER + "/query", "envelope");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("retry-after")).contains("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/index.html",
        "/api",
        "/api/v2/status/",
        "/api/v1" + CANISTER + "/query",
        "/api/v4" + CANISTER + "/query",
        "/api/v2" + SUBNET + "/query",
        "/api/v3" + SUBNET + "/call",
        "/api/v4" + CANISTER + "/read_state",
        "/api/v3" + CANISTER + "/query/",
        "/api/v3" + CANISTER + "/dance"
      })
  void otherPathsAreNotFoundAndSayWhatThisIs(String path) throws Exception {
    assertThat(gateway.get(path).statusCode()).isEqualTo(404);
    HttpResponse<String> response = gateway.post(path, "envelope");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).startsWith("Endpoint not found. This is the HTTP interface of");
    assertThat(gateway.subnet.asked).isEmpty();
  }

  @Test
  void aWrongMethodSaysWhichIsAllowed() throws Exception {
    HttpResponse<String> get = gateway.get("/api/v3" + CANISTER + "/query");
    assertThat(get.statusCode()).isEqualTo(405);
    assertThat(get.headers().firstValue("allow")).contains("POST");

    HttpResponse<String> post = gateway.post("/api/v2/status", "x");
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("allow")).contains("GET,HEAD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/cbor; charset=utf-8", ""})
  void anotherContentTypeIsRefusedAsByTheReference(String type) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.uri("/api/v3" + CANISTER + "/query"))
            .POST(HttpRequest.BodyPublishers.ofString("envelope"));
    if (!type.isEmpty()) {
      request.header("content-type", type);
    }

    HttpResponse<String> response = gateway.text(request);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo("Unexpected content-type, expected application/cbor.");
  }

  @Test
  void theContentTypeMayBeInUpperCase() throws Exception {
    HttpResponse<String> response =
        gateway.text(
            HttpRequest.newBuilder(gateway.uri("/api/v3" + CANISTER + "/query"))
                .header("content-type", "Application/CBOR")
                .POST(HttpRequest.BodyPublishers.ofString("envelope")));

    assertThat(response.statusCode()).isEqualTo(200);
  }

  @Test
  void aPreflightAllowsWhatAgentsSend() throws Exception {
    HttpResponse<String> response =
        gateway.text(
            HttpRequest.newBuilder(gateway.uri("/api/v3" + CANISTER + "/query"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("access-control-allow-origin")).contains("*");
    assertThat(response.headers().firstValue("access-control-allow-methods")).contains("GET,POST");
    assertThat(response.headers().firstValue("access-control-allow-headers"))
        .contains("authorization,accept,content-type");
    assertThat(response.headers().firstValue("access-control-max-age")).contains("7200");
  }

  @Test
  void aMalformedPrincipalIsRefusedInTheWordsOfTheReference() throws Exception {
    HttpResponse<String> response = gateway.post("/api/v3/canister/nonsense!/query", "x");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .isEqualTo(
            "Invalid URL: Cannot parse `effective_canister_id` with value `nonsense!`:"
                + " Text must be in valid Base32 encoding.");
  }
}
