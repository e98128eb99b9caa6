package dev.atoll.spi.tck.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the text format of Prometheus, version 0.0.4, more strictly than Prometheus does: every
/// metric has its help and its type, in this order and once, and all of its samples follow; no
/// sample is there twice; the buckets of a histogram rise and end in `+Inf`.
///
/// Source: Prometheus documentation, "Exposition formats".
public final class PrometheusText {

  private static final Pattern HELP = Pattern.compile("# HELP ([a-zA-Z_:][\\w:]*) (\\S.*)");

  private static final Pattern TYPE =
      Pattern.compile("# TYPE ([a-zA-Z_:][\\w:]*) (counter|gauge|histogram)");

  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");

  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d+)?([eE][+-]?\\d+)?|Inf)|NaN");

  /// A metric.
  ///
  /// @param type `counter`, `gauge` or `histogram`
  public record Family(String name, String help, String type) {}

  private record Sample(String name, Map<String, String> labels) {}

  private final SequencedMap<String, Family> families = new LinkedHashMap<>();

  private final Map<Sample, Double> samples = new LinkedHashMap<>();

  private String help = "";

  private @Nullable Family current;

  private PrometheusText() {}

  /// @throws AssertionError naming the line that is wrong
  public static PrometheusText parse(String text) {
    PrometheusText read = new PrometheusText();
    if (!text.isEmpty() && !text.endsWith("\n")) {
      throw new AssertionError("the last line has no end");
    }
    text.lines().forEach(read::line);
    read.checkHistograms();
    return read;
  }

  /// By name, in the order of the text.
  public SequencedMap<String, Family> families() {
    return families;
  }

  /// @throws AssertionError if there is no such sample
  public double value(String name, Map<String, String> labels) {
    Double value = samples.get(new Sample(name, labels));
    if (value == null) {
      throw new AssertionError("no sample %s%s in %s".formatted(name, labels, samples.keySet()));
    }
    return value;
  }

  /// The samples of this name added up; 0 if there is none.
  public double sum(String name) {
    return samples.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private void line(String line) {
    Matcher helpLine = HELP.matcher(line);
    Matcher typeLine = TYPE.matcher(line);
    Matcher sample = SAMPLE.matcher(line);
    if (helpLine.matches()) {
      help = helpLine.group(1) + " " + helpLine.group(2);
    } else if (typeLine.matches()) {
      begin(line, typeLine);
    } else if (sample.matches()) {
      add(line, sample);
    } else {
      throw new AssertionError("no help, type or sample: " + line);
    }
  }

  private void begin(String line, Matcher type) {
    String name = type.group(1);
    if (!help.startsWith(name + " ")) {
      throw new AssertionError("no help before: " + line);
    }
    Family family = new Family(name, help.substring(name.length() + 1), type.group(2));
    if (families.putIfAbsent(name, family) != null) {
      throw new AssertionError("a second time: " + line);
    }
    current = family;
  }

  private void add(String line, Matcher sample) {
    Family family = current;
    String name = sample.group(1);
    if (family == null || !belongs(name, family)) {
      throw new AssertionError("no type before: " + line);
    }
    if (!NUMBER.matcher(sample.group(3)).matches()) {
      throw new AssertionError("no number: " + line);
    }
    @Nullable String labels = sample.group(2);
    Map<String, String> read = labels == null ? Map.of() : labels(line, labels);
    if (family.type().equals("histogram") && name.endsWith("_bucket") != read.containsKey("le")) {
      throw new AssertionError("a bucket has le, and nothing else has: " + line);
    }
    double value = Double.parseDouble(sample.group(3).replace("Inf", "Infinity"));
    if (!family.type().equals("gauge") && !name.endsWith("_sum") && !(value >= 0)) {
      throw new AssertionError("negative or no number: " + line);
    }
    if (samples.putIfAbsent(new Sample(name, read), value) != null) {
      throw new AssertionError("a second time: " + line);
    }
  }

  private static boolean belongs(String name, Family family) {
    return family.type().equals("histogram")
        ? List.of("_bucket", "_sum", "_count").stream()
            .anyMatch(suffix -> name.equals(family.name() + suffix))
        : name.equals(family.name());
  }

  private static Map<String, String> labels(String line, String text) {
    Map<String, String> labels = new HashMap<>();
    Matcher label = LABEL.matcher(text);
    int end = 0;
    while (label.find()) {
      if (label.start() != end || labels.put(label.group(1), plain(label.group(2))) != null) {
        throw new AssertionError("wrong labels: " + line);
      }
      end = label.end();
    }
    if (end != text.length() || text.endsWith(",")) {
      throw new AssertionError("wrong labels: " + line);
    }
    return Map.copyOf(labels);
  }

  private static String plain(String escaped) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == '\\') {
        i++;
        c = escaped.charAt(i) == 'n' ? '\n' : escaped.charAt(i);
      }
      plain.append(c);
    }
    return plain.toString();
  }

  private void checkHistograms() {
    Map<Sample, TreeMap<Double, Double>> buckets = new LinkedHashMap<>();
    samples.forEach(
        (sample, value) -> {
          @Nullable String bound = sample.labels().get("le");
          if (bound != null && sample.name().endsWith("_bucket")) {
            Map<String, String> others = new HashMap<>(sample.labels());
            others.remove("le");
            buckets
                .computeIfAbsent(
                    new Sample(sample.name(), Map.copyOf(others)), _ -> new TreeMap<>())
                .put(Double.parseDouble(bound.replace("Inf", "Infinity")), value);
          }
        });
    buckets.forEach(this::checkHistogram);
  }

  private void checkHistogram(Sample of, SequencedMap<Double, Double> counts) {
    List<Double> rising = new ArrayList<>(counts.values());
    rising.sort(null);
    if (!rising.equals(List.copyOf(counts.values()))) {
      throw new AssertionError("buckets fall: %s %s".formatted(of, counts));
    }
    String name = of.name().replaceAll("_bucket$", "");
    if (!counts.lastEntry().getKey().isInfinite()
        || value(name + "_count", of.labels()) != counts.lastEntry().getValue()) {
      throw new AssertionError("+Inf is not the count: %s %s".formatted(of, counts));
    }
    value(name + "_sum", of.labels());
  }
}
