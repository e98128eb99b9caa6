package dev.atoll.candid;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where a codec is in nested values; it also bounds the depth.
///
/// A step is left only when its value is done, not when an exception passes, so that whoever
/// catches it can still print the place.
final class CandidPath {

  private static final int INITIAL_CAPACITY = 16;

  private final int depthMax;

  private int argument;

  private int depth;

  /// Null for an element of a vector and the content of an option.
  private @Nullable FieldLabel[] labels = new @Nullable FieldLabel[INITIAL_CAPACITY];

  /// The index of an element, or -1 for the content of an option.
  private int[] indexes = new int[INITIAL_CAPACITY];

  CandidPath(int depthMax) {
    this.depthMax = depthMax;
  }

  void startArgument(int index) {
    argument = index;
    depth = 0;
  }

  void enterField(FieldLabel label) {
    enter(label, 0);
  }

  void enterElement(int index) {
    enter(null, index);
  }

  void enterOpt() {
    enter(null, -1);
  }

  void leave() {
    depth--;
  }

  int depth() {
    return depth;
  }

  void leaveTo(int outerDepth) {
    depth = outerDepth;
  }

  private void enter(@Nullable FieldLabel label, int index) {
    if (depth == depthMax) {
      throw new CandidException("values are nested more than %d deep".formatted(depthMax));
    }
    if (depth == indexes.length) {
      labels = Arrays.copyOf(labels, depth * 2);
      indexes = Arrays.copyOf(indexes, depth * 2);
    }
    labels[depth] = label;
    indexes[depth] = index;
    depth++;
  }

  /// For example `argument 0, field settings.controllers[3]`.
  String describe() {
    StringBuilder out = new StringBuilder("argument ").append(argument);
    String separator = ", field ";
    for (int i = 0; i < Math.min(depth, 20); i++) {
      FieldLabel label = labels[i];
      if (label != null) {
        out.append(separator).append(label);
        separator = ".";
      } else if (indexes[i] >= 0) {
        out.append('[').append(indexes[i]).append(']');
        separator = ".";
      }
    }
    return depth > 20 ? out.append('…').toString() : out.toString();
  }
}
