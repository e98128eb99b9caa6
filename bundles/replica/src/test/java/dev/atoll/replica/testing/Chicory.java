package dev.atoll.replica.testing;

import com.google.inject.Guice;
import dev.atoll.execution.chicory.ChicoryConfig;
import dev.atoll.execution.chicory.ChicoryModule;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.kernel.Lifecycle;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.kernel.PluginBinder;
import dev.atoll.spi.kernel.ServiceWatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The engine of the bundle `execution-chicory`, without a kernel.
final class Chicory {

  private Chicory() {}

  static WasmEngine engine() {
    ChicoryModule module = new ChicoryModule();
    Kernel kernel = new Kernel();
    module.attach(kernel);
    return (WasmEngine) Guice.createInjector(module).getInstance(kernel.exported.getFirst());
  }

  private static final class Kernel implements PluginBinder {

    private final List<Class<?>> exported = new ArrayList<>();

    @Override
    public NodeContext node() {
      throw new UnsupportedOperationException("the engine needs no node");
    }

    @Override
    public <R extends Record> R config(Class<R> type) {
      return type.cast(new ChicoryConfig(ChicoryConfig.Mode.COMPILED));
    }

    @Override
    public <T> T importService(Class<T> type, @Nullable String filter) {
      throw new UnsupportedOperationException("the engine imports nothing");
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
      throw new UnsupportedOperationException("the engine watches nothing");
    }

    @Override
    public void startObject(Class<? extends Lifecycle> type) {
      throw new UnsupportedOperationException("the engine starts nothing");
    }
  }
}
