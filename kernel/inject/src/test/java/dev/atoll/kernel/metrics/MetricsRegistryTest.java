package dev.atoll.kernel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.metrics.Counter;
import dev.atoll.spi.metrics.Metric;
import dev.atoll.spi.metrics.Metric.Unit;
import dev.atoll.spi.metrics.MetricsReader.Family;
import dev.atoll.spi.metrics.MetricsReader.Sample;
import dev.atoll.spi.metrics.MetricsReader.Value;
import dev.atoll.spi.metrics.Series;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MetricsRegistryTest {

  private static final Metric CALLS = Metric.counter("toy_calls_total", Unit.ONE, "Calls", "code");

  private static final Metric HEIGHT = Metric.gauge("toy_height", Unit.ONE, "Height");

  private static final Metric TIME =
      Metric.histogram("toy_seconds", Unit.SECONDS, "Time", List.of(0.1, 1.0));

  private final MetricsRegistry registry = new MetricsRegistry();

  @Test
  void whatABundleWritesIsRead() {
    MetricsScope scope = registry.scope("toy");
    scope.counters(CALLS).of("ok").add(2);
    scope.gauge(HEIGHT).set(7);
    scope.histogram(TIME).record(0.1);
    scope.histogram(TIME).record(0.5);
    scope.histogram(TIME).record(3);

    assertThat(registry.read())
        .containsExactly(
            new Family(CALLS, List.of(new Sample(List.of("ok"), new Value.Scalar(2)))),
            new Family(HEIGHT, List.of(new Sample(List.of(), new Value.Scalar(7)))),
            new Family(
                TIME,
                List.of(new Sample(List.of(), new Value.Distribution(List.of(1L, 1L, 1L), 3.6)))));
  }

  @Test
  void aMetricWithoutSeriesIsReadToo() {
    registry.scope("toy").counters(CALLS);

    assertThat(registry.read()).containsExactly(new Family(CALLS, List.of()));
  }

  @Test
  void countersGoOnOverASwapAndGaugesEndWithTheirBundle() {
    MetricsScope old = registry.scope("toy");
    old.counters(CALLS).of("ok").add(2);
    old.gauge(HEIGHT).set(7);
    old.histogram(TIME).record(0.5);
    MetricsScope successor = registry.scope("toy");
    successor.counters(CALLS).of("ok").add(3);
    successor.histogram(TIME).record(0.5);

    double together = scalar("toy_calls_total");
    old.close();
    old.close();

    assertThat(together).isEqualTo(5);
    assertThat(scalar("toy_calls_total")).isEqualTo(5);
    assertThat(registry.read())
        .filteredOn(family -> family.metric().equals(TIME))
        .flatExtracting(Family::samples)
        .containsExactly(new Sample(List.of(), new Value.Distribution(List.of(0L, 2L, 0L), 1.0)));
    assertThat(registry.read()).noneMatch(family -> family.metric().equals(HEIGHT));
  }

  @Test
  void nothingOfABundleIsHeldWhenItHasGone() {
    MetricsScope scope = registry.scope("toy");
    scope.observe(HEIGHT, () -> 1.0);
    scope.counters(CALLS);

    scope.close();

    assertThat(scope.sources()).isEmpty();
    assertThat(registry.read()).containsExactly(new Family(CALLS, List.of()));
  }

  @Test
  void ofTwoMetricsWithOneNameTheFirstIsShownAndBothBundlesGoOn() {
    MetricsScope first = registry.scope("first");
    first.counters(CALLS).of("ok").increment();
    Metric other = Metric.counter("toy_calls_total", Unit.ONE, "Calls", "route");
    registry.scope("second").counters(other).of("query").increment();

    assertThat(registry.read())
        .containsExactly(
            new Family(CALLS, List.of(new Sample(List.of("ok"), new Value.Scalar(1)))));
    first.close();
    assertThat(registry.read()).extracting(Family::metric).containsExactly(other);
  }

  @Test
  void seriesBeyondTheLimitAreCountedTogether() {
    Series<Counter> calls = registry.scope("toy").counters(CALLS);

    for (int i = 0; i < Series.SERIES_MAX + 50; i++) {
      calls.of("client " + i).increment();
    }

    List<Sample> samples = registry.read().getFirst().samples();
    assertThat(samples)
        .hasSize(Series.SERIES_MAX + 1)
        .contains(new Sample(List.of("other"), new Value.Scalar(50)));
  }

  @Test
  void aBundleThatCannotSayDoesNotKeepTheOthersFromBeingRead() {
    MetricsScope scope = registry.scope("toy");
    scope.counters(CALLS).of("ok").increment();
    scope.observe(
        HEIGHT,
        () -> {
          throw new IllegalStateException("closed");
        });
    scope.observeEach(
        Metric.gauge("toy_bytes", Unit.BYTES, "Bytes", "area"),
        () -> Map.of(List.of("heap"), 1.0, List.of(), 2.0, List.of("none"), Double.NaN));

    assertThat(scalar("toy_calls_total")).isEqualTo(1);
    assertThat(scalar("toy_bytes")).isEqualTo(1);
  }

  @Test
  void aMetricOfAnotherKindIsRefused() {
    MetricsScope scope = registry.scope("toy");

    assertThatThrownBy(() -> scope.counter(HEIGHT))
        .hasMessageStartingWith("metric toy_height is a GAUGE");
    assertThatThrownBy(() -> scope.counter(CALLS))
        .hasMessageContaining("expected a COUNTER without");
    assertThatThrownBy(() -> scope.counters(CALLS).of("a", "b"))
        .hasMessage("metric toy_calls_total has the labels [code], found the values [a, b]");
    assertThatThrownBy(() -> scope.counters(CALLS).of("ok").add(-1))
        .hasMessage("-1 is added to a counter, which never falls");
  }

  @Test
  void aNameThatDoesNotSayItsUnitIsRefused() {
    assertThatThrownBy(() -> Metric.counter("toy_calls", Unit.ONE, "Calls"))
        .hasMessage("counter toy_calls ends otherwise than in _total");
    assertThatThrownBy(() -> Metric.gauge("toy_size", Unit.BYTES, "Size"))
        .hasMessage("gauge toy_size ends otherwise than in _bytes");
    assertThatThrownBy(() -> Metric.gauge("toy-size", Unit.ONE, "Size"))
        .hasMessageStartingWith("metric is called 'toy-size'");
    assertThatThrownBy(() -> Metric.gauge("toy_size", Unit.ONE, "two\nlines"))
        .hasMessageContaining("no help of one line");
    assertThatThrownBy(() -> Metric.gauge("toy_size", Unit.ONE, "Size", "le"))
        .hasMessageContaining("label 'le'");
    assertThatThrownBy(() -> Metric.histogram("toy_size", Unit.ONE, "Size", List.of(2.0, 1.0)))
        .hasMessageContaining("expected rising ones");
  }

  private double scalar(String name) {
    return registry.read().stream()
        .filter(family -> family.metric().name().equals(name))
        .flatMap(family -> family.samples().stream())
        .mapToDouble(sample -> ((Value.Scalar) sample.value()).value())
        .sum();
  }
}
