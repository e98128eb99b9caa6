package dev.atoll.kernel.swap;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells an operator and the log how far a swap is, and how long each step took. Used by one
/// thread.
final class Steps {

  private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

  private final Consumer<Map<String, Object>> events;

  private final Map<String, Object> micros = new LinkedHashMap<>();

  private String step = "";

  private long beganNanos;

  Steps(Consumer<Map<String, Object>> events) {
    this.events = events;
  }

  /// The step before has ended, and this one begins.
  void begin(String name, String detail) {
    end();
    step = name;
    beganNanos = System.nanoTime();
    tell(detail);
  }

  /// Something new of the present step.
  void tell(String detail) {
    LOG.info("swap step={} {}", step, detail);
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("step", step);
    event.put("detail", detail);
    events.accept(event);
  }

  void end() {
    if (!step.isEmpty()) {
      micros.merge(
          step,
          Duration.ofNanos(System.nanoTime() - beganNanos).toNanos() / 1_000,
          (a, b) -> ((Number) a).longValue() + ((Number) b).longValue());
    }
    step = "";
  }

  String current() {
    return step;
  }

  /// Microseconds by step.
  Map<String, Object> micros() {
    return micros;
  }
}
