package dev.atoll.spi.tck.execution.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// A list of this package, one entry a line; `#` begins a comment.
final class ReviewedList {

  private ReviewedList() {}

  /// The words of each entry.
  static List<List<String>> read(String name) {
    try (InputStream list = ReviewedList.class.getResourceAsStream(name)) {
      String text =
          new String(Objects.requireNonNull(list, name).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> List.of(line.split(" ", -1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
