package dev.atoll.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.atoll.spi.gateway.Gateway;
import dev.atoll.spi.gateway.HttpMount;
import dev.atoll.spi.gateway.IngressFilter;
import dev.atoll.spi.kernel.HealthCheck;
import dev.atoll.spi.kernel.Lifecycle;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.kernel.PluginBinder;
import dev.atoll.spi.kernel.ServiceWatcher;
import dev.atoll.spi.metrics.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class GatewayModuleTest {

  /// The kernel's side of the module, with one subnet and one listener.
  private static final class FakeKernel implements PluginBinder {

    final TestGateway.Listener listener = new TestGateway.Listener();

    final Map<Class<?>, Class<?>> exports = new LinkedHashMap<>();

    final List<Class<?>> watched = new ArrayList<>();

    @Nullable String listenerFilter;

    @Override
    public NodeContext node() {
      throw new AssertionError("the gateway needs nothing of the node");
    }

    @Override
    public <R extends Record> R config(Class<R> type) {
      return type.cast(new TestConfig().build());
    }

    @Override
    public <T> T importService(Class<T> type, @Nullable String filter) {
      if (type.isInstance(listener)) {
        listenerFilter = filter;
        return type.cast(listener);
      }
      return type.cast(new FakeSubnet());
    }

    @Override
    public <T> void watchServices(
        Class<T> type,
        @Nullable String filter,
        Class<? extends ServiceWatcher<? super T>> watcher) {
      watched.add(type);
    }

    @Override
    public <T> void exportService(
        Class<T> type, Class<? extends T> implementation, Map<String, ?> properties) {
      exports.put(type, implementation);
    }

    @Override
    public void startObject(Class<? extends Lifecycle> type) {
      throw new AssertionError("nothing but the gateway is started");
    }
  }

  @Test
  void theModuleMakesAGatewayOnTheListenerNamedHttp() throws Exception {
    FakeKernel kernel = new FakeKernel();
    GatewayModule module = new GatewayModule();
    module.attach(kernel);
    Injector injector =
        Guice.createInjector(
            module, binder -> binder.bind(Metrics.class).toInstance(Metrics.none()));

    assertThat(kernel.listenerFilter).isEqualTo("(atoll.listener=http)");
    assertThat(kernel.exports.keySet()).containsExactly(Gateway.class, HealthCheck.class);
    assertThat(kernel.watched).containsExactly(HttpMount.class, IngressFilter.class);
    HttpGateway gateway = injector.getInstance(HttpGateway.class);
    HealthCheck health = injector.getInstance(GatewayHealth.class);
    assertThat(health.check().status()).isEqualTo(HealthCheck.Status.DOWN);
    gateway.start();
    assertThat(health.check().status()).isEqualTo(HealthCheck.Status.UP);
    assertThat(gateway.protocol()).isEqualTo("http");
    assertThat(gateway.address()).isEqualTo(kernel.listener.address());
    gateway.stop();
    kernel.listener.close();
  }
}
