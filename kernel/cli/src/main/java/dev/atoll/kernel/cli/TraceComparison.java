package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds where replays came to different results.
///
/// A trace has a JSON object on each line; equal replays have equal lines.
public final class TraceComparison {

  private static final String TABLES = "tables";

  private TraceComparison() {}

  /// The first line in which two traces differ.
  ///
  /// @param where what both lines say alike, such as the height, the canister and its method
  /// @param fields what they say differently, by name
  public record Difference(Map<String, String> where, Map<String, Field> fields) {

    /// @param first what the first trace says, `-` if it says nothing
    /// @param second what the second trace says, `-` if it says nothing
    public record Field(String first, String second) {}

    static Difference of(Map<String, Object> first, Map<String, Object> second) {
      Set<String> keys = new LinkedHashSet<>(first.keySet());
      keys.addAll(second.keySet());
      Map<String, String> where = new LinkedHashMap<>();
      Map<String, Field> fields = new LinkedHashMap<>();
      for (String key : keys) {
        String one = text(first.get(key));
        String other = text(second.get(key));
        if (one.equals(other)) {
          where.put(key, one);
        } else {
          fields.put(key, new Field(one, other));
        }
      }
      return new Difference(where, fields);
    }

    private static String text(@Nullable Object value) {
      return value == null ? "-" : value.toString();
    }
  }

  /// Compares two traces line by line.
  public static Optional<Difference> between(Path first, Path second) throws IOException {
    try (BufferedReader one = Files.newBufferedReader(first);
        BufferedReader other = Files.newBufferedReader(second)) {
      while (true) {
        @Nullable String expected = one.readLine();
        @Nullable String found = other.readLine();
        if (!Objects.equals(expected, found)) {
          return Optional.of(Difference.of(parse(expected), parse(found)));
        }
        if (expected == null) {
          return Optional.empty();
        }
      }
    }
  }

  private static Map<String, Object> parse(@Nullable String line) throws IOException {
    return line == null ? Map.of() : Json.parse(line);
  }

  /// Compares the state that a replay came to with the one that the node had come to.
  public static Optional<Difference> withRecorded(Path trace) throws IOException {
    Map<String, Object> recorded = Map.of();
    try (BufferedReader lines = Files.newBufferedReader(trace)) {
      for (@Nullable String line; (line = lines.readLine()) != null; ) {
        if (!line.contains("\"" + TABLES + "\":")) {
          continue;
        }
        Map<String, Object> tables = new LinkedHashMap<>(Json.parse(line));
        boolean ofNode = "recorded".equals(tables.remove(TABLES));
        if (ofNode) {
          recorded = tables;
        } else if (Objects.equals(recorded.get("height"), tables.get("height"))) {
          return recorded.equals(tables)
              ? Optional.empty()
              : Optional.of(Difference.of(recorded, tables));
        }
      }
    }
    return Optional.empty();
  }
}
