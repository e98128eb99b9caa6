package dev.atoll.kernel.inject;

import com.google.inject.Injector;
import dev.atoll.kernel.inject.Declaration.Declared;
import dev.atoll.spi.kernel.Swappable;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/// The services of one bundle, which can be shown and taken away more than once while their objects
/// live. Safe for use from any thread.
final class ScopeExports {

  private final BundleContext context;

  private final List<Declared> exported;

  private final Injector injector;

  private final Deque<ServiceRegistration<?>> registrations = new ArrayDeque<>();

  ScopeExports(BundleContext context, List<Declared> declared, Injector injector) {
    this.context = context;
    this.exported = declared.stream().filter(d -> d.type() != null).toList();
    this.injector = injector;
  }

  /// Has every service work that would wait for a state otherwise.
  void resume() {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Declared declared : exported) {
      Object object = injector.getInstance(declared.implementation());
      if (object instanceof Swappable<?> swappable && seen.add(object)) {
        swappable.resume();
      }
    }
  }

  /// Registers all services, unless they are.
  synchronized void publish() {
    if (!registrations.isEmpty()) {
      return;
    }
    for (Declared declared : exported) {
      if (declared.type() != null) {
        registrations.push(
            context.registerService(
                declared.type().getName(),
                injector.getInstance(declared.implementation()),
                FrameworkUtil.asDictionary(new HashMap<>(declared.properties()))));
      }
    }
  }

  /// Takes all services away, the last one first; returns when the calls in flight have.
  void withdraw() {
    while (true) {
      @Nullable ServiceRegistration<?> last = poll();
      if (last == null) {
        return;
      }
      last.unregister(); // without the monitor: callers of a service may come back to this bundle
    }
  }

  private synchronized @Nullable ServiceRegistration<?> poll() {
    return registrations.poll();
  }

  /// The object that is or will be registered as the service `type`, null if there is none.
  @Nullable Object service(String type) {
    return exported.stream()
        .filter(d -> d.type() != null && d.type().getName().equals(type))
        .findFirst()
        .<Object>map(d -> injector.getInstance(d.implementation()))
        .orElse(null);
  }
}
