package dev.atoll.spi.tck.execution.fuzz;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A comparison of hours that tells how far it is, what differs as soon as it is found, and from
/// which seed another one would go on.
///
/// One thread at a time.
public final class FuzzCampaign {

  private static final int DIFFERENCES_MAX = 10;

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

  private final FuzzRequest request;
  private final InstantSource clock;
  private final Consumer<String> out;
  private final Instant start;
  private Instant next;
  private int shown;

  /// @param out takes lines
  public FuzzCampaign(FuzzRequest request, InstantSource clock, Consumer<String> out) {
    this.request = request;
    this.clock = clock;
    this.out = out;
    this.start = clock.instant();
    this.next = start.plus(BETWEEN_LINES);
  }

  /// Runs until all functions are, the time is up, or there are too many differences; returns
  /// whether there is none.
  public boolean run(EngineComparison comparison, ModuleGenerator generator) {
    FuzzReport report =
        comparison.run(
            generator,
            request.firstSeed(),
            request.functions(),
            DIFFERENCES_MAX,
            counts -> {
              show(counts, false);
              return sinceStart().compareTo(request.timeMax()) < 0;
            });
    show(report, true);
    return report.differences().isEmpty();
  }

  private Duration sinceStart() {
    return Duration.between(start, clock.instant());
  }

  private void show(FuzzReport report, boolean last) {
    for (; shown < report.differences().size(); shown++) {
      Difference difference = report.differences().get(shown);
      out.accept(
          request.json()
              ? "{\"difference\": \"%s\", \"seed\": %d}"
                  .formatted(difference.what(), difference.found().seed())
              : difference.describe());
    }
    if (last || clock.instant().isAfter(next)) {
      next = clock.instant().plus(BETWEEN_LINES);
      out.accept(request.json() ? json(report) : text(report));
    }
  }

  private String text(FuzzReport report) {
    return "%s: %s; %d s, %d functions a second, next seed %d"
        .formatted(
            request.compared(),
            report.summary(),
            sinceStart().toSeconds(),
            rate(report),
            report.nextSeed());
  }

  private long rate(FuzzReport report) {
    return report.functions() * 1_000 / Math.max(1, sinceStart().toMillis());
  }

  private String json(FuzzReport report) {
    return """
    {"compared": "%s", "firstSeed": %d, "nextSeed": %d, "functions": %d, "modules": %d, "modules64": %d, \
    "messages": %d, "seconds": %d, "functionsPerSecond": %d, "differences": %d, "outvoted": %s, "refused": %d, \
    "results": {%s}}\
    """
        .formatted(
            request.compared(),
            request.firstSeed(),
            report.nextSeed(),
            report.functions(),
            report.modules(),
            report.modules64(),
            report.messages(),
            sinceStart().toSeconds(),
            rate(report),
            report.differences().size(),
            report.outvoted(),
            report.refusals().values().stream().mapToLong(Long::longValue).sum(),
            report.results().entrySet().stream()
                .map(FuzzCampaign::member)
                .collect(Collectors.joining(", ")));
  }

  private static String member(Map.Entry<String, Long> count) {
    return "\"%s\": %d".formatted(count.getKey(), count.getValue());
  }
}
