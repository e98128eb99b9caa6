package com.example.metricsexporter;

import dev.atoll.spi.metrics.Metric;
import dev.atoll.spi.metrics.MetricsReader.Family;
import dev.atoll.spi.metrics.MetricsReader.Sample;
import dev.atoll.spi.metrics.MetricsReader.Value;
import java.util.List;
import java.util.Locale;

/// Writes the text format of Prometheus, version 0.0.4.
///
/// Source: Prometheus documentation, "Exposition formats".
final class TextFormat {

  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /// Up to here a double is exactly a whole number.
  private static final double WHOLE_MAX = 1L << 53;

  private final StringBuilder text = new StringBuilder();

  void add(Family family) {
    Metric metric = family.metric();
    text.append("# HELP ").append(metric.name()).append(' ').append(escapeHelp(metric.help()));
    text.append("\n# TYPE ").append(metric.name()).append(' ');
    text.append(metric.kind().name().toLowerCase(Locale.ROOT)).append('\n');
    for (Sample sample : family.samples()) {
      switch (sample.value()) {
        case Value.Scalar(double value) -> line(metric, "", sample, "", value);
        case Value.Distribution(List<Long> counts, double sum) ->
            histogram(metric, sample, counts, sum);
      }
    }
  }

  private void histogram(Metric metric, Sample sample, List<Long> counts, double sum) {
    long below = 0;
    for (int i = 0; i < counts.size(); i++) {
      below += counts.get(i);
      String bound = i < metric.bounds().size() ? number(metric.bounds().get(i)) : "+Inf";
      line(metric, "_bucket", sample, bound, below);
    }
    line(metric, "_sum", sample, "", sum);
    line(metric, "_count", sample, "", below);
  }

  /// @param le the bound of a bucket; empty for what is none
  private void line(Metric metric, String suffix, Sample sample, String le, double value) {
    text.append(metric.name()).append(suffix);
    String separator = "{";
    for (int i = 0; i < metric.labels().size(); i++) {
      label(separator, metric.labels().get(i), sample.labelValues().get(i));
      separator = ",";
    }
    if (!le.isEmpty()) {
      label(separator, "le", le);
      separator = ",";
    }
    text.append(separator.equals(",") ? "} " : " ").append(number(value)).append('\n');
  }

  private void label(String separator, String name, String value) {
    text.append(separator).append(name).append("=\"").append(escapeLabel(value)).append('"');
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < WHOLE_MAX
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String escapeHelp(String help) {
    return help.replace("\\", "\\\\").replace("\n", "\\n");
  }

  private static String escapeLabel(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
