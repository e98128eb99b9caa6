package dev.atoll.kernel.launcher;

import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.launcher.Readiness.BundleState;
import dev.atoll.kernel.launcher.Readiness.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleRevision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running node: the framework with the bundles of a locked distribution.
///
/// [#start] and [#awaitReady] belong to one thread; [#close] may come from another, at any time.
public final class Node implements AutoCloseable {

  /// How long the framework may take to stop; the process ends then in any case.
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  static final String ROLE = "atoll.kernel";

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final DistributionLock lock;
  private final StateDirectory state;
  private final Listeners listeners;
  private final Clock clock;
  private final Framework framework;
  private final Readiness readiness = new Readiness();
  private final LiveBundles bundles;
  private final List<LeftOut> leftOut;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Node(
      DistributionLock lock,
      StateDirectory state,
      Listeners listeners,
      Clock clock,
      Framework framework,
      List<LeftOut> leftOut) {
    this.lock = lock;
    this.state = state;
    this.listeners = listeners;
    this.clock = clock;
    this.framework = framework;
    this.leftOut = List.copyOf(leftOut);
    this.bundles = new LiveBundles(framework, readiness);
  }

  /// Binds the listeners, checks and installs the bundles, and starts them.
  ///
  /// The node holds `state` from here on; [#close] gives it back.
  ///
  /// @param lock with its variables put in
  /// @param product the directory that holds `bundles`
  /// @throws KernelException if it cannot start; nothing is left behind then
  public static Node start(DistributionLock lock, Path product, StateDirectory state, Clock clock) {
    return start(lock, product, state, clock, List.of());
  }

  /// As [#start(DistributionLock, Path, StateDirectory, Clock)].
  ///
  /// @param leftOut plugins that are not in `lock`, to be told of
  /// @throws PluginException if a plugin of `lock` does not fit; it may do without
  public static Node start(
      DistributionLock lock,
      Path product,
      StateDirectory state,
      Clock clock,
      List<LeftOut> leftOut) {
    Map<LockedBundle, Path> files = Digests.verified(lock.started(), product, state.bundles());
    Listeners listeners = Listeners.bind(lock.listeners());
    Node node =
        new Node(
            lock,
            state,
            listeners,
            clock,
            FelixFramework.create(state.path().resolve("cache")),
            leftOut);
    try {
      new Boot(
              lock,
              product,
              state,
              listeners,
              node.framework,
              node.readiness,
              node.bundles,
              node.leftOut)
          .run(files);
      return node;
    } catch (BundleException | RuntimeException e) {
      node.close();
      throw e instanceof KernelException || e instanceof PluginException
          ? (RuntimeException) e
          : new KernelException(
              Code.INTERNAL,
              "the framework did not start: " + e.getMessage(),
              "see " + state.logs().resolve("atoll.log"),
              e);
    }
  }

  /// Waits until every bundle is up and every health check is content.
  ///
  /// Plugins that failed do not matter; nor does what their health checks say.
  ///
  /// @throws KernelException if a bundle failed or the limit passed; the message says who waits for
  ///     what, and why the candidates for it are not there
  /// @throws PluginException if that may be because of plugins that failed
  public void awaitReady(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    boolean up = readiness.await(limit);
    List<LeftOut> failed = readiness.badPlugins().stream().map(Node::failed).toList();
    failed.forEach(plugin -> LOG.error("plugin {}", plugin));
    if (!up && !failed.isEmpty()) {
      throw new PluginException(failed);
    }
    if (!up) {
      throw new KernelException(
          Code.START_FAILED,
          "not ready: " + String.join("\n  ", new Complaints(readiness, bundles).lines()),
          "see " + state.logs().resolve("atoll.log"));
    }
    while (!unhealthy().isEmpty()) {
      if (System.nanoTime() > end) {
        throw new KernelException(
            Code.UNHEALTHY,
            "not ready within %d s: %s".formatted(limit.toSeconds(), unhealthy()),
            "see " + state.logs().resolve("atoll.log"));
      }
      Thread.sleep(Duration.ofMillis(20));
    }
  }

  private static LeftOut failed(BundleState plugin) {
    return new LeftOut(
        plugin.bundle(),
        plugin.version(),
        new KernelException(
            Code.PLUGIN_FAILED,
            plugin.cause().isEmpty()
                ? "it is not up within %d s".formatted(Readiness.PLUGIN_START_MAX.toSeconds())
                : plugin.cause(),
            "see logs/atoll.log, or: atoll plugin remove " + plugin.bundle()));
  }

