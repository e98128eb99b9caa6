package dev.atoll.kernel.inject;

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

  /// Characters to insert, delete or replace, and neighbours to swap (optimal string alignment).
  private static int edits(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : edits(a, b, edits, i, j);
      }
    }
    return edits[a.length()][b.length()];
  }

  private static int edits(String a, String b, int[][] edits, int i, int j) {
    int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int fewest = Math.min(replaced, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(fewest, edits[i - 2][j - 2] + 1) : fewest;
  }
}
