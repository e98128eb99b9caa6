package dev.atoll.candid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// Lists of labelled things in the order of their ids.
final class Fields {

  private Fields() {}

  /// @throws CandidException if two labels have the same id
  static <T> List<T> sorted(List<T> fields, Function<T, FieldLabel> label, String subject) {
    for (int i = 1; i < fields.size(); i++) {
      if (label.apply(fields.get(i)).id() <= label.apply(fields.get(i - 1)).id()) {
        return sort(fields, label, subject);
      }
    }
    return List.copyOf(fields);
  }

  private static <T> List<T> sort(List<T> fields, Function<T, FieldLabel> label, String subject) {
    List<T> sorted = new ArrayList<>(fields);
    sorted.sort(Comparator.comparing(label));
    for (int i = 1; i < sorted.size(); i++) {
      FieldLabel one = label.apply(sorted.get(i - 1));
      FieldLabel other = label.apply(sorted.get(i));
      if (one.id() == other.id()) {
        throw new CandidException(
            one.toString().equals(other.toString())
                ? "%s has field %s twice".formatted(subject, one)
                : "%s has fields %s and %s with the same id %d"
                    .formatted(subject, one, other, one.id()));
      }
    }
    return List.copyOf(sorted);
  }

  /// Binary search: the index, or a negative number.
  static <T> int indexOf(List<T> sorted, Function<T, FieldLabel> label, long id) {
    int low = 0;
    int high = sorted.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Long.compare(label.apply(sorted.get(middle)).id(), id);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }
}
