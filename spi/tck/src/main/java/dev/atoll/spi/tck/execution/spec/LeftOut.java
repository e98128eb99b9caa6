package dev.atoll.spi.tck.execution.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Single commands that are not run, from the list `left-out.txt`.
final class LeftOut {

  private static final Map<String, Skip> BY_PLACE = read();

  private LeftOut() {}

  private static Map<String, Skip> read() {
    try (InputStream list = LeftOut.class.getResourceAsStream("left-out.txt")) {
      String text = new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" ", -1))
          .collect(Collectors.toUnmodifiableMap(words -> words[0], LeftOut::skip));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Skip skip(String[] words) {
    return Skip.valueOf(words[1]);
  }

  /// Why the command at this line is not run; null if it is.
  static @Nullable Skip reason(String script, int line) {
    return BY_PLACE.get("%s:%d".formatted(script, line));
  }
}
