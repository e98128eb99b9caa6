package dev.atoll.kernel.inject;

import dev.atoll.kernel.metrics.MetricsRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/// What the launcher hands over, as services of the system bundle.
///
/// @param name the name of the node
/// @param version the version of Atoll
/// @param stateDirectory the state directory of the node
/// @param config the sections of the distribution by symbolic name of the bundle
/// @param metrics where bundles measure; not from the launcher
/// @param events where to tell how each bundle is: `bundle`, `state`, `waits-for`, `cause`
record Kernel(
    String name,
    String version,
    Path stateDirectory,
    Map<String, Map<String, Object>> config,
    MetricsRegistry metrics,
    Consumer<Map<String, Object>> events) {

  /// The service property that tells the services of launcher and extender from others.
  static final String ROLE = "atoll.kernel";

  @SuppressWarnings("unchecked") // the launcher registers exactly these types
  static Kernel of(BundleContext context) {
    Map<String, Object> node = (Map<String, Object>) service(context, Map.class, "node");
    return new Kernel(
        (String) get(node, "name"),
        (String) get(node, "version"),
        (Path) get(node, "state-directory"),
        (Map<String, Map<String, Object>>) get(node, "config"),
        new MetricsRegistry(),
        (Consumer<Map<String, Object>>) service(context, Consumer.class, "events"));
  }

  private static Object get(Map<String, Object> node, String key) {
    return Objects.requireNonNull(node.get(key), key);
  }

  private static <T> T service(BundleContext context, Class<T> type, String role) {
    @Nullable T service = null;
    try {
      for (ServiceReference<T> reference :
          context.getServiceReferences(type, "(" + ROLE + "=" + role + ")")) {
        service = context.getService(reference);
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
    if (service == null) {
      throw new IllegalStateException("the launcher gave no service with " + ROLE + "=" + role);
    }
    return service;
  }
}
