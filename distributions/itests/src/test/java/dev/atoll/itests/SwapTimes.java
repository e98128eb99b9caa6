package dev.atoll.itests;

import dev.atoll.itests.SwapLoad.Sample;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What clients noticed of swaps, by kind, beside as many spans of the same length without any.
final class SwapTimes {

  /// The figure that a swap must reach; what is slower is told one by one.
  private static final long SLOW_NANOS = 100_000_000;

  private final Map<String, List<Long>> pauses = new TreeMap<>();

  private final Map<String, List<Long>> atExchange = new TreeMap<>();

  private final Map<String, List<Long>> exchanges = new TreeMap<>();

  private final Map<String, List<Long>> controls = new TreeMap<>();

  private final List<String> slow = new ArrayList<>();

  /// A step of a swap and when it was heard of.
  record Step(String name, long atNanos) {}

  /// @param kind with the bundle that came
  /// @param slowest of the whole swap
  /// @param held of those under way in the exchange
  /// @param steps in their order
  void swapped(String kind, Sample slowest, Sample held, List<Step> steps, long exchangeMicros) {
    add(pauses, kind, slowest.tookNanos() / 1_000);
    add(atExchange, kind, held.tookNanos() / 1_000);
    add(exchanges, kind, exchangeMicros);
    if (slowest.tookNanos() > SLOW_NANOS) {
      slow.add(
          "%s: %s UTC: %d ms, %s, sent %s, answered %s"
              .formatted(
                  kind,
                  LocalTime.now(ZoneOffset.UTC).minusNanos(System.nanoTime() - slowest.atNanos()),
                  slowest.tookNanos() / 1_000_000,
                  slowest,
                  place(steps, slowest.atNanos()),
                  place(steps, slowest.atNanos() + slowest.tookNanos())));
    }
  }

  private static String place(List<Step> steps, long nanos) {
    String place = "before";
    for (Step step : steps) {
      if (step.atNanos() <= nanos) {
        place = "%s+%d ms".formatted(step.name(), (nanos - step.atNanos()) / 1_000_000);
      }
    }
    return place;
  }

  /// A span without a swap, as long as the one before it.
  void rested(String kind, Sample slowest) {
    add(controls, kind, slowest.tookNanos() / 1_000);
  }

  private static void add(Map<String, List<Long>> times, String kind, long micros) {
    times.computeIfAbsent(kind, k -> new ArrayList<>()).add(micros);
  }

  /// Lines for people.
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    pauses.forEach((kind, times) -> lines.add(line(kind, "slowest request of each", times)));
    atExchange.forEach(
        (kind, times) -> lines.add(line(kind, "slowest request at the exchange", times)));
    controls.forEach((kind, times) -> lines.add(line(kind, "as long without a swap", times)));
    exchanges.forEach((kind, times) -> lines.add(line(kind, "exchange", times)));
    lines.addAll(slow);
    return lines;
  }

  private static String line(String kind, String what, List<Long> micros) {
    List<Long> sorted = micros.stream().sorted().toList();
    return "%s: %d swaps, %s: p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, max %.1f ms"
        .formatted(
            kind,
            sorted.size(),
            what,
            at(sorted, 50) / 1e3,
            at(sorted, 90) / 1e3,
            at(sorted, 99) / 1e3,
            sorted.getLast() / 1e3);
  }

  /// The nearest rank.
  private static long at(List<Long> sorted, int percent) {
    return sorted.get((sorted.size() * percent + 99) / 100 - 1);
  }
}
