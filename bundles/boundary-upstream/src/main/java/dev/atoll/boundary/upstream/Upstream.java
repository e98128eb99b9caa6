package dev.atoll.boundary.upstream;

import dev.atoll.spi.gateway.SubnetStatus.Health;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.CborException;
import dev.atoll.types.Height;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/// One node, and how it was when it was last asked. Safe for use by several threads.
final class Upstream {

  /// Source: interface specification, "Request: Status endpoint".
  private static final String STATUS = "api/v2/status";

  private final URI url;
  private final HttpClient http;
  private final UpstreamConfig config;
  private volatile Probe last = new Probe.Failed("was not asked yet");

  Upstream(URI url, HttpClient http, UpstreamConfig config) {
    this.url = url;
    this.http = http;
    this.config = config;
  }

  /// What a node said of itself.
  sealed interface Probe {

    record Answered(Bytes rootKey, Health health, Height certifiedHeight, String version)
        implements Probe {}

    record Failed(String cause) implements Probe {}
  }

  /// What an upstream answered to a request.
  ///
  /// @param status of HTTP
  record Answer(int status, Bytes body) {

    /// Whether another node may do better: this one is overloaded, broken or on its way out.
    boolean isOfTheNode() {
      return status >= 500 || status == 429;
    }
  }

  URI url() {
    return url;
  }

  Probe last() {
    return last;
  }

  void failed(String cause) {
    last = new Probe.Failed(cause);
  }

  /// Asks the node how it is.
  void probe() throws InterruptedException {
    try {
      HttpResponse<byte[]> response =
          http.send(request(STATUS, config.probeTimeout()).GET().build(), body());
      last =
          response.statusCode() == 200
              ? read(Bytes.wrap(response.body()))
              : new Probe.Failed("answered status %d".formatted(response.statusCode()));
    } catch (IOException | CborException | IllegalArgumentException e) {
      last = new Probe.Failed(String.valueOf(e));
    }
  }

  private static Probe read(Bytes body) {
    Cbor.CborMap status = Cbor.decodeSelfDescribed(body).asMap();
    String health = status.require("replica_health_status").asText();
    return new Probe.Answered(
        status.require("root_key").asBlob(),
        Arrays.stream(Health.values())
            .filter(h -> h.text().equals(health))
            .findFirst()
            .orElse(Health.FAILED),
        new Height(
            status.has("certified_height") ? status.require("certified_height").asNat64() : 0),
        status.require("impl_version").asText());
  }

  /// Sends an envelope as it is, and blocks until it is answered.
  Answer post(String path, Bytes envelope) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = http.send(posting(path, envelope), body());
    return new Answer(response.statusCode(), Bytes.wrap(response.body()));
  }

  /// Like [#post] without blocking.
  CompletableFuture<Answer> postLater(String path, Bytes envelope) {
    return http.sendAsync(posting(path, envelope), body())
        .thenApply(r -> new Answer(r.statusCode(), Bytes.wrap(r.body())));
  }

  private HttpRequest posting(String path, Bytes envelope) {
    return request(path, config.requestTimeout())
        .header("content-type", "application/cbor")
        .POST(HttpRequest.BodyPublishers.ofByteArray(envelope.unsafeArray()))
        .build();
  }

  private HttpRequest.Builder request(String path, Duration timeout) {
    return HttpRequest.newBuilder(url.resolve(path)).timeout(timeout);
  }

  private HttpResponse.BodyHandler<byte[]> body() {
    return BodyHandlers.limiting(BodyHandlers.ofByteArray(), config.answerBodyMax().bytes());
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
