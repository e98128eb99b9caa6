package dev.atoll.kernel.cli;

import java.util.ArrayList;
import java.util.List;

/// The examples in the footer of a command: what follows `For example:`, a command a line.
final class Examples {

  private static final String TITLE = "For example:";

  private Examples() {}

  /// Each without what is before `atoll`.
  static List<String> of(List<String> footer) {
    List<String> examples = new ArrayList<>();
    boolean begun = false;
    for (String line : footer) {
      begun = line.startsWith(TITLE) || (begun && line.startsWith(" "));
      if (begun) {
        examples.add(line.replaceFirst("^" + TITLE, "").strip());
      }
    }
    return examples;
  }
}
