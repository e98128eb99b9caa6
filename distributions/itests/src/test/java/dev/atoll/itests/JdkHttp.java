package dev.atoll.itests;

import dev.atoll.types.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// The client of the JDK, which pools connections. Safe for many threads.
final class JdkHttp implements Http {

  private final URI url;

  private final HttpClient client = HttpClient.newHttpClient();

  JdkHttp(URI url) {
    this.url = url;
  }

  @Override
  public Response post(String path, Bytes body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(path))
            .header("Content-Type", "application/cbor")
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
    HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    return new Response(response.statusCode(), Bytes.wrap(response.body()));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
