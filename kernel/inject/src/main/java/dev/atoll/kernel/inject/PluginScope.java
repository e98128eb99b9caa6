package dev.atoll.kernel.inject;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import dev.atoll.kernel.metrics.MetricsScope;
import dev.atoll.spi.kernel.Lifecycle;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The life of one bundle's injector.
///
/// It waits until every imported service is there, then a thread of its own creates the injector,
/// starts objects and registers services; the bundle's `stop` undoes that in the reverse order. The
/// lock guards the state alone: foreign code runs without it. A scope that failed tries again when
/// the services that it imports change.
///
/// A scope on standby does all of that but registering its services, until [#publish].
final class PluginScope {

  enum State {
    NEW,
    WAITING,
    STARTING,
    STANDBY,
    UP,
    FAILED,
    STOPPED
  }

  private static final Logger LOG = LoggerFactory.getLogger(PluginScope.class);

  /// How long a start that is under way may go on when the bundle is stopped.
  private static final long START_GRACE_MILLIS = 2_000;

  private final Bundle bundle;
  private final Kernel kernel;
  private final Consumer<PluginScope> cameUp;
  private final Undos undos;

  private final MetricsScope metrics;

  private final Object lock = new Object();
  private State state = State.NEW; // guarded by lock
  private boolean closing; // guarded by lock
  private boolean standby; // guarded by lock
  private String cause = ""; // guarded by lock
  private @Nullable Thread starter; // guarded by lock

  private List<ServiceProxy<?>> imports = List.of();
  private @Nullable RecordedModule recorded;
  private volatile @Nullable ScopeExports exports;

  /// @param standby whether services are held back until [#publish]
  PluginScope(Bundle bundle, Kernel kernel, boolean standby, Consumer<PluginScope> cameUp) {
    this.bundle = bundle;
    this.kernel = kernel;
    this.standby = standby;
    this.cameUp = cameUp;
    this.undos = new Undos(bundle.getSymbolicName());
    this.metrics = kernel.metrics().scope(bundle.getSymbolicName());
  }

  Bundle bundle() {
    return bundle;
  }

  /// Whether it has started and shows its services.
  boolean isUp() {
    synchronized (lock) {
      return state == State.UP;
    }
  }

  /// Runs the module's `configure()` and begins to look for the services that it imports.
  void open(String moduleClass) {
    try {
      RecordedModule made = RecordedModule.of(bundle, kernel, metrics, moduleClass, this::check);
      recorded = made;
      imports = List.copyOf(made.declaration().imports());
    } catch (Exception | LinkageError e) {
      fail(Failures.explain(e), e);
      return;
    }
    synchronized (lock) {
      state = State.WAITING;
    }
    imports.forEach(ServiceProxy::open);
    check();
  }

  /// Starts when nothing is missing any more; called whenever a provider has come or gone.
  private void check() {
    List<String> missing = missing();
    Thread thread;
    synchronized (lock) {
      boolean ready = missing.isEmpty() && (state == State.WAITING || state == State.FAILED);
      if (!ready || closing) {
        if (state == State.WAITING || state == State.UP) {
          report(state, missing, null);
        }
        return;
      }
      state = State.STARTING;
      thread = Thread.ofPlatform().name("start-" + bundle.getSymbolicName()).unstarted(this::start);
      thread.setContextClassLoader(bundle.adapt(BundleWiring.class).getClassLoader());
      starter = thread;
      report(State.STARTING, List.of(), null);
    }
    thread.start();
  }

  private List<String> missing() {
    return imports.stream().filter(p -> !p.isAvailable()).map(ServiceProxy::target).toList();
  }

  private void start() {
    boolean held;
    try {
      RecordedModule module = Objects.requireNonNull(recorded, "it was recorded");
      Injector injector = Guice.createInjector(Stage.PRODUCTION, module.bindings());
      watchServices(injector, module.declaration().watches()); // before anybody is served
      startObjects(injector, module.declaration().objects());
      held = export(injector, module.declaration().objects());
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      undos.unwind();
      fail(Failures.explain(e), e);
      return;
    }
    ended(held ? State.STANDBY : State.UP);
  }

  private void startObjects(Injector injector, List<Declaration.Declared> objects)
      throws Exception {
    Set<Class<?>> seen = new LinkedHashSet<>();
    for (Declaration.Declared declared : objects) {
      if (!seen.add(declared.implementation())) {
        continue;
      }
      Object object = injector.getInstance(declared.implementation());
      String name = declared.implementation().getName();
      if (object instanceof AutoCloseable closeable) {
        undos.push("close " + name, closeable::close);
      }
      if (object instanceof Lifecycle lifecycle) {
        warmUp(lifecycle);
        undos.push("stop " + name, lifecycle::stop); // before the start: it may fail half way
        lifecycle.start();
      }
    }
  }

