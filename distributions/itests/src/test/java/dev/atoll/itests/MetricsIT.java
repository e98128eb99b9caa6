package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.ingressfilter.FilterModule;
import com.example.metricsexporter.ExporterModule;
import dev.atoll.kernel.admin.AdminClient;
import dev.atoll.spi.tck.metrics.PrometheusText;
import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a real node measures, as an operator reads it.
final class MetricsIT {

  private static final Path DOCUMENT = Path.of("../../docs/metrics.md");

  @TempDir private Path directory;

  @Test
  void theDocumentedMetricsAreThoseOfANodeAndCountersGoOnOverSwaps() throws Exception {
    Path product =
        new Enlarged(directory.resolve("product"))
            .with(ExporterModule.class)
            .with(FilterModule.class)
            .set("ingress-filter", "callers", List.of(Principal.ANONYMOUS.toString()))
            .set("atoll-gateway-http", "filters-min", 1)
            .withSecond("atoll-gateway-http", "9.0.0")
            .write();
    Path state = directory.resolve("state");
    try (Product node = Product.startFrom(product, state);
        NodeClient client = new NodeClient(node.url())) {
      Principal counter = client.deploy(Canisters.counter());
      client.reply(counter, "inc", Bytes.EMPTY);
      client.query(counter, "get");

      PrometheusText before = read(node);

      assertThat(before.sum("atoll_rounds_total")).isPositive();
      assertThat(before.sum("atoll_instructions_total")).isPositive();
      assertThat(before.value("atoll_ingress_total", Map.of("result", "accepted", "code", "")))
          .isGreaterThanOrEqualTo(3);
      assertThat(before.value("atoll_reads_total", Map.of("kind", "query", "result", "answered")))
          .isEqualTo(1);
      assertThat(
              before.value("atoll_http_requests_total", Map.of("route", "query", "status", "200")))
          .isEqualTo(1);
      assertThat(before.sum("atoll_storage_bytes")).isPositive();
      assertThat(before.value("atoll_canisters", Map.of())).isEqualTo(1);
      assertThat(document())
          .as("docs/metrics.md: name, type and help of each metric")
          .containsExactlyElementsOf(described(before));

      AdminClient.ask(
          state,
          "swap",
          Map.of("kind", "gateway", "bundle", "dev.atoll:atoll-gateway-http:9.0.0"),
          event -> {});
      client.query(counter, "get");
      PrometheusText after = read(node);

      assertThat(
              after.value("atoll_http_requests_total", Map.of("route", "query", "status", "200")))
          .as("queries over both gateways")
          .isEqualTo(2);
      assertThat(after.value("atoll_swaps_total", Map.of("kind", "gateway", "outcome", "done")))
          .isEqualTo(1);
      assertThat(get(node, "/metrics").body())
          .as("a plugin's own metric, and its health")
          .contains(
              "# TYPE ingress_filter_refused_total counter",
              "atoll_bundle_up{bundle=\"ingress-filter\"");
      assertThat(node.stop()).isZero();
    }
  }

  private static SortedSet<String> described(PrometheusText text) {
    return text.families().values().stream()
        .filter(family -> family.name().matches("(atoll|jvm|process)_.*"))
        .map(family -> "%s %s %s".formatted(family.name(), family.type(), family.help()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The rows of the tables: name, type, labels, help.
  private static SortedSet<String> document() throws Exception {
    return Files.readAllLines(DOCUMENT).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split(" *\\| *", -1))
        .map(cells -> "%s %s %s".formatted(cells[1].replace("`", ""), cells[2], cells[4]))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static PrometheusText read(Product node) throws Exception {
    return PrometheusText.parse(get(node, "/metrics").body());
  }

  private static HttpResponse<String> get(Product node, String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(node.url().resolve(path)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      return response;
    }
  }
}
