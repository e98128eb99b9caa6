package dev.atoll.kernel.distribution;

import java.util.Collection;
import java.util.Comparator;

/// What somebody who mistyped a name may have meant.
public final class NearestName {

  private NearestName() {}

  /// `, did you mean variables?`, or nothing if no name is near.
  public static String hint(String typed, Collection<String> known) {
    return known.stream()
        .filter(name -> distance(typed, name) <= Math.max(2, name.length() / 3))
        .min(
            Comparator.comparingInt((String name) -> distance(typed, name))
                .thenComparing(Comparator.naturalOrder()))
        .map(name -> ", did you mean " + name + "?")
        .orElse("");
  }

  /// Insertions, deletions and replacements from one to the other (Levenshtein).
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
