package dev.atoll.kernel.swap;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sees whether a swap has made something worse. Used by one thread.
final class HealthWatch {

  private static final String DOWN = "DOWN";

  private final Supplier<List<Map<String, Object>>> checks;

  private Set<String> downBefore = Set.of();

  /// @param checks a map for each: `bundle`, `status`, `detail`
  HealthWatch(Supplier<List<Map<String, Object>>> checks) {
    this.checks = checks;
  }

  /// Notes who is down already, for which a swap is not to blame.
  void remember() throws InterruptedException {
    Set<String> down = new TreeSet<>();
    try {
      for (Map<String, Object> check : look()) {
        if (DOWN.equals(check.get("status"))) {
          down.add(String.valueOf(check.get("bundle")));
        }
      }
    } catch (TimeoutException e) {
      // then it is not the successor who hangs
    }
    downBefore = down;
  }

  /// Looks again and again.
  ///
  /// @return who is down now, and was not; null if nobody is
  @Nullable String watch(Duration window) throws InterruptedException {
    long end = System.nanoTime() + window.toNanos();
    while (true) {
      @Nullable String sick = sick();
      if (sick != null || System.nanoTime() >= end) {
        return sick;
      }
      Thread.sleep(SwapLimits.CHECK_INTERVAL);
    }
  }

  private @Nullable String sick() throws InterruptedException {
    try {
      for (Map<String, Object> check : look()) {
        String bundle = String.valueOf(check.get("bundle"));
        if (DOWN.equals(check.get("status")) && !downBefore.contains(bundle)) {
          return "%s is down: %s".formatted(bundle, check.get("detail"));
        }
      }
      return null;
    } catch (TimeoutException e) {
      return "a health check takes longer than %d ms".formatted(SwapLimits.CHECK.toMillis());
    } catch (RuntimeException e) {
      return "health cannot be asked: " + e;
    }
  }

  private List<Map<String, Object>> look() throws InterruptedException, TimeoutException {
    return Limited.run("health", SwapLimits.CHECK, checks::get);
  }
}
