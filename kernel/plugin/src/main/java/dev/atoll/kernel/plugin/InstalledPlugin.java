package dev.atoll.kernel.plugin;

import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A plugin of a product, as `plugins.lock.json` has it.
///
/// @param bundle with id, digest and size
/// @param name the symbolic name
/// @param version of the bundle
/// @param kinds the ports that it implements
/// @param replaces bundles of the product, as `group:artifact`, that it is started in place of
/// @param signedBy id of the key
/// @param config sections by symbolic name that hold while it is installed
public record InstalledPlugin(
    LockedBundle bundle,
    String name,
    String version,
    String licence,
    List<String> kinds,
    List<String> replaces,
    String signedBy,
    Map<String, Object> config) {

  Map<String, Object> toMap() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", bundle.id());
    json.put("symbolic-name", name);
    json.put("version", version);
    json.put("sha256", bundle.sha256());
    json.put("size", bundle.size());
    json.put("licence", licence);
    json.put("kinds", kinds);
    json.put("replaces", replaces);
    json.put("signed-by", signedBy);
    json.put("config", config);
    return json;
  }

  static InstalledPlugin of(Map<String, Object> json) {
    return new InstalledPlugin(
        new LockedBundle(
            text(json, "id"),
            text(json, "sha256"),
            json.get("size") instanceof Number size ? size.longValue() : 0,
            false,
            true),
        text(json, "symbolic-name"),
        text(json, "version"),
        text(json, "licence"),
        texts(json.get("kinds")),
        texts(json.get("replaces")),
        text(json, "signed-by"),
        json.get("config") instanceof Map<?, ?> config ? map(config) : Map.of());
  }

  private static String text(Map<String, Object> json, String key) {
    if (json.get(key) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("\"%s\" is missing".formatted(key));
  }

  private static List<String> texts(@Nullable Object list) {
    return list instanceof List<?> values
        ? values.stream().map(String::valueOf).toList()
        : List.of();
  }

  static Map<String, Object> map(Map<?, ?> map) {
    Map<String, Object> texts = new LinkedHashMap<>();
    map.forEach((key, value) -> texts.put(String.valueOf(key), value));
    return texts;
  }

  /// Such as `my-storage 1.0.0`.
  @Override
  public String toString() {
    return name + " " + version;
  }
}
