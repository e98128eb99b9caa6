package dev.atoll.kernel.launcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How each bundle is, as the extender tells it; guarded by its own monitor.
final class Readiness implements Consumer<Map<String, Object>> {

  /// What the extender calls the states of a bundle.
  enum State {
    WAITING,
    STARTING,
    STANDBY,
    UP,
    FAILED,
    STOPPED
  }

  /// @param id of the bundle in the framework
  /// @param waitsFor the service types that are not there
  /// @param cause why it failed; empty if it did not
  record BundleState(
      long id, String bundle, String version, State state, List<String> waitsFor, String cause) {

    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("bundle", bundle);
      map.put("version", version);
      map.put("state", state.name());
      map.put("waits-for", waitsFor);
      map.put("cause", cause);
      return map;
    }
  }

  private final SequencedMap<Long, BundleState> states = new LinkedHashMap<>();

  private boolean everythingStarted;

  synchronized void expect(long id, String bundle, String version) {
    states.put(id, new BundleState(id, bundle, version, State.STARTING, List.of(), ""));
  }

  /// From now on another bundle counts in place of `old`, which is up.
  synchronized void replace(long old, long id, String bundle, String version) {
    List<BundleState> all = List.copyOf(states.values());
    states.clear();
    BundleState up = new BundleState(id, bundle, version, State.UP, List.of(), "");
    all.forEach(state -> states.put(state.id == old ? id : state.id, state.id == old ? up : state));
  }

  /// Every bundle was told to start, so that nothing new will begin by itself.
  synchronized void everythingStarted() {
    everythingStarted = true;
    notifyAll();
  }

  @Override
  public synchronized void accept(Map<String, Object> event) {
    long id = event.get("id") instanceof Number number ? number.longValue() : -1;
    @Nullable BundleState before = states.get(id);
    if (before == null) {
      return; // one that is not part of the node yet, or no more
    }
    List<String> waitsFor = new ArrayList<>();
    if (event.get("waits-for") instanceof List<?> types) {
      types.forEach(type -> waitsFor.add(String.valueOf(type)));
    }
    @Nullable Object cause = event.get("cause");
    states.put(
        id,
        new BundleState(
            id,
            before.bundle,
            before.version,
            State.valueOf(String.valueOf(event.get("state"))),
            List.copyOf(waitsFor),
            cause == null ? "" : cause.toString()));
    notifyAll();
  }

  synchronized List<BundleState> states() {
    return List.copyOf(states.values());
  }

  /// Waits until all are up, or until some failed and the others can get no further.
  ///
  /// @return whether all are up
  synchronized boolean await(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!(everythingStarted && (all(State.UP) || isStuck()))) {
      long leftMillis = (end - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        return false;
      }
      wait(leftMillis);
    }
    return all(State.UP);
  }

  /// Waits until `bundle` is up, or until it will never be: it failed, or waits and nothing starts.
  ///
  /// @return whether it is up
  synchronized boolean await(String bundle) throws InterruptedException {
    while (!isUp(bundle)) {
      if (everythingStarted && states.values().stream().noneMatch(s -> s.state == State.STARTING)) {
        return false;
      }
      wait();
    }
    return true;
  }

  private boolean isUp(String bundle) {
    return states.values().stream()
        .anyMatch(state -> state.bundle.equals(bundle) && state.state == State.UP);
  }

  private boolean all(State state) {
    return states.values().stream().allMatch(s -> s.state == state);
  }

  private boolean isStuck() {
    return states.values().stream().anyMatch(s -> s.state == State.FAILED)
        && states.values().stream().noneMatch(s -> s.state == State.STARTING);
  }
}
