package dev.atoll.spi.tck.execution.fuzz;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/// What a long campaign is asked for on its command line.
///
/// @param compared what is compared with what, by a name of the campaign's own
/// @param functions functions with generated code to run, at least
/// @param timeMax when to stop before that
/// @param json whether progress is told in lines of JSON
public record FuzzRequest(
    String compared, long firstSeed, long functions, Duration timeMax, boolean json) {

  private static final long FUNCTIONS = 1_000_000;

  private static final Duration TIME_MAX = Duration.ofDays(7);

  /// Reads `[--compare NAME] [--from SEED] [--functions N] [--seconds S] [--json]`.
  ///
  /// @throws IllegalArgumentException if an option is unknown or lacks its number
  public static FuzzRequest parse(List<String> arguments, String comparedUnlessTold) {
    FuzzRequest request = new FuzzRequest(comparedUnlessTold, 1, FUNCTIONS, TIME_MAX, false);
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      request = request.with(rest.next(), rest);
    }
    return request;
  }

  private FuzzRequest with(String option, Iterator<String> rest) {
    return switch (option) {
      case "--compare" -> new FuzzRequest(value(option, rest), firstSeed, functions, timeMax, json);
      case "--from" -> new FuzzRequest(compared, number(option, rest), functions, timeMax, json);
      case "--functions" ->
          new FuzzRequest(compared, firstSeed, number(option, rest), timeMax, json);
      case "--seconds" ->
          new FuzzRequest(
              compared, firstSeed, functions, Duration.ofSeconds(number(option, rest)), json);
      case "--json" -> new FuzzRequest(compared, firstSeed, functions, timeMax, true);
      default -> throw new IllegalArgumentException("unknown option %s".formatted(option));
    };
  }

  private static long number(String option, Iterator<String> rest) {
    String text = value(option, rest);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s is %s, a whole number expected".formatted(option, text), e);
    }
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException("%s lacks its value".formatted(option));
    }
    return rest.next();
  }
}
