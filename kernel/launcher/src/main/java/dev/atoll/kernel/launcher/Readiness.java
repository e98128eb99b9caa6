package dev.atoll.kernel.launcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
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

  /// How long a start of the node waits for plugins; those that take longer are late.
  static final Duration PLUGIN_START_MAX = Duration.ofSeconds(20);

  private final SequencedMap<Long, BundleState> states = new LinkedHashMap<>();

  /// Those without which the node can do.
  private final Set<Long> plugins = new HashSet<>();

  private final Duration pluginStartMax;

  private boolean everythingStarted;

  private long pluginsUntilNanos;

  Readiness() {
    this(PLUGIN_START_MAX);
  }

  Readiness(Duration pluginStartMax) {
    this.pluginStartMax = pluginStartMax;
  }

  synchronized void expect(long id, String bundle, String version) {
    states.put(id, new BundleState(id, bundle, version, State.STARTING, List.of(), ""));
  }

  /// What follows about `id` is about a plugin.
  synchronized void isPlugin(long id) {
    plugins.add(id);
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
    pluginsUntilNanos = System.nanoTime() + pluginStartMax.toNanos();
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

  synchronized boolean isPluginId(long id) {
    return plugins.contains(id);
  }

  /// The plugins that failed, or are not up in time.
  synchronized List<BundleState> badPlugins() {
    return states.values().stream()
        .filter(s -> plugins.contains(s.id) && (s.state == State.FAILED || isLate(s)))
        .toList();
  }

  /// Waits until all but plugins are up and no plugin is about to be, or until some failed and the
  /// others can get no further.
  ///
  /// @return whether all but plugins are up
  synchronized boolean await(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!(everythingStarted && !isPending() && (isNodeUp() || isStuck()))) {
      long now = System.nanoTime();
      if (now >= end) {
        return false;
      }
      long until = everythingStarted && now < pluginsUntilNanos ? pluginsUntilNanos : end;
      wait(Math.max(1, (Math.min(until, end) - now) / 1_000_000));
    }
    return isNodeUp();
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

  private boolean isNodeUp() {
    return states.values().stream().allMatch(s -> s.state == State.UP || plugins.contains(s.id));
  }

  /// Whether a bundle starts that is not late.
  private boolean isPending() {
    return states.values().stream().anyMatch(s -> s.state == State.STARTING && !isLate(s));
  }

  private boolean isLate(BundleState s) {
    return s.state == State.STARTING
        && plugins.contains(s.id)
        && everythingStarted
        && System.nanoTime() >= pluginsUntilNanos;
  }

  private boolean isStuck() {
    return states.values().stream().anyMatch(s -> s.state == State.FAILED || isLate(s));
  }
}
