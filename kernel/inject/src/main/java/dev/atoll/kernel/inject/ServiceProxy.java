package dev.atoll.kernel.inject;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands for the best-ranked service of a type: a call waits while there is none.
///
/// Calls in flight are counted by provider. The framework tells synchronously that a service goes,
/// so a provider that stops waits in [#removedService] until its callers have returned: the drain
/// barrier. No lock is held while foreign code runs.
final class ServiceProxy<T>
    implements InvocationHandler, ServiceTrackerCustomizer<T, ServiceProxy.Provider<T>> {

  static final Duration WAIT_LIMIT = Duration.ofSeconds(5);

  static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(ServiceProxy.class);

  private final Class<T> type;
  private final BundleContext context;
  private final Runnable changed;
  private final ServiceTracker<T, Provider<T>> tracker;
  private final T service;

  private final Object lock = new Object();
  private final List<Provider<T>> providers = new ArrayList<>(); // guarded by lock
  private volatile @Nullable Provider<T> best; // written under lock
  private boolean closed; // guarded by lock

  /// @param changed called without a lock when a provider has come or gone
  ServiceProxy(BundleContext context, Class<T> type, Filter filter, Runnable changed) {
    this.type = type;
    this.context = context;
    this.changed = changed;
    this.tracker = new ServiceTracker<>(context, filter, this);
    // The loader of the type sees all that the type names, and outlives every bundle that is
    // swapped.
    this.service =
        type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
  }

  /// The stand-in to inject.
  T service() {
    return service;
  }

  void open() {
    tracker.open();
  }

  /// Lets no further call begin, and waits for those in flight.
  void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
    tracker.close();
  }

  boolean isAvailable() {
    return best != null;
  }

  /// What it stands for, for messages.
  String target() {
    return type.getName();
  }

  @Override
  public @Nullable Provider<T> addingService(ServiceReference<T> reference) {
    if (context.getBundle().equals(reference.getBundle())) {
      return null; // a bundle that imports what it exports means the one of another bundle
    }
    @Nullable T found = context.getService(reference);
    if (found == null) {
      return null;
    }
    Provider<T> provider = new Provider<>(reference, found);
    synchronized (lock) {
      providers.add(provider);
      chooseBest();
    }
    changed.run();
    return provider;
  }

  @Override
  public void modifiedService(ServiceReference<T> reference, Provider<T> provider) {
    synchronized (lock) {
      chooseBest(); // the ranking may have changed
    }
  }

  @Override
  public void removedService(ServiceReference<T> reference, Provider<T> provider) {
    synchronized (lock) {
      providers.remove(provider);
      chooseBest();
    }
    String stuck = provider.drain(DRAIN_LIMIT);
    if (!stuck.isEmpty()) {
      LOG.warn(
          "calls of {} to {} have not returned within {}: {}",
          context.getBundle().getSymbolicName(),
          type.getName(),
          DRAIN_LIMIT,
          stuck);
    }
    context.ungetService(reference);
    changed.run();
  }

  private void chooseBest() {
    best = providers.stream().max(Comparator.comparing(p -> p.reference)).orElse(null);
    lock.notifyAll();
  }

  @Override
  public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return invokeOnProxy(self, method, arguments);
    }
    Call call = new Call(Thread.currentThread(), method, System.nanoTime());
    Provider<T> provider = enter(call);
    try {
      return method.invoke(provider.service, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    } finally {
      provider.leave(call);
    }
  }

  @SuppressWarnings("ReferenceEquality") // equality of a stand-in is identity
  private Object invokeOnProxy(Object self, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "hashCode" -> System.identityHashCode(self);
      case "equals" -> arguments != null && self == arguments[0];
      default -> "service " + type.getName();
    };
  }

  private Provider<T> enter(Call call) {
    while (true) {
      Provider<T> provider = best;
      if (provider == null) {
        provider = await(call.method);
      }
      provider.calls.add(call);
      if (provider.equals(best)) {
        return provider; // still the best after it was counted: the barrier has seen this call
      }
      provider.leave(call);
    }
  }

  private Provider<T> await(Method method) {
    long end = System.nanoTime() + WAIT_LIMIT.toNanos();
    synchronized (lock) {
      while (true) {
        Provider<T> provider = best;
        if (closed) {
          throw new IllegalStateException(
              "%s has stopped: it cannot call %s any more"
                  .formatted(context.getBundle().getSymbolicName(), type.getName()));
        }
        if (provider != null) {
          return provider;
        }
        long leftMillis = (end - System.nanoTime()) / 1_000_000;
        if (leftMillis <= 0) {
          throw new IllegalStateException(
              "no service %s for %s.%s() of bundle %s within %d s"
                  .formatted(
                      type.getName(),
                      type.getSimpleName(),
                      method.getName(),
                      context.getBundle().getSymbolicName(),
                      WAIT_LIMIT.toSeconds()));
        }
        try {
          lock.wait(leftMillis);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted while waiting for " + type.getName(), e);
        }
      }
    }
  }

  /// One registered service and the calls that are in it.
  static final class Provider<T> {

    private final ServiceReference<T> reference;
    private final T service;
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Thread drainer;

    Provider(ServiceReference<T> reference, T service) {
      this.reference = reference;
      this.service = service;
    }

    void leave(Call call) {
      calls.remove(call);
      LockSupport.unpark(drainer);
    }

    /// Waits until no other thread is in a call; a thread that stops a provider from within one
    /// does not wait for itself.
    ///
    /// @return the calls that were left at the limit, for a message
    String drain(Duration limit) {
      long end = System.nanoTime() + limit.toNanos();
      drainer = Thread.currentThread();
      while (busy() && System.nanoTime() < end) {
        LockSupport.parkNanos(this, end - System.nanoTime());
        if (Thread.interrupted()) { // parking would return at once for ever
          String left = describe();
          Thread.currentThread().interrupt();
          return left;
        }
      }
      return describe();
    }

    private boolean busy() {
      return calls.stream().anyMatch(Call::isForeign);
    }

    private String describe() {
      return calls.stream()
          .filter(Call::isForeign)
          .map(Call::toString)
          .collect(Collectors.joining(", "));
    }
  }

  /// One call in flight; equal to itself alone.
  static final class Call {

    private final Thread thread;
    private final Method method;
    private final long startNanos;

    Call(Thread thread, Method method, long startNanos) {
      this.thread = thread;
      this.method = method;
      this.startNanos = startNanos;
    }

    boolean isForeign() {
      return !thread.equals(Thread.currentThread());
    }

    @Override
    public String toString() {
      return "%s() for %d ms on thread %s"
          .formatted(
              method.getName(), (System.nanoTime() - startNanos) / 1_000_000, thread.getName());
    }
  }
}
