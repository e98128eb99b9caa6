package dev.atoll.spi.metrics;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What is measured: the name that operators and their dashboards rely on, and what it means.
///
/// A name says its unit: `…_seconds`, `…_bytes`. A counter ends in `_total` after it.
///
/// Source: Prometheus documentation, "Metric and label naming".
///
/// @param name lower case with underscores, such as `atoll_ingress_total`; those of Atoll begin
///     with `atoll_`
/// @param help one line for operators
/// @param labels what tells the series of the metric apart; of each there may be few values
/// @param bounds of a histogram: the upper bounds of its buckets, rising; else empty
public record Metric(
    Kind kind, String name, Unit unit, String help, List<String> labels, List<Double> bounds) {

  /// How many labels a metric may have: series multiply.
  public static final int LABELS_MAX = 4;

  /// How values behave.
  public enum Kind {
    /// Only rises while the process runs.
    COUNTER,
    /// Rises and falls.
    GAUGE,
    /// Counts values by size.
    HISTOGRAM
  }

  /// What values are counted in.
  public enum Unit {
    /// A number of things, or a ratio.
    ONE(""),
    SECONDS("_seconds"),
    BYTES("_bytes");

    private final String suffix;

    Unit(String suffix) {
      this.suffix = suffix;
    }

    /// The unit as it is printed, such as `seconds`; empty for numbers.
    public String text() {
      return suffix.isEmpty() ? "" : suffix.substring(1);
    }
  }

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  public Metric {
    labels = List.copyOf(labels);
    bounds = List.copyOf(bounds);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "metric is called '%s', expected lower case and digits joined by _".formatted(name));
    }
    String suffix = unit.suffix + (kind == Kind.COUNTER ? "_total" : "");
    if (!name.endsWith(suffix)) {
      throw new IllegalArgumentException(
          "%s %s ends otherwise than in %s".formatted(text(kind), name, suffix));
    }
    if (kind != Kind.COUNTER && name.endsWith("_total")) {
      throw new IllegalArgumentException("%s %s ends in _total".formatted(text(kind), name));
    }
    if (help.isBlank() || help.lines().count() != 1) {
      throw new IllegalArgumentException("metric %s has no help of one line".formatted(name));
    }
    checkLabels(name, labels);
    checkBounds(kind, name, bounds);
  }

  private static String text(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static void checkLabels(String name, List<String> labels) {
    if (labels.size() > LABELS_MAX) {
      throw new IllegalArgumentException(
          "metric %s has %d labels, at most %d allowed".formatted(name, labels.size(), LABELS_MAX));
    }
    for (String label : labels) {
      if (!NAME.matcher(label).matches() || label.equals("le") || label.equals("quantile")) {
        throw new IllegalArgumentException(
            "metric %s has the label '%s', expected lower case and not le or quantile"
                .formatted(name, label));
      }
    }
    if (labels.stream().distinct().count() != labels.size()) {
      throw new IllegalArgumentException("metric %s has a label twice: %s".formatted(name, labels));
    }
  }

  private static void checkBounds(Kind kind, String name, List<Double> bounds) {
    if ((kind == Kind.HISTOGRAM) == bounds.isEmpty()) {
      throw new IllegalArgumentException(
          "%s %s has %d bounds, expected %s"
              .formatted(
                  text(kind), name, bounds.size(), kind == Kind.HISTOGRAM ? "some" : "none"));
    }
    for (int i = 0; i < bounds.size(); i++) {
      if (!Double.isFinite(bounds.get(i)) || (i > 0 && bounds.get(i) <= bounds.get(i - 1))) {
        throw new IllegalArgumentException(
            "histogram %s has the bounds %s, expected rising ones".formatted(name, bounds));
      }
    }
  }

  public static Metric counter(String name, Unit unit, String help, String... labels) {
    return new Metric(Kind.COUNTER, name, unit, help, List.of(labels), List.of());
  }

  public static Metric gauge(String name, Unit unit, String help, String... labels) {
    return new Metric(Kind.GAUGE, name, unit, help, List.of(labels), List.of());
  }

  public static Metric histogram(
      String name, Unit unit, String help, List<Double> bounds, String... labels) {
    return new Metric(Kind.HISTOGRAM, name, unit, help, List.of(labels), bounds);
  }

  /// Whether values of both can be added: all is equal but the help.
  public boolean fits(Metric other) {
    return kind == other.kind
        && name.equals(other.name)
        && unit == other.unit
        && labels.equals(other.labels)
        && bounds.equals(other.bounds);
  }
}
