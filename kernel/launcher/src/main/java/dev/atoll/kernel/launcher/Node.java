package dev.atoll.kernel.launcher;

import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.launcher.Readiness.BundleState;
import dev.atoll.kernel.launcher.Readiness.State;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running node: the framework with the bundles of a locked distribution.
///
/// [#start] and [#awaitReady] belong to one thread; [#close] may come from another, at any time.
public final class Node implements AutoCloseable {

  /// How long the framework may take to stop; the process ends then in any case.
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  static final String ROLE = "atoll.kernel";

  private static final String LISTENER = "atoll.listener";

  private static final String MODULE_HEADER = "Guice-Module";

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
      node.boot(files, product);
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

  private void boot(Map<LockedBundle, Path> files, Path product) throws BundleException {
    framework.init();
    BundleContext context = framework.getBundleContext();
    registerKernelServices(context);
    List<Bundle> plugins = new ArrayList<>();
    for (var file : files.entrySet()) {
      Bundle bundle = install(context, file.getKey(), file.getValue());
      bundles.add(bundle);
      if (file.getKey().plugin()) {
        plugins.add(bundle);
        readiness.isPlugin(bundle.getBundleId());
      }
    }
    Logs.name(bundles);
    checkConfigSections(product);
    framework.start();
    framework.adapt(FrameworkWiring.class).resolveBundles(bundles.all());
    checkPlugins(plugins);
    for (Bundle bundle : bundles.all()) {
      if (bundle.getHeaders("").get(MODULE_HEADER) != null) {
        expect(bundle);
      }
    }
    for (Bundle bundle : bundles.all()) {
      if (bundle.adapt(BundleRevision.class).getTypes() == 0 // a fragment cannot be started
          && !plugins.contains(bundle)) {
        start(bundle);
      }
    }
    for (Bundle plugin : plugins) { // after all others, and none can hold up another
      Thread.ofPlatform()
          .daemon()
          .name("start-plugin-" + plugin.getSymbolicName())
          .start(() -> start(plugin));
    }
    readiness.everythingStarted();
  }

  private static Bundle install(BundleContext context, LockedBundle locked, Path file)
      throws BundleException {
    try {
      return context.installBundle("reference:" + file.toUri());
    } catch (BundleException e) {
      if (!locked.plugin()) {
        throw e;
      }
      throw new PluginException(
          List.of(
              new LeftOut(
                  Manifests.symbolicName(file).orElse(locked.id()),
                  Manifests.version(file).orElse(""),
                  refused(locked.id() + " cannot be installed: " + e.getMessage()))));
    }
  }

  /// A plugin that does not resolve, such as after an update of the product, is not started.
  private void checkPlugins(List<Bundle> plugins) {
    List<LeftOut> unresolved = new ArrayList<>();
    for (Bundle plugin : plugins) {
      List<String> gaps = Resolution.gaps(List.of(plugin), all());
      if (!gaps.isEmpty() || plugin.getState() == Bundle.INSTALLED) {
        unresolved.add(
            new LeftOut(
                plugin.getSymbolicName(),
                plugin.getVersion().toString(),
                refused(
                    gaps.isEmpty()
                        ? plugin.getSymbolicName() + " does not resolve"
                        : String.join("; ", gaps))));
      }
    }
    if (!unresolved.isEmpty()) {
      throw new PluginException(unresolved);
    }
  }

  private static KernelException refused(String message) {
    return new KernelException(
        Code.PLUGIN_REFUSED, message, "install a version that was built for this node");
  }

  private void registerKernelServices(BundleContext context) {
    Map<String, Object> node = new HashMap<>();
    node.put("name", lock.name());
    node.put("version", lock.version());
    node.put("state-directory", state.path());
    node.put("config", lock.config());
    context.registerService(Map.class, node, FrameworkUtil.asDictionary(Map.of(ROLE, "node")));
    Consumer<Map<String, Object>> events = this::onEvent;
    context.registerService(
        Consumer.class, events, FrameworkUtil.asDictionary(Map.of(ROLE, "events")));
    listeners
        .channels()
        .forEach(
            (name, channel) ->
                context.registerService(
                    ServerSocketChannel.class,
                    channel,
                    FrameworkUtil.asDictionary(Map.of(LISTENER, name))));
  }

  private void expect(Bundle bundle) {
    readiness.expect(
        bundle.getBundleId(), bundle.getSymbolicName(), bundle.getVersion().toString());
  }

