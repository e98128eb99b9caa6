package dev.atoll.kernel.distribution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What differs between two locks.
public final class LockDiff {

  private final List<Change> changes = new ArrayList<>();

  private LockDiff() {}

  /// @param part `distribution`, `bundle`, `wire`, `variable`, `listener` or `config`
  /// @param subject which one
  /// @param before empty if it is new
  /// @param after empty if it is gone
  public record Change(String part, String subject, String before, String after) {

    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("part", part);
      map.put("subject", subject);
      map.put("before", before);
      map.put("after", after);
      return map;
    }

    @Override
    public String toString() {
      return before.isEmpty()
          ? "+ %s %s: %s".formatted(part, subject, after)
          : after.isEmpty()
              ? "- %s %s: %s".formatted(part, subject, before)
              : "~ %s %s: %s -> %s".formatted(part, subject, before, after);
    }
  }

  /// @param before Feature JSON, as [dev.atoll.kernel.launcher.Json] reads it
  public static List<Change> between(Map<String, Object> before, Map<String, Object> after) {
    LockDiff diff = new LockDiff();
    diff.compare("distribution", head(before), head(after));
    diff.compare("bundle", bundles(before), bundles(after));
    diff.compare("variable", flat(before.get("variables")), flat(after.get("variables")));
    diff.compare("listener", listeners(before), listeners(after));
    diff.compare("config", flat(before.get("configurations")), flat(after.get("configurations")));
    diff.compare("wire", wires(before), wires(after));
    return List.copyOf(diff.changes);
  }

  private void compare(
      String part, SequencedMap<String, String> before, SequencedMap<String, String> after) {
    SortedSet<String> subjects = new TreeSet<>(before.keySet());
    subjects.addAll(after.keySet());
    for (String subject : subjects) {
      String was = before.getOrDefault(subject, "");
      String is = after.getOrDefault(subject, "");
      if (!was.equals(is)) {
        changes.add(new Change(part, subject, was, is));
      }
    }
  }

  private static SequencedMap<String, String> head(Map<String, Object> lock) {
    SequencedMap<String, String> head = new LinkedHashMap<>();
    head.put("id", String.valueOf(lock.get("id")));
    head.put("description", String.valueOf(lock.get("description")));
    return head;
  }

  /// Version and the begin of the digest, by `group:artifact`.
  private static SequencedMap<String, String> bundles(Map<String, Object> lock) {
    SequencedMap<String, String> bundles = new TreeMap<>();
    for (Map<?, ?> bundle : maps(lock.get("bundles"))) {
      Coordinates id = Coordinates.parse(String.valueOf(bundle.get("id")));
      String digest = String.valueOf(bundle.get("sha256"));
      bundles.put(
          id.key(),
          "%s sha256 %.12s%s"
              .formatted(
                  id.version(),
                  digest,
                  Boolean.TRUE.equals(bundle.get("atoll-alternative")) ? " (alternative)" : ""));
    }
    return bundles;
  }

  private static SequencedMap<String, String> listeners(Map<String, Object> lock) {
    SequencedMap<String, String> listeners = new TreeMap<>();
    for (Map<?, ?> listener : maps(extension(lock, "atoll-listeners", "listeners"))) {
      listeners.put(
          String.valueOf(listener.get("name")), listener.get("host") + ":" + listener.get("port"));
    }
    return listeners;
  }

  /// Providers by bundle and requirement. Why they were chosen is no difference, and neither is
  /// where the distribution asks for something.
  private static SequencedMap<String, String> wires(Map<String, Object> lock) {
    SequencedMap<String, String> wires = new TreeMap<>();
    for (Map<?, ?> wire : maps(extension(lock, LockFile.WIRES, "wires"))) {
      String bundle = String.valueOf(wire.get("bundle"));
      wires.merge(
          (bundle.contains(":") ? "the distribution" : bundle) + " needs " + wire.get("needs"),
          String.valueOf(wire.get("provider")),
          (one, other) -> one + ", " + other);
    }
    return wires;
  }

  private static @Nullable Object extension(Map<String, Object> lock, String name, String key) {
    return lock.get("extensions") instanceof Map<?, ?> extensions
            && extensions.get(name) instanceof Map<?, ?> extension
            && extension.get("json") instanceof Map<?, ?> json
        ? json.get(key)
        : null;
  }

  private static List<Map<?, ?>> maps(@Nullable Object list) {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (list instanceof List<?> entries) {
      for (Object entry : entries) {
        if (entry instanceof Map<?, ?> map) {
          maps.add(map);
        }
      }
    }
    return maps;
  }

  /// `{a: {b: 1}}` is `a.b` to `1`.
  private static SequencedMap<String, String> flat(@Nullable Object value) {
    SequencedMap<String, String> flat = new TreeMap<>();
    flatten("", Objects.requireNonNullElse(value, Map.of()), flat);
    return flat;
  }

  private static void flatten(String path, @Nullable Object value, Map<String, String> flat) {
    if (value instanceof Map<?, ?> map && (!map.isEmpty() || path.isEmpty())) {
      map.forEach((key, v) -> flatten(path.isEmpty() ? key.toString() : path + "." + key, v, flat));
    } else {
      flat.put(path, String.valueOf(value));
    }
  }
}
