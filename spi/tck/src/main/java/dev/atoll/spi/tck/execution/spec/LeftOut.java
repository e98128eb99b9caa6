package dev.atoll.spi.tck.execution.spec;

import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Single commands that are not run, from the list `left-out.txt`.
final class LeftOut {

  private static final Map<String, Skip> BY_PLACE =
      ReviewedList.read("left-out.txt").stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  words -> words.get(0), words -> Skip.valueOf(words.get(1))));

  private LeftOut() {}

  /// Why the command at this line is not run; null if it is.
  static @Nullable Skip reason(String script, int line) {
    return BY_PLACE.get("%s:%d".formatted(script, line));
  }
}
