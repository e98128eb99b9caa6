package dev.atoll.bench;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.atoll.spi.kernel.Lifecycle;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.kernel.PluginBinder;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ServiceWatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts a bundle that needs no others to work, without a node.
final class Bundles {

  private Bundles() {}

  /// The service that the bundle exports.
  static <T> T service(PluginModule module, Record config, Class<T> type) {
    Binder binder = new Binder(config);
    module.attach(binder);
    Injector injector = Guice.createInjector(module);
    return binder.exported.stream()
        .filter(type::isAssignableFrom)
        .findFirst()
        .map(implementation -> type.cast(injector.getInstance(implementation)))
        .orElseThrow();
  }

  private static final class Binder implements PluginBinder {

    private final Record config;
    private final List<Class<?>> exported = new ArrayList<>();

    Binder(Record config) {
      this.config = config;
    }

    @Override
    public NodeContext node() {
      throw new UnsupportedOperationException("there is no node");
    }

    @Override
    public <R extends Record> R config(Class<R> type) {
      return type.cast(config);
    }

    @Override
    public <T> T importService(Class<T> type, @Nullable String filter) {
      throw new UnsupportedOperationException("nothing exports " + type.getName());
    }

    @Override
    public <T> void exportService(
        Class<T> type, Class<? extends T> implementation, Map<String, ?> properties) {
      exported.add(implementation);
    }

    @Override
    public <T> void watchServices(
        Class<T> type,
        @Nullable String filter,
        Class<? extends ServiceWatcher<? super T>> watcher) {
      throw new UnsupportedOperationException("nothing exports " + type.getName());
    }

    @Override
    public void startObject(Class<? extends Lifecycle> type) {
      throw new UnsupportedOperationException("nothing starts " + type.getName());
    }
  }
}
