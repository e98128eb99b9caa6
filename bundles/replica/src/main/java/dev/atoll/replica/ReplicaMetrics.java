package dev.atoll.replica;

import dev.atoll.replica.scheduler.RoundSummary;
import dev.atoll.spi.gateway.QueryResult;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.spi.gateway.SubmitResult;
import dev.atoll.spi.metrics.Counter;
import dev.atoll.spi.metrics.Gauge;
import dev.atoll.spi.metrics.Histogram;
import dev.atoll.spi.metrics.Metric;
import dev.atoll.spi.metrics.Metric.Unit;
import dev.atoll.spi.metrics.Metrics;
import dev.atoll.spi.metrics.Series;
import dev.atoll.types.Height;
import java.util.List;
import java.util.Locale;

/// What the replica tells operators of its work. It is written to and never read, so nothing of it
/// gets into the replicated state. Callable from any thread.
final class ReplicaMetrics {

  private static final List<Double> SECONDS =
      List.of(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0);

  private final Gauge finalized;

  private final Gauge executed;

  private final Gauge canisters;

  private final Counter rounds;

  private final Counter messages;

  private final Counter instructions;

  private final Histogram roundSeconds;

  private final Series<Counter> calls;

  private final Series<Counter> reads;

  private final Histogram querySeconds;

  private final Gauge checkpointHeight;

  private final Counter checkpointPages;

  private final Histogram checkpointSeconds;

  private final Histogram checkpointStallSeconds;

  ReplicaMetrics(Metrics metrics) {
    finalized = gauge(metrics, "atoll_finalized_height", "Height of the last durable block");
    executed = gauge(metrics, "atoll_certified_height", "Height of the last certified state");
    canisters = gauge(metrics, "atoll_canisters", "Canisters of the subnet");
    rounds = counter(metrics, "atoll_rounds_total", "Rounds that were executed");
    messages =
        counter(metrics, "atoll_messages_total", "Messages and tasks that canisters executed");
    instructions =
        counter(metrics, "atoll_instructions_total", "Wasm instructions that rounds executed");
    roundSeconds =
        metrics.histogram(
            Metric.histogram(
                "atoll_round_seconds",
                Unit.SECONDS,
                "How long rounds take: executing, hashing, certifying and publishing",
                SECONDS));
    calls =
        metrics.counters(
            Metric.counter(
                "atoll_ingress_total",
                Unit.ONE,
                "Calls by what became of them: accepted, rejected with an error code, refused",
                "result",
                "code"));
    reads =
        metrics.counters(
            Metric.counter(
                "atoll_reads_total",
                Unit.ONE,
                "Queries and read_state requests: answered, or why they were refused",
                "kind",
                "result"));
    querySeconds =
        metrics.histogram(
            Metric.histogram(
                "atoll_query_seconds",
                Unit.SECONDS,
                "How long queries take, with their checks and signatures",
                SECONDS));
    checkpointHeight =
        gauge(metrics, "atoll_checkpoint_height", "Height of the last checkpoint on disk");
    checkpointPages =
        counter(metrics, "atoll_checkpoint_pages_total", "Pages of 4 KiB that checkpoints wrote");
    checkpointSeconds =
        metrics.histogram(
            Metric.histogram(
                "atoll_checkpoint_seconds",
                Unit.SECONDS,
                "How long checkpoints are written, beside the rounds",
                SECONDS));
    checkpointStallSeconds =
        metrics.histogram(
            Metric.histogram(
                "atoll_checkpoint_stall_seconds",
                Unit.SECONDS,
                "How long rounds wait when a checkpoint begins",
                SECONDS));
  }

  private static Gauge gauge(Metrics metrics, String name, String help) {
    return metrics.gauge(Metric.gauge(name, Unit.ONE, help));
  }

  private static Counter counter(Metrics metrics, String name, String help) {
    return metrics.counter(Metric.counter(name, Unit.ONE, help));
  }

  void finalized(Height height) {
    finalized.set((double) height.value());
  }

  /// @param canisterCount after the round
  void round(Height height, RoundSummary summary, int canisterCount, long nanos) {
    executed.set((double) height.value());
    canisters.set(canisterCount);
    rounds.increment();
    messages.add(summary.messages());
    instructions.add(summary.instructions());
    roundSeconds.recordNanos(nanos);
  }

  void checkpoint(Height height, long pages, long nanos, long stallMicros) {
    checkpointHeight.set((double) height.value());
    checkpointPages.add(pages);
    checkpointSeconds.recordNanos(nanos);
    checkpointStallSeconds.record(stallMicros / 1e6);
  }

  SubmitResult submitted(SubmitResult result) {
    switch (result) {
      case SubmitResult.Accepted _ -> calls.of("accepted", "").increment();
      case SubmitResult.Rejected rejected ->
          calls.of("rejected", rejected.errorCode().text()).increment();
      case SubmitResult.Refused(Refusal refusal) -> calls.of("refused", text(refusal)).increment();
    }
    return result;
  }

  QueryResult queried(QueryResult result, long nanos) {
    querySeconds.recordNanos(nanos);
    return read("query", result);
  }

  /// @param kind `query` or `read_state`
  QueryResult read(String kind, QueryResult result) {
    reads
        .of(
            kind,
            switch (result) {
              case QueryResult.Answer _ -> "answered";
              case QueryResult.Refused(Refusal refusal) -> text(refusal);
            })
        .increment();
    return result;
  }

  private static String text(Refusal refusal) {
    return refusal.kind().name().toLowerCase(Locale.ROOT);
  }
}
