package dev.atoll.kernel.distribution;

import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Makes `distribution.lock.json` of an assembly: a valid Feature JSON document.
///
/// Beyond what [DistributionLock] reads at start, a bundle has its symbolic name, its version and
/// its licence, and two extensions say what the launcher does not need: `atoll-wires` who gets what
/// from whom and why, `atoll-subnets` the names of the subnets.
///
/// Source: OSGi Compendium 8.1, chapter 159 "Feature Service".
public final class LockFile {

  static final String WIRES = "atoll-wires";

  private static final String SUBNETS = "atoll-subnets";

  private LockFile() {}

  /// The lock as the launcher reads it.
  ///
  /// @throws KernelException if a variable is unknown or a section of the config has no bundle
  public static DistributionLock of(Assembly assembly) {
    DistributionFile distribution = assembly.distribution();
    List<LockedBundle> locked = new ArrayList<>();
    assembly.started().forEach(c -> locked.add(locked(c, false)));
    assembly.alternatives().forEach(c -> locked.add(locked(c, true)));
    checkSections(assembly);
    DistributionLock lock =
        new DistributionLock(
            distribution.id() + ":" + distribution.version(),
            distribution.description(),
            distribution.variables(),
            locked,
            distribution.listeners(),
            distribution.effectiveConfig());
    lock.with(Map.of()); // every ${variable} is known
    return lock;
  }

  private static LockedBundle locked(Candidate candidate, boolean alternative) {
    return new LockedBundle(
        candidate.id().toString(), candidate.sha256(), candidate.size(), alternative);
  }

  private static void checkSections(Assembly assembly) {
    TreeSet<String> names = new TreeSet<>();
    assembly.bundles().forEach(c -> names.add(c.symbolicName()));
    for (String section : assembly.distribution().effectiveConfig().keySet()) {
      if (!names.contains(section)) {
        throw new KernelException(
            Code.CONFIG,
            "config has a section for %s, which is no bundle of the distribution%s"
                .formatted(section, NearestName.hint(section, names)),
            "use the symbolic name of a bundle: " + String.join(", ", names));
      }
    }
  }

  /// The text of the file; the same for the same assembly.
  public static String toJson(Assembly assembly) {
    return Json.write(toMap(assembly));
  }

  static Map<String, Object> toMap(Assembly assembly) {
    Map<String, Object> json = of(assembly).toMap();
    Map<String, Candidate> byId = new LinkedHashMap<>();
    assembly.bundles().forEach(c -> byId.put(c.id().toString(), c));
    List<Map<String, Object>> bundles = new ArrayList<>();
    for (Object entry : (List<?>) json.getOrDefault("bundles", List.of())) {
      Map<String, Object> bundle = new LinkedHashMap<>();
      ((Map<?, ?>) entry).forEach((key, value) -> bundle.put(String.valueOf(key), value));
      Candidate candidate = byId.get(bundle.get("id"));
      if (candidate != null) {
        bundle.put("symbolic-name", candidate.symbolicName());
        bundle.put("version", candidate.version().toString());
        bundle.put("licence", candidate.licence());
      }
      bundles.add(bundle);
    }
    json.put("bundles", bundles);
    Map<String, Object> extensions = new LinkedHashMap<>();
    if (json.get("extensions") instanceof Map<?, ?> already) {
      already.forEach((key, value) -> extensions.put(String.valueOf(key), value));
    }
    if (!assembly.distribution().subnets().isEmpty()) {
      extensions.put(
          SUBNETS,
          extension(
              "subnets",
              assembly.distribution().subnets().stream()
                  .map(s -> Map.of("name", s.name()))
                  .toList()));
    }
    extensions.put(WIRES, extension("wires", wires(assembly)));
    json.put("extensions", extensions);
    return json;
  }

  static List<Map<String, Object>> wires(Assembly assembly) {
    return assembly.wires().stream()
        .map(
            wire -> {
              Map<String, Object> map = new LinkedHashMap<>();
              map.put("bundle", wire.bundle());
              map.put("needs", wire.needs());
              map.put("provider", wire.provider());
              map.put("reason", wire.reason());
              return map;
            })
        .toList();
  }

  /// An object with one key: readers of others expect no array.
  private static Map<String, Object> extension(String key, List<?> entries) {
    Map<String, Object> extension = new LinkedHashMap<>();
    extension.put("kind", "optional");
    extension.put("type", "json");
    extension.put("json", Map.of(key, entries));
    return extension;
  }
}
