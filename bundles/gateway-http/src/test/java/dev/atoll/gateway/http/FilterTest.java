package dev.atoll.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.gateway.FilterRequest;
import dev.atoll.spi.gateway.FilterRequest.Kind;
import dev.atoll.spi.gateway.IngressFilter;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.types.Bytes;
import dev.atoll.types.Envelope;
import dev.atoll.types.Principal;
import dev.atoll.types.QueryRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FilterTest {

  private static final Principal CANISTER = Principal.fromText(RawClient.CANISTER);

  private static final String QUERY = "/api/v2/canister/" + RawClient.CANISTER + "/query";

  private final TestGateway gateway = new TestGateway();

  private final List<FilterRequest> seen = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  @Test
  void aFilterSeesTheHeadOfARequestAndMayRefuseIt() throws Exception {
    IngressFilter filter =
        request -> {
          seen.add(request);
          return Optional.of(new Refusal(Refusal.Kind.FORBIDDEN, "Closed on Sundays"));
        };
    gateway.filters.added(filter, "calendar 1.0.0");
    byte[] query = query("get");

    HttpResponse<byte[]> refused = gateway.bytes(gateway.cbor(QUERY, query));
    gateway.filters.removed(filter);
    HttpResponse<byte[]> passed = gateway.bytes(gateway.cbor(QUERY, query));

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(new String(refused.body(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("Closed on Sundays");
    assertThat(passed.statusCode()).isEqualTo(200);
    assertThat(gateway.subnet.asked).hasSize(1);
    FilterRequest request = seen.getFirst();
    assertThat(request.kind()).isEqualTo(Kind.QUERY);
    assertThat(request.target()).isEqualTo(CANISTER);
    assertThat(request.sender()).isEqualTo(Principal.ANONYMOUS);
    assertThat(request.method()).isEqualTo("get");
    assertThat(request.sizeBytes()).isEqualTo(query.length);
    assertThat(request.remote().getAddress().isLoopbackAddress()).isTrue();
  }

  @Test
  void aFilterThatThrowsLetsNobodyIn() throws Exception {
    gateway.filters.added(
        request -> {
          throw new IllegalStateException("the list is lost");
        },
        "broken 1.0.0");

    assertThat(gateway.bytes(gateway.cbor(QUERY, query("get"))).statusCode()).isEqualTo(503);
    assertThat(gateway.subnet.asked).isEmpty();
  }

  @Test
  void statusIsNotFiltered() throws Exception {
    gateway.filters.added(
        request -> Optional.of(new Refusal(Refusal.Kind.FORBIDDEN, "Closed")), "closed 1.0.0");

    assertThat(gateway.get("/api/v2/status").statusCode()).isEqualTo(200);
  }

  @Test
  void nothingPassesWhileAFilterThatIsNeededIsMissing() throws Exception {
    TestConfig config = new TestConfig();
    config.filtersMin = 1;
    try (TestGateway guarded = new TestGateway(config)) {
      byte[] query = query("get");

      int before = guarded.bytes(guarded.cbor(QUERY, query)).statusCode();
      guarded.filters.added(request -> Optional.empty(), "open 1.0.0");
      int after = guarded.bytes(guarded.cbor(QUERY, query)).statusCode();

      assertThat(before).isEqualTo(503);
      assertThat(after).isEqualTo(200);
    }
  }

  private static byte[] query(String method) {
    return Envelope.anonymous(
            new QueryRequest(
                Principal.ANONYMOUS, null, 1_000_000_000_000L, CANISTER, method, Bytes.EMPTY))
        .encode()
        .toByteArray();
  }
}
