package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Settings as they are typed: `bundle.key.key=value`.
final class ConfigPaths {

  private ConfigPaths() {}

  /// Sections by bundle. Whole numbers, `true` and `false` are what they look like, all else is
  /// text.
  ///
  /// @throws KernelException if a path has no key, or goes through a value
  static Map<String, Object> sections(Map<String, String> paths) {
    Map<String, Object> sections = new LinkedHashMap<>();
    paths.forEach(
        (path, value) -> {
          String[] keys = path.split("\\.", -1);
          if (keys.length < 2) {
            throw wrong(path, "it has no key after the bundle");
          }
          Map<String, Object> at = sections;
          for (int i = 0; i < keys.length - 1; i++) {
            at = below(at, keys[i], path);
          }
          at.put(keys[keys.length - 1], typed(value));
        });
    return sections;
  }

  @SuppressWarnings("unchecked") // all maps below were made here
  private static Map<String, Object> below(Map<String, Object> at, String key, String path) {
    @Nullable Object there = at.computeIfAbsent(key, absent -> new LinkedHashMap<>());
    if (there instanceof Map<?, ?>) {
      return (Map<String, Object>) there;
    }
    throw wrong(path, "%s is a value already".formatted(key));
  }

  private static Object typed(String value) {
    return value.equals("true") || value.equals("false")
        ? Boolean.valueOf(value)
        : value.matches("-?\\d{1,18}") ? (Object) Long.valueOf(value) : value;
  }

  private static KernelException wrong(String path, String why) {
    return new KernelException(
        Code.CONFIG,
        "--config %s: %s, expected BUNDLE.KEY=VALUE".formatted(path, why),
        "give one such as --config my-page.path=/_/mine");
  }
}
