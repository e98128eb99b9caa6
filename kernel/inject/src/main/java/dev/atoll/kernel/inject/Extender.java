package dev.atoll.kernel.inject;

import dev.atoll.kernel.metrics.MetricsScope;
import dev.atoll.spi.gateway.ListenerLease;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.ProvidesService;
import dev.atoll.spi.metrics.MetricsReader;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.osgi.util.tracker.ServiceTracker;

/// Runs the [PluginScope] of each started bundle that names a Guice module.
///
/// When it stops, all scopes close in the reverse order in which they came up: a scope comes up
/// after those it imports from, so that callers end before their providers.
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
@Capability(namespace = "osgi.extender", name = "atoll.plugin", version = "1.0")
@ProvidesService({ListenerLease.class, MetricsReader.class})
public final class Extender implements BundleActivator {

  /// Guice 7.0.0 cannot read class files of Java 25 and warns of it while it formats an error.
  private static final Logger GUICE_LINE_NUMBERS =
      Logger.getLogger("com.google.inject.internal.util.LineNumbers");

  private final UpOrder upOrder = new UpOrder();

  private @Nullable BundleTracker<PluginScope> bundles;

  private @Nullable ServiceTracker<ServerSocketChannel, ?> sockets;

  @Override
  public void start(BundleContext context) {
    GUICE_LINE_NUMBERS.setLevel(Level.OFF);
    Kernel kernel = Kernel.of(context);
    sockets = new ServiceTracker<>(context, ServerSocketChannel.class, new Leases(context));
    sockets.open(true);
    HealthReport health = new HealthReport(context);
    context.registerService(
        Supplier.class, health, FrameworkUtil.asDictionary(Map.of(Kernel.ROLE, "health")));
    Scopes scopes = new Scopes(kernel);
    bundles = new BundleTracker<>(context, Bundle.ACTIVE, scopes);
    MetricsScope own = kernel.metrics().scope(context.getBundle().getSymbolicName());
    ProcessMetrics.register(own, kernel.stateDirectory());
    BundleMetrics measured = new BundleMetrics(own, kernel, health, bundles);
    context.registerService(
        BiFunction.class,
        new SwapPort(context, new LiveScopes(bundles, scopes.standby, upOrder), measured::swapped),
        FrameworkUtil.asDictionary(Map.of(Kernel.ROLE, "swap")));
    bundles.open();
    context.registerService(MetricsReader.class, kernel.metrics(), null);
  }

  @Override
  public void stop(BundleContext context) {
    for (PluginScope scope; (scope = upOrder.pollLast()) != null; ) {
      scope.close();
    }
    if (bundles != null) {
      bundles.close();
    }
    if (sockets != null) {
      sockets.close();
    }
  }

  private final class Scopes implements BundleTrackerCustomizer<PluginScope> {

    private final Kernel kernel;

    /// Ids of bundles that shall hold back their services when they start.
    private final Set<Long> standby = ConcurrentHashMap.newKeySet();

    Scopes(Kernel kernel) {
      this.kernel = kernel;
    }

    @Override
    public @Nullable PluginScope addingBundle(Bundle bundle, @Nullable BundleEvent event) {
      @Nullable String module = bundle.getHeaders("").get(NodeBundle.HEADER);
      if (module == null) {
        return null;
      }
      PluginScope scope =
          new PluginScope(bundle, kernel, standby.remove(bundle.getBundleId()), upOrder::add);
      scope.open(module);
      return scope;
    }

    @Override
    public void modifiedBundle(Bundle bundle, @Nullable BundleEvent event, PluginScope scope) {}

    @Override
    public void removedBundle(Bundle bundle, @Nullable BundleEvent event, PluginScope scope) {
      upOrder.remove(scope);
      scope.close();
    }
  }

  /// Registers a [ListenerLease] for each socket that the launcher owns.
  private static final class Leases
      implements org.osgi.util.tracker.ServiceTrackerCustomizer<
          ServerSocketChannel, org.osgi.framework.ServiceRegistration<ListenerLease>> {

    private final BundleContext context;

    Leases(BundleContext context) {
      this.context = context;
    }

    @Override
    public org.osgi.framework.@Nullable ServiceRegistration<ListenerLease> addingService(
        ServiceReference<ServerSocketChannel> reference) {
      if (!(reference.getProperty(ListenerLease.NAME_PROPERTY) instanceof String name)) {
        return null;
      }
      return context.registerService(
          ListenerLease.class,
          SocketLease.of(name, context.getService(reference)),
          FrameworkUtil.asDictionary(Map.of(ListenerLease.NAME_PROPERTY, name)));
    }

    @Override
    public void modifiedService(
        ServiceReference<ServerSocketChannel> reference,
        org.osgi.framework.ServiceRegistration<ListenerLease> lease) {}

    @Override
    public void removedService(
        ServiceReference<ServerSocketChannel> reference,
        org.osgi.framework.ServiceRegistration<ListenerLease> lease) {
      lease.unregister();
      context.ungetService(reference);
    }
  }
}
