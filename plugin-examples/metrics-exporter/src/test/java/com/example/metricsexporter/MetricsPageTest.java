package com.example.metricsexporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.gateway.HttpMount;
import dev.atoll.spi.gateway.MountRequest;
import dev.atoll.spi.gateway.MountResponse;
import dev.atoll.spi.metrics.Metric;
import dev.atoll.spi.metrics.Metric.Unit;
import dev.atoll.spi.metrics.MetricsReader;
import dev.atoll.spi.metrics.MetricsReader.Family;
import dev.atoll.spi.metrics.MetricsReader.Sample;
import dev.atoll.spi.metrics.MetricsReader.Value;
import dev.atoll.spi.tck.gateway.HttpMountContract;
import dev.atoll.spi.tck.metrics.PrometheusText;
import dev.atoll.types.Bytes;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The contract of mounts, and the page itself.
final class MetricsPageTest extends HttpMountContract {

  private static final MetricsReader NODE =
      () ->
          List.of(
              new Family(
                  Metric.counter("atoll_calls_total", Unit.ONE, "Calls \\ all", "code"),
                  List.of(
                      new Sample(List.of("a\"b\\c\nd"), new Value.Scalar(12)),
                      new Sample(List.of("ok"), new Value.Scalar(1e18)))),
              new Family(Metric.gauge("atoll_disk_bytes", Unit.BYTES, "Disk"), List.of()),
              new Family(
                  Metric.histogram(
                      "atoll_call_seconds", Unit.SECONDS, "Time", List.of(0.1, 1.0), "route"),
                  List.of(
                      new Sample(
                          List.of("query"), new Value.Distribution(List.of(3L, 2L, 1L), 7.25)))));

  @Override
  protected HttpMount newMount() {
    return new MetricsPage(new ExporterConfig("/metrics"), NODE);
  }

  @Test
  void thePageIsInTheTextFormat() throws Exception {
    assertThat(page())
        .isEqualTo(
            """
            # HELP atoll_calls_total Calls \\\\ all
            # TYPE atoll_calls_total counter
            atoll_calls_total{code="a\\"b\\\\c\\nd"} 12
            atoll_calls_total{code="ok"} 1.0E18
            # HELP atoll_disk_bytes Disk
            # TYPE atoll_disk_bytes gauge
            # HELP atoll_call_seconds Time
            # TYPE atoll_call_seconds histogram
            atoll_call_seconds_bucket{route="query",le="0.1"} 3
            atoll_call_seconds_bucket{route="query",le="1"} 5
            atoll_call_seconds_bucket{route="query",le="+Inf"} 6
            atoll_call_seconds_sum{route="query"} 7.25
            atoll_call_seconds_count{route="query"} 6
            """);
  }

  @Test
  void aStrictReaderTakesThePage() throws Exception {
    PrometheusText read = PrometheusText.parse(page());

    assertThat(read.families()).hasSize(3);
    assertThat(read.value("atoll_calls_total", Map.of("code", "a\"b\\c\nd"))).isEqualTo(12);
    assertThat(read.value("atoll_call_seconds_count", Map.of("route", "query"))).isEqualTo(6);
  }

  @Test
  void aPathThatAgentsNeedIsRefused() {
    assertThatThrownBy(() -> new ExporterConfig("/api"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/api");
  }

  private String page() throws Exception {
    MountResponse response =
        newMount()
            .serve(
                new MountRequest(
                    "GET",
                    "localhost",
                    "/metrics",
                    "",
                    Map.of(),
                    Bytes.EMPTY,
                    new InetSocketAddress("localhost", 1)));
    assertThat(response.headers().get("content-type"))
        .containsExactly("text/plain; version=0.0.4; charset=utf-8");
    if (!(response.body() instanceof MountResponse.Body.Whole(Bytes body))) {
      throw new AssertionError("the page is whole");
    }
    return body.toUtf8();
  }
}
