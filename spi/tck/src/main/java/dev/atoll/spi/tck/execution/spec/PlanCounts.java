package dev.atoll.spi.tck.execution.spec;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// How many commands of a script there are of each kind.
///
/// @param run instantiations and actions
/// @param refused modules that are refused as they must be
/// @param notRun by the reason
public record PlanCounts(int run, int refused, Map<Skip, Integer> notRun) {

  static PlanCounts of(List<Step> steps) {
    int run = 0;
    int refused = 0;
    Map<Skip, Integer> notRun = new EnumMap<>(Skip.class);
    for (Step step : steps) {
      switch (step) {
        case Step.Start start -> run++;
        case Step.Act act -> run++;
        case Step.Refuse refuse -> refused++;
        case Step.NotRun skipped -> notRun.merge(skipped.reason(), 1, Integer::sum);
        case Step.Nothing nothing -> {}
      }
    }
    return new PlanCounts(run, refused, notRun);
  }

  PlanCounts plus(PlanCounts other) {
    Map<Skip, Integer> all = new EnumMap<>(Skip.class);
    all.putAll(notRun);
    other.notRun.forEach((reason, count) -> all.merge(reason, count, Integer::sum));
    return new PlanCounts(run + other.run, refused + other.refused, all);
  }

  /// One line: `250 run, 12 refused, 3 TEXT`.
  @Override
  public String toString() {
    return notRun.entrySet().stream()
        .map(entry -> ", %d %s".formatted(entry.getValue(), entry.getKey()))
        .collect(Collectors.joining("", "%d run, %d refused".formatted(run, refused), ""));
  }
}