  private void checkConfigSections(Path product) {
    List<String> names = new ArrayList<>();
    bundles.all().forEach(bundle -> names.add(bundle.getSymbolicName()));
    leftOut.forEach(plugin -> names.add(plugin.bundle()));
    for (String section : lock.config().keySet()) {
      if (!names.contains(section) && !alternatives(product).contains(section)) {
        throw new KernelException(
            Code.CONFIG,
            "config has a section for %s, which is no bundle of the distribution"
                .formatted(section),
            "use the symbolic name of a bundle: " + String.join(", ", names));
      }
    }
  }

  /// The symbolic names of the bundles that are there to be started in place of others.
  private List<String> alternatives(Path product) {
    return lock.bundles().stream()
        .filter(LockedBundle::alternative)
        .map(bundle -> product.resolve("bundles").resolve(bundle.fileName()))
        .map(Manifests::symbolicName)
        .flatMap(Optional::stream)
        .toList();
  }

  private void start(Bundle bundle) {
    try {
      bundle.start();
    } catch (BundleException e) { // one bad bundle must not hide what the others say
      String gaps = String.join("; ", Resolution.gaps(List.of(bundle), all()));
      String cause = gaps.isEmpty() ? causeOf(e) : gaps;
      LOG.error("{} did not start: {}", bundle.getSymbolicName(), cause, e);
      expect(bundle); // a library is not, until it fails
      onEvent(
          Map.of(
              "id",
              bundle.getBundleId(),
              "bundle",
              bundle.getSymbolicName(),
              "state",
              State.FAILED.name(),
              "cause",
              cause));
    }
  }

  private List<Bundle> all() {
    List<Bundle> all = new ArrayList<>(bundles.all());
    all.add(framework);
    return all;
  }

  private static String causeOf(BundleException e) {
    @Nullable Throwable cause = e.getCause();
    return String.valueOf(cause == null ? e.getMessage() : cause);
  }

  private void onEvent(Map<String, Object> event) {
    LOG.info(
        "bundle={} version={} state={} waits-for={}",
        event.get("bundle"),
        event.getOrDefault("version", ""),
        event.get("state"),
        event.getOrDefault("waits-for", ""));
    readiness.accept(event);
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
          "not ready: " + String.join("\n  ", complaints()),
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
              .orElseGet(() -> bundle + " is not up: " + String.join("\n  ", complaints())),
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

  /// A line for each bundle that is not up: failed ones first, with their causes.
  private List<String> complaints() {
    List<String> lines = new ArrayList<>();
    for (BundleState s : readiness.states()) {
      if (s.state() == State.FAILED) {
        lines.add("%s FAILED: %s".formatted(s.bundle(), s.cause()));
      }
    }
    for (BundleState s : readiness.states()) {
      for (String type : s.state() == State.FAILED ? List.<String>of() : s.waitsFor()) {
        lines.add(
            "%s waits for %s; %s"
                .formatted(
                    s.bundle(), type.substring(type.lastIndexOf('.') + 1), candidates(type)));
      }
      if (s.state() == State.STARTING) {
        lines.add(s.bundle() + " is still starting");
      }
    }
    return lines;
  }

  private String candidates(String type) {
    List<Bundle> providers = bundles.providers(type);
    if (providers.isEmpty()) {
      return "no bundle of the distribution provides it";
    }
    return providers.stream()
        .map(b -> b.getSymbolicName() + " " + stateOf(b.getSymbolicName()))
        .collect(Collectors.joining(", ", "candidates: ", ""));
  }

  private String stateOf(String bundle) {
    return readiness.states().stream()
        .filter(s -> s.bundle().equals(bundle))
        .map(s -> s.cause().isEmpty() ? s.state().name() : s.state() + ": " + s.cause())
        .findFirst()
        .orElse("has not registered it");
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
    List<Map<String, Object>> health = new ArrayList<>();
    @Nullable BundleContext context = framework.getBundleContext();
    if (context == null || closed.get()) {
      return health;
    }
    try {
      for (ServiceReference<?> reference :
          context.getServiceReferences(Supplier.class, "(" + ROLE + "=health)")) {
        if (context.getService(reference) instanceof Supplier<?> report
            && report.get() instanceof List<?> checks) {
          checks.forEach(check -> health.add(new LinkedHashMap<>(Json.object(check))));
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    return health;
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
