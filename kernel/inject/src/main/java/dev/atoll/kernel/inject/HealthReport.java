package dev.atoll.kernel.inject;

import dev.atoll.spi.gateway.SubnetClient;
import dev.atoll.spi.gateway.SubnetStatus;
import dev.atoll.spi.kernel.HealthCheck;
import dev.atoll.spi.kernel.HealthCheck.Health;
import dev.atoll.spi.kernel.HealthCheck.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/// Asks every health check and every subnet how it is, in words of `java.*` for the launcher.
final class HealthReport implements Supplier<List<Map<String, Object>>> {

  private final BundleContext context;

  HealthReport(BundleContext context) {
    this.context = context;
  }

  /// @return a map for each check: `bundle`, `status` (`UP`, `DEGRADED`, `DOWN`), `detail`, `facts`
  @Override
  public List<Map<String, Object>> get() {
    List<Map<String, Object>> report = new ArrayList<>();
    ask(report, HealthCheck.class, HealthCheck::check);
    ask(report, SubnetClient.class, subnet -> health(subnet.status()));
    return report;
  }

  private <T> void ask(
      List<Map<String, Object>> report, Class<T> type, Function<T, Health> question) {
    try {
      for (ServiceReference<T> reference : context.getServiceReferences(type, null)) {
        @Nullable T service = context.getService(reference);
        if (service == null) {
          continue;
        }
        try {
          report.add(describe(reference.getBundle().getSymbolicName(), answer(service, question)));
        } finally {
          context.ungetService(reference);
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> Health answer(T service, Function<T, Health> question) {
    try {
      return question.apply(service);
    } catch (RuntimeException e) {
      return new Health(Status.DOWN, "health check failed: " + e, new LinkedHashMap<>());
    }
  }

  private static Map<String, Object> describe(String bundle, Health health) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("bundle", bundle);
    map.put("status", health.status().name());
    map.put("detail", health.detail());
    map.put("facts", health.facts());
    return map;
  }

  private static Health health(SubnetStatus subnet) {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    facts.put("root key", subnet.rootKey().toHex());
    facts.put("subnet", subnet.subnetId().toString());
    facts.put("effective canister", subnet.defaultEffectiveCanisterId().toString());
    facts.put("certified height", subnet.certifiedHeight().toString());
    Status status =
        switch (subnet.health()) {
          case HEALTHY -> Status.UP;
          case STARTING, STOPPING -> Status.DEGRADED;
          case FAILED -> Status.DOWN;
        };
    return new Health(status, "subnet is " + subnet.health().text(), facts);
  }
}
