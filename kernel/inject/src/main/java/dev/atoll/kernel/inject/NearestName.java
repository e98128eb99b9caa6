package dev.atoll.kernel.inject;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// Finds what somebody meant who mistyped a name.
final class NearestName {

  private NearestName() {}

  /// The known name with the fewest edits from `name`, if they are at most a third of its length.
  static Optional<String> of(String name, Iterable<String> known) {
    int editsMax = Math.max(1, name.length() / 3);
    return StreamSupport.stream(known.spliterator(), false)
        .min(Comparator.comparingInt(candidate -> edits(name, candidate)))
        .filter(candidate -> edits(name, candidate) <= editsMax);
  }

  /// Levenshtein's distance.
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
