package dev.atoll.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.gateway.MountRequest;
import dev.atoll.spi.gateway.MountResponse;
import dev.atoll.types.Bytes;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MountRequestsTest {

  private final TestGateway gateway = new TestGateway();

  private final BlockingQueue<MountRequest> requests = new LinkedBlockingQueue<>();

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  private void answer(MountResponse response) {
    gateway.mounts.added(
        TestMount.at(
            "/_/a",
            request -> {
              requests.add(request);
              return response;
            }),
        "a 1");
  }

  @Test
  void aRequestReachesTheMountWhole() throws Exception {
    answer(MountResponse.text(200, "done"));

    gateway.text(
        HttpRequest.newBuilder(gateway.uri("/_/a/b%20c?d=e%20f"))
            .header("X-Some", "one")
            .header("x-some", "two")
            .method("PATCH", HttpRequest.BodyPublishers.ofString("body")));

    MountRequest request = requests.take();
    assertThat(request.method()).isEqualTo("PATCH");
    assertThat(request.host()).isEqualTo("localhost");
    assertThat(request.path()).isEqualTo("/_/a/b%20c");
    assertThat(request.query()).isEqualTo("d=e%20f");
    assertThat(request.headers()).containsEntry("x-some", List.of("one", "two"));
    assertThat(request.header("x-some")).isEqualTo("one");
    assertThat(request.header("x-other")).isEmpty();
    assertThat(request.body()).isEqualTo(Bytes.ofUtf8("body"));
    assertThat(request.remote().getAddress().isLoopbackAddress()).isTrue();
  }

  @Test
  void theAnswerIsTheMountsOwn() throws Exception {
    answer(
        new MountResponse(
            418,
            Map.of("set-cookie", List.of("a=1", "b=2"), "content-type", List.of("text/html")),
            new MountResponse.Body.Whole(Bytes.ofUtf8("<p>"))));

    HttpResponse<String> response = gateway.get("/_/a");

    assertThat(response.statusCode()).isEqualTo(418);
    assertThat(response.body()).isEqualTo("<p>");
    assertThat(response.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
    assertThat(response.headers().allValues("content-type")).containsExactly("text/html");
    assertThat(response.headers().firstValue("date")).isPresent();
    assertThat(response.headers().firstValue("access-control-allow-origin")).isEmpty();
  }

  @Test
  void optionsAreTheMountsOwnToo() throws Exception {
    answer(MountResponse.text(200, "options"));

    HttpResponse<String> response =
        gateway.text(
            HttpRequest.newBuilder(gateway.uri("/_/a"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

    assertThat(response.body()).isEqualTo("options");
  }

  @Test
  void theAnswerToHeadHasNoBody() throws Exception {
    answer(MountResponse.text(200, "four"));

    try (RawClient client = gateway.connect()) {
      String head = "HEAD /_/a HTTP/1.1\r\nhost: x\r\n\r\n";
      RawClient.Response response = client.send(head + head).receive(false);
      assertThat(response.header("content-length")).isEqualTo("4");
      assertThat(client.receive(false).status()).isEqualTo(200);
    }
  }

  @Test
  void anAnswerWithoutContentHasNoLengthEither() throws Exception {
    answer(new MountResponse(204, Map.of(), new MountResponse.Body.Whole(Bytes.EMPTY)));

    try (RawClient client = gateway.connect()) {
      RawClient.Response response = client.send(RawClient.get("/_/a")).receive();
      assertThat(response.status()).isEqualTo(204);
      assertThat(response.headers()).doesNotContainKey("content-length");
      assertThat(client.send(RawClient.get("/_/a")).receive().status()).isEqualTo(204);
    }
  }

  @Test
  void aBodyBeyondTheLimitDoesNotReachTheMount() throws Exception {
    answer(MountResponse.text(200, "done"));

    try (RawClient client = gateway.connect()) {
      client.send("POST /_/a HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999\r\n\r\n");
      assertThat(client.receive().status()).isEqualTo(413);
    }
    assertThat(requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"connection", "content-length", "transfer-encoding", "X-Upper", "a b"})
  void headersOfTheConnectionAreNotTheMounts(String name) {
    assertThatThrownBy(() -> MountResponse.text(200, "").with(name, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nb: c", "a\nb", "\u0000", "é"})
  void aHeaderCannotBeginAnother(String value) {
    assertThatThrownBy(() -> MountResponse.text(200, "").with("x-name", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("header x-name has a value with other characters than printable ASCII");
  }
}
