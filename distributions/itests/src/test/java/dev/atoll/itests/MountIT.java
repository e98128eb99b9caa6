package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.statuspage.StatusPageModule;
import dev.atoll.types.Principal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A page of a plugin on the gateway of a real node.
final class MountIT {

  @TempDir private Path directory;

  @Test
  void aPageShowsTheCanistersOfTheNode() throws Exception {
    Path product =
        new Enlarged(directory.resolve("product"))
            .with(StatusPageModule.class)
            .set("status-page", "path", "/_/how-it-is")
            .write();

    try (Product node = Product.startFrom(product, directory.resolve("state"));
        NodeClient client = new NodeClient(node.url())) {
      Principal counter = client.deploy(Canisters.counter());

      String page = get(node, "/_/how-it-is");

      assertThat(page).contains("The node is healthy", "Canisters: 1", counter.toString());
      assertThat(node.stop()).isZero();
    }
  }

  private static String get(Product node, String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(node.url().resolve(path)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      return response.body();
    }
  }
}
