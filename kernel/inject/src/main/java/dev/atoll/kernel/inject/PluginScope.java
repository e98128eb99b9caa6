package dev.atoll.kernel.inject;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.spi.Element;
import com.google.inject.spi.Elements;
import com.google.inject.spi.Message;
import dev.atoll.spi.kernel.KeyStore;
import dev.atoll.spi.kernel.Lifecycle;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.kernel.PluginModule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The life of one bundle's injector.
///
/// It waits until every imported service is there, then a thread of its own creates the injector,
/// starts objects and registers services; the bundle's `stop` undoes that in the reverse order. The
/// lock guards the state alone: foreign code runs without it. A scope that failed tries again when
/// the services that it imports change.
final class PluginScope {

  enum State {
    NEW,
    WAITING,
    STARTING,
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

  private final Object lock = new Object();
  private State state = State.NEW; // guarded by lock
  private boolean closing; // guarded by lock
  private @Nullable Thread starter; // guarded by lock
  private final Deque<Undo> undos = new ArrayDeque<>(); // guarded by lock

  private List<ServiceProxy<?>> imports = List.of();
  private @Nullable Declaration declaration;
  private Module recorded = binder -> {};

  /// One step back; the name is for messages.
  private record Undo(String name, Step step) {
    interface Step {
      void run() throws Exception;
    }
  }

  PluginScope(Bundle bundle, Kernel kernel, Consumer<PluginScope> cameUp) {
    this.bundle = bundle;
    this.kernel = kernel;
    this.cameUp = cameUp;
  }

  /// Runs the module's `configure()` and begins to look for the services that it imports.
  void open(String moduleClass) {
    try {
      recorded = record(moduleClass);
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

  private Module record(String moduleClass) throws Exception {
    NodeContext node = BundleNode.of(kernel, bundle.getSymbolicName());
    Declaration declaration =
        new Declaration(
            bundle,
            node,
            kernel.config().getOrDefault(bundle.getSymbolicName(), Map.of()),
            this::check);
    PluginModule module =
        (PluginModule) bundle.loadClass(moduleClass).getDeclaredConstructor().newInstance();
    module.attach(declaration);
    List<Element> elements = Elements.getElements(Stage.PRODUCTION, module);
    for (Element element : elements) {
      if (element instanceof Message message) {
        throw new com.google.inject.ConfigurationException(List.of(message));
      }
    }
    declaration.checkConfigIsRead();
    this.declaration = declaration;
    this.imports = List.copyOf(declaration.imports());
    Module ofAuthor = Elements.getModule(elements);
    return new AbstractModule() {
      @Override
      protected void configure() {
        bind(NodeContext.class).toInstance(node);
        bind(KeyStore.class).toInstance(node.keys());
        install(ofAuthor);
      }
    };
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
    try {
      Injector injector = Guice.createInjector(Stage.PRODUCTION, recorded);
      startObjects(injector);
      watchServices(injector);
      exportObjects(injector);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      unwind();
      ended(State.FAILED);
      fail(Failures.explain(e), e);
      return;
    }
    ended(State.UP);
  }

  private void startObjects(Injector injector) throws Exception {
    Set<Class<?>> seen = new LinkedHashSet<>();
    for (Declaration.Declared declared : declared()) {
      if (!seen.add(declared.implementation())) {
        continue;
      }
      Object object = injector.getInstance(declared.implementation());
      String name = declared.implementation().getName();
      if (object instanceof AutoCloseable closeable) {
        undo("close " + name, closeable::close);
      }
      if (object instanceof Lifecycle lifecycle) {
        undo("stop " + name, lifecycle::stop); // before the start: it may fail half way
        lifecycle.start();
      }
    }
  }

  private void watchServices(Injector injector) {
    for (Declaration.Watched<?> watched :
        declaration == null ? List.<Declaration.Watched<?>>of() : declaration.watches()) {
      ServiceWatch<?> watch = watched.on(bundle.getBundleContext(), injector::getInstance);
      undo("stop watching " + watched.type().getName(), watch::close);
      watch.open();
    }
  }

  private void exportObjects(Injector injector) {
    for (Declaration.Declared declared : declared()) {
      @Nullable Class<?> type = declared.type();
      if (type != null) {
        ServiceRegistration<?> registration =
            bundle
                .getBundleContext()
                .registerService(
                    type.getName(),
                    injector.getInstance(declared.implementation()),
                    FrameworkUtil.asDictionary(new HashMap<>(declared.properties())));
        undo("withdraw " + type.getName(), registration::unregister);
      }
    }
  }

  private List<Declaration.Declared> declared() {
    return declaration == null ? List.of() : declaration.objects();
  }

  private void undo(String name, Undo.Step step) {
    synchronized (lock) {
      undos.push(new Undo(name, step));
    }
  }

  private void ended(State end) {
    boolean up;
    synchronized (lock) {
      starter = null;
      up = end == State.UP && !closing;
      state = closing ? State.STOPPED : end;
      lock.notifyAll();
    }
    if (up) {
      cameUp.accept(this);
      report(State.UP, missing(), null);
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
    }
    unwind();
    imports.forEach(ServiceProxy::close);
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

  private void unwind() {
    while (true) {
      @Nullable Undo undo;
      synchronized (lock) {
        undo = undos.poll();
      }
      if (undo == null) {
        return;
      }
      try {
        undo.step().run();
      } catch (Exception e) {
        LOG.warn("{}: cannot {}", bundle.getSymbolicName(), undo.name(), e);
      }
    }
  }

  private void fail(String reason, Throwable cause) {
    synchronized (lock) {
      if (closing) {
        return;
      }
      state = State.FAILED;
    }
    LOG.error("{} failed: {}", bundle.getSymbolicName(), reason, cause);
    report(State.FAILED, missing(), reason);
  }

  private void report(State state, List<String> waitsFor, @Nullable String cause) {
    Map<String, Object> event = new HashMap<>();
    event.put("bundle", bundle.getSymbolicName());
    event.put("state", state.name());
    event.put("waits-for", waitsFor);
    if (cause != null) {
      event.put("cause", cause);
    }
    kernel.events().accept(event);
  }
}
