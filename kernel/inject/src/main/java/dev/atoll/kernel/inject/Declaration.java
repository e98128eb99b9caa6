package dev.atoll.kernel.inject;

import dev.atoll.spi.kernel.Lifecycle;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.kernel.PluginBinder;
import dev.atoll.spi.kernel.ServiceWatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/// What a module said in `configure()`: written by one thread, read-only afterwards.
final class Declaration implements PluginBinder {

  private static final String SERVICE_NAMESPACE = "osgi.service";

  /// @param type null for an object that is started and not exported
  record Declared(@Nullable Class<?> type, Class<?> implementation, Map<String, ?> properties) {}

  /// Told of every service of a type once the objects of the bundle have started.
  record Watched<T>(
      Class<T> type, Filter filter, Class<? extends ServiceWatcher<? super T>> watcher) {

    ServiceWatch<T> on(BundleContext context, Function<Class<?>, Object> instances) {
      @SuppressWarnings("unchecked") // an instance of its own class
      ServiceWatcher<? super T> instance = (ServiceWatcher<? super T>) instances.apply(watcher);
      return new ServiceWatch<>(context, filter, instance);
    }
  }

  private final Bundle bundle;
  private final NodeContext node;
  private final Map<String, Object> section;
  private final Runnable importsChanged;
  private final List<ServiceProxy<?>> imports = new ArrayList<>();
  private final List<Declared> objects = new ArrayList<>();
  private final List<Watched<?>> watches = new ArrayList<>();
  private boolean configured;

  Declaration(
      Bundle bundle, NodeContext node, Map<String, Object> section, Runnable importsChanged) {
    this.bundle = bundle;
    this.node = node;
    this.section = section;
    this.importsChanged = importsChanged;
  }

  List<ServiceProxy<?>> imports() {
    return imports;
  }

  /// Exported and started objects, in the order of the module.
  List<Declared> objects() {
    return objects;
  }

  List<Watched<?>> watches() {
    return watches;
  }

  /// Refuses a section that nobody has read.
  void checkConfigIsRead() {
    if (!configured && !section.isEmpty()) {
      throw new IllegalArgumentException(
          "%s takes no configuration, found: %s"
              .formatted(bundle.getSymbolicName(), String.join(", ", section.keySet())));
    }
  }

  @Override
  public NodeContext node() {
    return node;
  }

  @Override
  public <R extends Record> R config(Class<R> type) {
    configured = true;
    return ConfigReader.read(bundle.getSymbolicName(), section, type);
  }

  @Override
  public <T> T importService(Class<T> type, @Nullable String filter) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException(
          "cannot import %s: only interfaces have stand-ins".formatted(type.getName()));
    }
    checkStated(type, "imports", "RequiresService");
    ServiceProxy<T> proxy =
        new ServiceProxy<>(bundle.getBundleContext(), type, filter(type, filter), importsChanged);
    imports.add(proxy);
    return proxy.service();
  }

  @Override
  public <T> void watchServices(
      Class<T> type, @Nullable String filter, Class<? extends ServiceWatcher<? super T>> watcher) {
    checkStated(type, "watches", "UsesServices");
    watches.add(new Watched<>(type, filter(type, filter), watcher));
  }

  @Override
  public <T> void exportService(
      Class<T> type, Class<? extends T> implementation, Map<String, ?> properties) {
    if (!isPromised(type)) {
      throw new IllegalArgumentException(
          "%s exports %s without promising it: add @ProvidesService(%s.class) to its module"
              .formatted(bundle.getSymbolicName(), type.getName(), type.getSimpleName()));
    }
    objects.add(new Declared(type, implementation, Map.copyOf(properties)));
  }

  @Override
  public void startObject(Class<? extends Lifecycle> type) {
    objects.add(new Declared(null, type, Map.of()));
  }

  private void checkStated(Class<?> type, String verb, String annotation) {
    if (!isRequired(type)) {
      throw new IllegalArgumentException(
          "%s %s %s without stating it: add @%s(%s.class) to its module"
              .formatted(
                  bundle.getSymbolicName(),
                  verb,
                  type.getName(),
                  annotation,
                  type.getSimpleName()));
    }
  }

  private boolean isRequired(Class<?> type) {
    for (BundleRequirement requirement :
        bundle.adapt(BundleRevision.class).getDeclaredRequirements(SERVICE_NAMESPACE)) {
      String filter =
          Optional.ofNullable(requirement.getDirectives().get(Constants.FILTER_DIRECTIVE))
              .orElse("");
      if (filter.contains("(objectClass=" + type.getName() + ")")) {
        return true;
      }
    }
    return false;
  }

  private boolean isPromised(Class<?> type) {
    return bundle.adapt(BundleRevision.class).getDeclaredCapabilities(SERVICE_NAMESPACE).stream()
        .map(capability -> capability.getAttributes().get(Constants.OBJECTCLASS))
        .anyMatch(promised -> promised instanceof List<?> types && types.contains(type.getName()));
  }

  private static Filter filter(Class<?> type, @Nullable String filter) {
    String ofType = "(" + Constants.OBJECTCLASS + "=" + type.getName() + ")";
    try {
      return FrameworkUtil.createFilter(filter == null ? ofType : "(&" + ofType + filter + ")");
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(
          "cannot import %s: %s".formatted(type.getName(), e.getMessage()), e);
    }
  }
}
