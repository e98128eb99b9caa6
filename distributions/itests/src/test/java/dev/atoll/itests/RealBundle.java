package dev.atoll.itests;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.atoll.spi.kernel.KeyStore;
import dev.atoll.spi.kernel.Lifecycle;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.kernel.PluginBinder;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ServiceWatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The module of a bundle, put to work without OSGi: what it imports is handed in.
final class RealBundle {

  private RealBundle() {}

  /// What a bundle gets.
  ///
  /// @param config its section, already read
  /// @param services what other bundles export
  record Surroundings(NodeContext node, @Nullable Record config, List<Object> services) {}

  /// Wires a bundle and gives the service of this type that it exports, not started.
  static <T> T service(PluginModule module, Class<T> type, Surroundings surroundings) {
    return object(module, type, surroundings);
  }

  /// Wires a bundle and gives the object that it starts and does not export, not started.
  static Lifecycle started(PluginModule module, Surroundings surroundings) {
    return object(module, Lifecycle.class, surroundings);
  }

  private static <T> T object(PluginModule module, Class<T> type, Surroundings surroundings) {
    Binder binder = new Binder(surroundings);
    module.attach(binder);
    Injector injector =
        Guice.createInjector(
            module,
            guice -> {
              guice.bind(NodeContext.class).toInstance(surroundings.node());
              guice.bind(KeyStore.class).toInstance(surroundings.node().keys());
            });
    for (Class<?> implementation : binder.objects) {
      if (type.isAssignableFrom(implementation)) {
        return type.cast(injector.getInstance(implementation));
      }
    }
    throw new IllegalArgumentException(
        "%s makes no %s".formatted(module.getClass().getName(), type.getName()));
  }

  private static final class Binder implements PluginBinder {

    private final Surroundings surroundings;

    private final List<Class<?>> objects = new ArrayList<>();

    Binder(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public NodeContext node() {
      return surroundings.node();
    }

    @Override
    public <R extends Record> R config(Class<R> type) {
      return Objects.requireNonNull(type.cast(surroundings.config()), "config is never null");
    }

    @Override
    public <T> T importService(Class<T> type, @Nullable String filter) {
      return surroundings.services().stream()
          .filter(type::isInstance)
          .map(type::cast)
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("nothing exports " + type.getName()));
    }

    @Override
    public <T> void exportService(
        Class<T> type, Class<? extends T> implementation, Map<String, ?> properties) {
      objects.add(implementation);
    }

    @Override
    public <T> void watchServices(
        Class<T> type,
        @Nullable String filter,
        Class<? extends ServiceWatcher<? super T>> watcher) {
      Objects.requireNonNull(watcher, "nothing comes or goes here");
    }

    @Override
    public void startObject(Class<? extends Lifecycle> type) {
      objects.add(type);
    }
  }
}
