package dev.atoll.kernel.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a running node tells other processes of its user, in `node.json` of the state directory.
///
/// @param startedAt when the process began; tells it from a later process with the same id
/// @param state `starting`, `ready` or `stopping`
/// @param urls where it listens, by name of the listener
/// @param bundles `bundle`, `state`, `waits-for`, `cause`
/// @param health `bundle`, `status`, `detail`, `facts`
/// @param checkedAt when bundles and health were looked at
public record NodeInfo(
    long pid,
    Instant startedAt,
    String distribution,
    String version,
    String state,
    Map<String, Object> urls,
    List<Map<String, Object>> bundles,
    List<Map<String, Object>> health,
    Instant checkedAt) {

  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("pid", pid);
    map.put("startedAt", startedAt.toString());
    map.put("distribution", distribution);
    map.put("version", version);
    map.put("state", state);
    map.put("urls", urls);
    map.put("bundles", bundles);
    map.put("health", health);
    map.put("checkedAt", checkedAt.toString());
    return map;
  }

  static NodeInfo of(Map<String, Object> map) {
    return new NodeInfo(
        ((Number) map.getOrDefault("pid", 0)).longValue(),
        Instant.parse((String) map.getOrDefault("startedAt", "")),
        (String) map.getOrDefault("distribution", ""),
        (String) map.getOrDefault("version", ""),
        (String) map.getOrDefault("state", ""),
        Json.object(map.getOrDefault("urls", Map.of())),
        objects(map.getOrDefault("bundles", List.of())),
        objects(map.getOrDefault("health", List.of())),
        Instant.parse((String) map.getOrDefault("checkedAt", "")));
  }

  private static List<Map<String, Object>> objects(Object list) {
    return ((List<?>) list).stream().map(Json::object).toList();
  }

  /// The first fact of this name that a health check gave, such as `root key`; empty if none did.
  public String fact(String name) {
    for (Map<String, Object> check : health) {
      if (Json.object(check.getOrDefault("facts", Map.of())).get(name) instanceof String value) {
        return value;
      }
    }
    return "";
  }

  /// Whether no check is other than up.
  public boolean isHealthy() {
    return health.stream().allMatch(check -> "UP".equals(check.get("status")));
  }

  /// Whether the process still runs; another process with its id began at another time.
  boolean isAlive() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().startInstant())
        .filter(start -> Duration.between(start, startedAt).abs().compareTo(START_TOLERANCE) < 0)
        .isPresent();
  }
}
