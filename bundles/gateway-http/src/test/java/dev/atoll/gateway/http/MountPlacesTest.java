package dev.atoll.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.gateway.MountPoint;
import dev.atoll.spi.gateway.MountResponse;
import dev.atoll.spi.kernel.HealthCheck;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MountPlacesTest {

  private final TestGateway gateway = new TestGateway();

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/_/a,a",
    "/_/a/,a",
    "/_/a/x?y=/_/b,a",
    "/_/a/b,ab",
    "/_/a/b/c,ab",
    "/_/ab,root",
    "/_/%61,root",
    "/,root",
    "/apia,root",
    "http://elsewhere/_/a,a",
  })
  void theNearestMountAnswers(String path, String answer) throws Exception {
    gateway.mounts.added(TestMount.saying("/", "root"), "r 1");
    gateway.mounts.added(TestMount.saying("/_/a", "a"), "a 1");
    gateway.mounts.added(TestMount.saying("/_/a/b", "ab"), "ab 1");

    try (RawClient client = gateway.connect()) {
      assertThat(client.send(RawClient.get(path)).receive().body()).isEqualTo(answer);
    }
  }

  @ParameterizedTest
  @CsvSource({"status.localhost,page", "STATUS.localhost:8000,page", "localhost,root"})
  void aHostOfItsOwnComesFirst(String host, String answer) throws Exception {
    gateway.mounts.added(TestMount.saying("/", "root"), "r 1");
    gateway.mounts.added(
        new TestMount(
            MountPoint.host("status.localhost"), request -> MountResponse.text(200, "page")),
        "s 1");

    try (RawClient client = gateway.connect()) {
      client.send("GET /x HTTP/1.1\r\nhost: " + host + "\r\n\r\n");
      assertThat(client.receive().body()).isEqualTo(answer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api", "/api/v9/x", "/health/x"})
  void agentsKeepTheirPathsWhateverIsMounted(String path) throws Exception {
    gateway.mounts.added(TestMount.saying("/", "root"), "r 1");

    assertThat(gateway.get(path).body()).startsWith("Endpoint not found");
    assertThat(gateway.get("/health").body()).isEqualTo("healthy");
    assertThat(gateway.get("/api/v2/status").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api", "/api/v2", "/health", "a", "/a/", "/a/../b", "/a b", ""})
  void otherPlacesAreNoMountPoints(String path) {
    assertThatThrownBy(() -> MountPoint.path(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("mount path is ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/_/a/../x", "/_/a/./x", "/_/a/%2e%2E/x", "/_/a/.%2e"})
  void aPathWithDotsDoesNotReachAMount(String path) throws Exception {
    gateway.mounts.added(TestMount.saying("/_/a", "a"), "a 1");

    try (RawClient client = gateway.connect()) {
      RawClient.Response response = client.send(RawClient.get(path)).receive();
      assertThat(response.status()).isEqualTo(400);
      assertThat(response.body()).startsWith("The path has a segment . or ..");
    }
  }

  @Test
  void aPlaceBelongsToWhoCameFirstAndTheOtherIsNamed() throws Exception {
    TestMount first = TestMount.saying("/_/a", "first");
    gateway.mounts.added(first, "first 1.0.0");
    gateway.mounts.added(TestMount.saying("/_/a", "second"), "second 2.0.0");

    assertThat(gateway.get("/_/a").body()).isEqualTo("first");
    assertThat(gateway.mounts.conflicts())
        .containsExactly("/_/a of second 2.0.0 is not served: first 1.0.0 has the place");
    HealthCheck.Health health = new GatewayHealth(gateway.gateway, gateway.mounts).check();
    assertThat(health.status()).isEqualTo(HealthCheck.Status.DEGRADED);
    assertThat(health.detail()).contains("second 2.0.0", "first 1.0.0");

    gateway.mounts.removed(first);

    assertThat(gateway.get("/_/a").body()).isEqualTo("second");
    assertThat(gateway.mounts.conflicts()).isEmpty();
    assertThat(new GatewayHealth(gateway.gateway, gateway.mounts).check().facts())
        .containsEntry("mounts", "/_/a");
  }

  @Test
  void aMountThatWaitedAndWentIsForgotten() throws Exception {
    TestMount first = TestMount.saying("/_/a", "first");
    TestMount second = TestMount.saying("/_/a", "second");
    gateway.mounts.added(first, "first 1.0.0");
    gateway.mounts.added(second, "second 2.0.0");

    gateway.mounts.removed(second);
    gateway.mounts.removed(first);

    assertThat(gateway.get("/_/a").statusCode()).isEqualTo(404);
    assertThat(gateway.mounts.conflicts()).isEmpty();
  }
}
