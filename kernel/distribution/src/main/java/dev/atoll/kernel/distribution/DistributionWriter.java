package dev.atoll.kernel.distribution;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/// Writes a distribution with all that it inherits as one file that stands alone.
public final class DistributionWriter {

  private DistributionWriter() {}

  /// The same text for the same distribution; comments are not kept.
  public static String toYaml(DistributionFile distribution) {
    Map<String, Object> yaml = new LinkedHashMap<>();
    yaml.put("id", distribution.id());
    yaml.put("version", distribution.version());
    yaml.put("description", distribution.description());
    put(yaml, "variables", distribution.variables());
    put(
        yaml,
        "listeners",
        distribution.listeners().stream()
            .map(
                l -> {
                  Map<String, Object> listener = new LinkedHashMap<>();
                  listener.put("name", l.name());
                  listener.put("host", l.host());
                  listener.put("port", l.port());
                  return listener;
                })
            .toList());
    put(yaml, "bundles", texts(distribution.bundles()));
    put(
        yaml,
        "requires",
        distribution.requires().stream()
            .map(
                n ->
                    n.kind().isEmpty()
                        ? (Object) n.text()
                        : Map.of(n.kind(), n.provider().isEmpty() ? "any" : n.provider()))
            .toList());
    put(yaml, "exclude", texts(distribution.excludes()));
    put(yaml, "alternatives", texts(distribution.alternatives()));
    put(yaml, "config", distribution.config());
    put(
        yaml,
        "subnets",
        distribution.subnets().stream()
            .map(
                s -> {
                  Map<String, Object> subnet = new LinkedHashMap<>();
                  subnet.put("name", s.name());
                  subnet.put("config", s.config());
                  return subnet;
                })
            .toList());
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setLineBreak(DumperOptions.LineBreak.UNIX);
    options.setSplitLines(false);
    return new Yaml(options).dump(yaml);
  }

  private static void put(Map<String, Object> yaml, String key, Object value) {
    boolean isEmpty =
        value instanceof Map<?, ?> map
            ? map.isEmpty()
            : value instanceof List<?> list && list.isEmpty();
    if (!isEmpty) {
      yaml.put(key, value);
    }
  }

  private static List<String> texts(List<?> entries) {
    return entries.stream().map(String::valueOf).toList();
  }
}
