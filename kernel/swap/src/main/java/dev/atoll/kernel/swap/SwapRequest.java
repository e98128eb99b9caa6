package dev.atoll.kernel.swap;

import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an operator asks for.
///
/// @param bundle a name, coordinates, a digest, or a path that ends with `.jar`
/// @param sha256 what a jar given by its path must have; empty for other bundles
/// @param shadowRounds how many rounds an engine runs in the shadow of the present one
/// @param healthWindow how long the health is watched before the old bundle is stopped
/// @param stepLimit how long a step may take that nobody waits for
public record SwapRequest(
    String kind,
    String bundle,
    String sha256,
    int shadowRounds,
    boolean dryRun,
    Duration healthWindow,
    Duration stepLimit) {

  public static final Duration HEALTH_WINDOW = Duration.ofSeconds(3);

  public static final Duration STEP_LIMIT = Duration.ofMinutes(10);

  private static final List<String> KEYS =
      List.of("kind", "bundle", "sha256", "shadow", "dry-run", "health-millis", "step-millis");

  /// @throws KernelException if a key is unknown, or a value is of another type
  static SwapRequest of(Map<String, Object> arguments) {
    for (String key : arguments.keySet()) {
      if (!KEYS.contains(key)) {
        throw wrong(key, "unknown", "one of " + String.join(", ", KEYS));
      }
    }
    return new SwapRequest(
        text(arguments, "kind"),
        text(arguments, "bundle"),
        arguments.containsKey("sha256") ? text(arguments, "sha256") : "",
        Math.toIntExact(number(arguments, "shadow", 0)),
        Boolean.TRUE.equals(arguments.get("dry-run")),
        Duration.ofMillis(number(arguments, "health-millis", HEALTH_WINDOW.toMillis())),
        Duration.ofMillis(number(arguments, "step-millis", STEP_LIMIT.toMillis())));
  }

  /// As the arguments of an admin request.
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", kind);
    map.put("bundle", bundle);
    if (!sha256.isEmpty()) {
      map.put("sha256", sha256);
    }
    map.put("shadow", shadowRounds);
    map.put("dry-run", dryRun);
    map.put("health-millis", healthWindow.toMillis());
    map.put("step-millis", stepLimit.toMillis());
    return map;
  }

  private static String text(Map<String, Object> arguments, String key) {
    if (arguments.get(key) instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw wrong(key, String.valueOf(arguments.get(key)), "a text");
  }

  private static long number(Map<String, Object> arguments, String key, long otherwise) {
    return switch (arguments.getOrDefault(key, otherwise)) {
      case Integer number when number >= 0 -> number;
      case Long number when number >= 0 && number <= Integer.MAX_VALUE -> number;
      case Object other -> throw wrong(key, other.toString(), "a whole number from 0");
    };
  }

  private static KernelException wrong(String key, String found, String expected) {
    return new KernelException(
        Code.BAD_REQUEST,
        "argument %s of swap is %s, expected %s".formatted(key, found, expected),
        "see: atoll swap --help");
  }
}
