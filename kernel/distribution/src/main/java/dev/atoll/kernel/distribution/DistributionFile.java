package dev.atoll.kernel.distribution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.atoll.kernel.launcher.DistributionLock.Listener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A distribution as a person writes it.
///
/// @param id Maven coordinates `group:artifact`, without a version
/// @param bundles Maven coordinates `group:artifact`, in the order in which they are installed
/// @param alternatives further ones, which are in the product to be started in place of others
record DistributionFile(
    String id,
    String description,
    Map<String, Object> variables,
    List<Listener> listeners,
    List<String> bundles,
    List<String> alternatives,
    Map<String, Object> config) {

  private static final Set<String> KEYS =
      Set.of("id", "description", "variables", "listeners", "bundles", "alternatives", "config");

  private static final Set<String> LISTENER_KEYS = Set.of("name", "host", "port");

  /// @throws IllegalArgumentException if the file is not a distribution; the message names the key
  static DistributionFile read(Path file) throws IOException {
    YAMLMapper yaml =
        YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try {
      return of(file.getFileName().toString(), yaml.readValue(Files.readString(file), Map.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s line %d: %s".formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()), e);
    }
  }

  private static DistributionFile of(String name, Map<?, ?> yaml) {
    checkKeys(name, yaml, KEYS);
    List<Listener> listeners = new ArrayList<>();
    for (Object entry : list(name, yaml, "listeners")) {
      if (!(entry instanceof Map<?, ?> listener)) {
        throw new IllegalArgumentException(name + ": a listener is " + entry + ", expected a map");
      }
      checkKeys(name + " listeners", listener, LISTENER_KEYS);
      listeners.add(
          new Listener(
              text(name + " listeners", listener, "name"),
              text(name + " listeners", listener, "host"),
              value(name + " listeners", listener, "port")));
    }
    return new DistributionFile(
        text(name, yaml, "id"),
        text(name, yaml, "description"),
        map(name, yaml, "variables"),
        List.copyOf(listeners),
        list(name, yaml, "bundles").stream().map(String::valueOf).toList(),
        yaml.containsKey("alternatives")
            ? list(name, yaml, "alternatives").stream().map(String::valueOf).toList()
            : List.of(),
        map(name, yaml, "config"));
  }

  private static void checkKeys(String name, Map<?, ?> yaml, Set<String> known) {
    for (Object key : yaml.keySet()) {
      if (!known.contains(String.valueOf(key))) {
        throw new IllegalArgumentException(
            "%s: key %s is unknown, expected one of: %s"
                .formatted(name, key, String.join(", ", known.stream().sorted().toList())));
      }
    }
  }

  private static Object value(String name, Map<?, ?> yaml, String key) {
    @Nullable Object value = yaml.get(key);
    if (value == null) {
      throw new IllegalArgumentException(name + ": key " + key + " is missing");
    }
    return value;
  }

  private static String text(String name, Map<?, ?> yaml, String key) {
    return String.valueOf(value(name, yaml, key));
  }

  private static List<?> list(String name, Map<?, ?> yaml, String key) {
    if (yaml.get(key) instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException(
        "%s: %s is %s, expected a list".formatted(name, key, yaml.get(key)));
  }

  private static Map<String, Object> map(String name, Map<?, ?> yaml, String key) {
    @Nullable Object value = yaml.get(key);
    if (value != null && !(value instanceof Map<?, ?>)) {
      throw new IllegalArgumentException(
          "%s: %s is %s, expected a map".formatted(name, key, value));
    }
    Map<String, Object> map = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> entries) {
      entries.forEach((k, v) -> map.put(String.valueOf(k), v));
    }
    return map;
  }
}