  private void warmUp(Lifecycle object) {
    synchronized (lock) {
      if (!standby) {
        return; // at the start of a node nobody is spared by it
      }
    }
    try {
      object.warmUp();
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      LOG.warn("{} does not warm up: {}", bundle.getSymbolicName(), Failures.explain(e), e);
    }
  }

  private void watchServices(Injector injector, List<Declaration.Watched<?>> watches) {
    for (Declaration.Watched<?> watched : watches) {
      ServiceWatch<?> watch = watched.on(bundle.getBundleContext(), injector::getInstance);
      undos.push("stop watching " + watched.type().getName(), watch::close);
      watch.open();
    }
  }

  /// @return whether the services are held back
  private boolean export(Injector injector, List<Declaration.Declared> objects) {
    ScopeExports made = new ScopeExports(bundle.getBundleContext(), objects, injector);
    undos.push("withdraw services", made::withdraw);
    exports = made;
    synchronized (lock) {
      if (standby) {
        return true;
      }
    }
    made.resume();
    made.publish();
    return false;
  }

  /// The services of a scope that has started.
  ScopeExports exports() {
    ScopeExports made = exports;
    if (made == null) {
      throw new IllegalStateException(bundle.getSymbolicName() + " has not started");
    }
    return made;
  }

  /// Registers services that were held back or withdrawn.
  void publish() {
    exports().publish();
    synchronized (lock) {
      standby = false;
      if (closing) {
        return;
      }
      state = State.UP;
    }
    report(State.UP, missing(), null);
  }

  /// Waits until it stands by, or will not.
  ///
  /// @return why it does not; empty if it does
  Optional<String> awaitStandby(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (lock) {
      while (state != State.STANDBY && state != State.FAILED && state != State.STOPPED) {
        long leftMillis = (end - System.nanoTime()) / 1_000_000;
        if (leftMillis <= 0) {
          List<String> missing = missing();
          return Optional.of(
              "it is %s after %d s%s"
                  .formatted(
                      state,
                      limit.toSeconds(),
                      missing.isEmpty() ? "" : ", waiting for " + String.join(", ", missing)));
        }
        lock.wait(leftMillis);
      }
      return switch (state) {
        case STANDBY -> Optional.empty();
        default -> Optional.of(cause.isEmpty() ? "it is " + state : cause);
      };
    }
  }

  private void ended(State end) {
    boolean open;
    synchronized (lock) {
      starter = null;
      open = !closing;
      state = closing ? State.STOPPED : end;
      lock.notifyAll();
    }
    if (open && end == State.UP) {
      cameUp.accept(this);
    }
    if (open) {
      report(end, missing(), null);
    }
  }

  /// Withdraws services, lets callers return, stops objects, gives up imports. Does nothing the
  /// second time. Called by the thread that stops the bundle.
  void close() {
    synchronized (lock) {
      if (closing) {
        return;
      }
      closing = true;
      awaitStarter();
      state = State.STOPPED;
      lock.notifyAll();
    }
    undos.unwind();
    imports.forEach(ServiceProxy::close);
    metrics.close();
    report(State.STOPPED, List.of(), null);
  }

  private void awaitStarter() {
    boolean interrupted = false;
    while (starter != null && !starter.equals(Thread.currentThread())) {
      try {
        lock.wait(START_GRACE_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (starter != null) {
        starter.interrupt(); // whatever it waits for, it shall give up
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void fail(String reason, Throwable thrown) {
    synchronized (lock) {
      starter = null;
      state = closing ? State.STOPPED : State.FAILED;
      cause = reason;
      lock.notifyAll();
      if (closing) {
        return;
      }
    }
    LOG.error("{} failed: {}", bundle.getSymbolicName(), reason, thrown);
    report(State.FAILED, missing(), reason);
  }

  private void report(State state, List<String> waitsFor, @Nullable String why) {
    Map<String, Object> event = new HashMap<>();
    event.put("id", bundle.getBundleId());
    event.put("bundle", bundle.getSymbolicName());
    event.put("version", bundle.getVersion().toString());
    event.put("state", state.name());
    event.put("waits-for", waitsFor);
    if (why != null) {
      event.put("cause", why);
    }
    kernel.events().accept(event);
  }
}