  /// The plugins without which the node runs, or which are not up.
  public List<LeftOut> withoutPlugins() {
    List<LeftOut> without = new ArrayList<>(leftOut);
    readiness.badPlugins().forEach(plugin -> without.add(failed(plugin)));
    return without;
  }

  /// Waits until one bundle is up, however long it takes; the others may wait for what never comes.
  ///
  /// @throws KernelException if it will not be up; the message says why
  public void awaitUp(String bundle) throws InterruptedException {
    if (!readiness.await(bundle)) {
      throw new KernelException(
          Code.START_FAILED,
          readiness.states().stream()
              .filter(s -> s.bundle().equals(bundle) && s.state() == State.FAILED)
              .map(s -> s.bundle() + " failed: " + s.cause())
              .findFirst()
              .orElseGet(
                  () ->
                      bundle
                          + " is not up: "
                          + String.join("\n  ", new Complaints(readiness, bundles).lines())),
          "see " + state.logs().resolve("atoll.log"));
    }
  }

  private String unhealthy() {
    return health().stream()
        .filter(check -> !"UP".equals(check.get("status")))
        .filter(check -> !isPlugin(String.valueOf(check.get("bundle"))))
        .map(check -> check.get("bundle") + " " + check.get("detail"))
        .collect(Collectors.joining("; "));
  }

  private boolean isPlugin(String bundle) {
    return bundles.all().stream()
        .anyMatch(b -> b.getSymbolicName().equals(bundle) && readiness.isPluginId(b.getBundleId()));
  }

  /// The node as other processes see it.
  public NodeInfo info(String phase) {
    ProcessHandle self = ProcessHandle.current();
    Instant now = clock.instant();
    return new NodeInfo(
        self.pid(),
        self.info().startInstant().orElse(now),
        lock.id(),
        lock.version(),
        phase,
        listeners.urls(),
        states(),
        health(),
        now);
  }

  private List<Map<String, Object>> states() {
    List<LeftOut> without = withoutPlugins();
    List<Map<String, Object>> states = new ArrayList<>();
    for (BundleState state : readiness.states()) {
      Map<String, Object> map = state.toMap();
      without.stream()
          .filter(plugin -> plugin.bundle().equals(state.bundle()))
          .forEach(plugin -> map.put("cause", plugin.cause()));
      states.add(map);
    }
    leftOut.forEach(plugin -> states.add(plugin.toMap()));
    return states;
  }

  /// Writes [#info] to the state directory.
  public void publish(String phase) {
    try {
      state.publish(info(phase));
    } catch (IOException e) {
      LOG.warn("cannot write node.json: {}", e.toString());
    }
  }

  /// What every health check says: `bundle`, `status` (`UP`, `DEGRADED`, `DOWN`), `detail`,
  /// `facts`.
  public List<Map<String, Object>> health() {
    return closed.get() ? List.of() : HealthChecks.reports(framework);
  }

  /// The bundles, to exchange one for another.
  public LiveBundles bundles() {
    return bundles;
  }

  /// Waits until the framework has stopped.
  ///
  /// @return whether it has, within the limit
  public boolean awaitStop(Duration limit) throws InterruptedException {
    return framework.waitForStop(limit.toMillis()).getType() != FrameworkEvent.WAIT_TIMEDOUT;
  }

  /// Whether [#close] was called.
  public boolean isClosed() {
    return closed.get();
  }

  /// Stops callers before their providers, then the framework, and gives back sockets and state.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      for (Bundle bundle : bundles.all()) {
        if (isExtender(bundle)) {
          bundle.stop();
        }
      }
      framework.stop();
      framework.waitForStop(STOP_LIMIT.toMillis());
    } catch (BundleException e) {
      LOG.warn("the framework did not stop cleanly", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      listeners.close();
      state.close();
    }
  }

  /// The extender ends callers before providers, which the framework alone would not.
  private static boolean isExtender(Bundle bundle) {
    @Nullable BundleRevision revision = bundle.adapt(BundleRevision.class);
    return revision != null
        && revision.getDeclaredCapabilities("osgi.extender").stream()
            .anyMatch(c -> "atoll.plugin".equals(c.getAttributes().get("osgi.extender")));
  }
}
