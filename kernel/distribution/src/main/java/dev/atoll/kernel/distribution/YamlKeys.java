package dev.atoll.kernel.distribution;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the values of the keys of a map in a YAML file.
final class YamlKeys {

  private YamlKeys() {}

  static String text(Map<String, YamlNode> keys, String key, String otherwise) {
    @Nullable YamlNode node = keys.get(key);
    return node == null ? otherwise : node.text(key);
  }

  static YamlNode required(YamlNode owner, Map<String, YamlNode> keys, String what, String key) {
    @Nullable YamlNode node = keys.get(key);
    if (node == null) {
      throw owner.error("%s has no %s".formatted(what, key), "add " + key);
    }
    return node;
  }

  static Map<String, Object> map(Map<String, YamlNode> keys, String key) {
    Map<String, Object> map = new LinkedHashMap<>();
    @Nullable YamlNode node = keys.get(key);
    if (node != null && node.value() != null) {
      node.map(key).forEach((name, value) -> map.put(name, value.plain()));
    }
    return map;
  }

  /// Sections are maps; a section without settings may be empty.
  static Map<String, Object> sections(Map<String, YamlNode> keys) {
    Map<String, Object> sections = new LinkedHashMap<>();
    @Nullable YamlNode config = keys.get("config");
    if (config != null && config.value() != null) {
      config
          .map("config")
          .forEach(
              (name, section) ->
                  sections.put(
                      name,
                      section.value() == null
                          ? Map.of()
                          : new YamlNode(
                                  section.file(), section.line(), section.map("config." + name))
                              .plain()));
    }
    return sections;
  }

  static List<YamlNode> list(Map<String, YamlNode> keys, String key) {
    @Nullable YamlNode node = keys.get(key);
    return node == null || node.value() == null ? List.of() : node.list(key);
  }

  static <T> List<T> entries(
      Map<String, YamlNode> keys,
      String key,
      BiFunction<String, String, T> parse,
      Function<T, String> identity) {
    SequencedMap<String, T> entries = new LinkedHashMap<>();
    for (YamlNode node : list(keys, key)) {
      T entry = guarded(node, node.text("an entry of " + key), parse);
      if (entries.putIfAbsent(identity.apply(entry), entry) != null) {
        throw node.error(
            "%s is there twice in %s".formatted(identity.apply(entry), key),
            "remove one of the two");
      }
    }
    return List.copyOf(entries.values());
  }

  /// Adds file and line to what is wrong with a text.
  static <T> T guarded(YamlNode node, String text, BiFunction<String, String, T> parse) {
    try {
      return parse.apply(text, node.place());
    } catch (IllegalArgumentException e) {
      throw node.error(String.valueOf(e.getMessage()), "see docs/distributions.md");
    }
  }
}
