package dev.atoll.kernel.launcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/// Asks the health checks of all bundles.
final class HealthChecks {

  private HealthChecks() {}

  /// What every health check says: `bundle`, `status` (`UP`, `DEGRADED`, `DOWN`), `detail`,
  /// `facts`.
  static List<Map<String, Object>> reports(Framework framework) {
    List<Map<String, Object>> health = new ArrayList<>();
    @Nullable BundleContext context = framework.getBundleContext();
    if (context == null) {
      return health;
    }
    try {
      for (ServiceReference<?> reference :
          context.getServiceReferences(Supplier.class, "(" + Node.ROLE + "=health)")) {
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
}
