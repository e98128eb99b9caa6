package dev.atoll.kernel.inject;

import dev.atoll.spi.kernel.ServiceWatcher;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells a watcher of every service of a type.
///
/// The framework tells synchronously that a service goes, so its provider stops only after the
/// watcher has let go of it. Whatever a watcher throws ends here: it must not fail the bundle whose
/// service it is.
final class ServiceWatch<T> implements ServiceTrackerCustomizer<T, T>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceWatch.class);

  private final BundleContext context;
  private final ServiceWatcher<? super T> watcher;
  private final ServiceTracker<T, T> tracker;

  ServiceWatch(BundleContext context, Filter filter, ServiceWatcher<? super T> watcher) {
    this.context = context;
    this.watcher = watcher;
    this.tracker = new ServiceTracker<>(context, filter, this);
  }

  /// Tells of the services that are there, and from now on of those that come and go.
  void open() {
    tracker.open();
  }

  /// Takes all services away from the watcher.
  @Override
  public void close() {
    tracker.close();
  }

  @Override
  public @Nullable T addingService(ServiceReference<T> reference) {
    @Nullable T service = context.getService(reference);
    if (service == null) {
      return null;
    }
    String provider = describe(reference.getBundle());
    try {
      watcher.added(service, provider);
      return service;
    } catch (RuntimeException | LinkageError | AssertionError e) {
      LOG.error(
          "{} turns down a service of {}: {}",
          context.getBundle().getSymbolicName(),
          provider,
          Failures.explain(e),
          e);
      context.ungetService(reference);
      return null;
    }
  }

  private static String describe(Bundle bundle) {
    return bundle.getSymbolicName() + " " + bundle.getVersion();
  }

  @Override
  public void modifiedService(ServiceReference<T> reference, T service) {}

  @Override
  public void removedService(ServiceReference<T> reference, T service) {
    try {
      watcher.removed(service);
    } catch (RuntimeException | LinkageError | AssertionError e) {
      LOG.error(
          "{} cannot let go of a service of {}",
          context.getBundle().getSymbolicName(),
          reference.getBundle(),
          e);
    } finally {
      context.ungetService(reference);
    }
  }
}
