package dev.atoll.crypto.blst;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.kernel.Lifecycle;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.kernel.PluginBinder;
import dev.atoll.spi.kernel.ServiceWatcher;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BlstModuleTest {

  private final RecordingBinder kernel = new RecordingBinder();

  @Test
  void theBundleExportsOneProviderAndNeedsNothing() {
    BlstModule module = new BlstModule();
    module.attach(kernel);

    Injector injector =
        Guice.createInjector(
            Stage.PRODUCTION, binder -> binder.requireAtInjectOnConstructors(), module);

    assertThat(kernel.exports).isEqualTo(Map.of(CryptoProvider.class, BlstCryptoProvider.class));
    assertThat(injector.getInstance(BlstCryptoProvider.class))
        .isSameAs(injector.getInstance(BlstCryptoProvider.class));
  }

  /// The kernel's side, where only exports are expected.
  private static final class RecordingBinder implements PluginBinder {

    private final Map<Class<?>, Class<?>> exports = new HashMap<>();

    @Override
    public <T> void exportService(
        Class<T> type, Class<? extends T> implementation, Map<String, ?> properties) {
      exports.put(type, implementation);
    }

    @Override
    public NodeContext node() {
      throw new AssertionError("the bundle asked for the node");
    }

    @Override
    public <R extends Record> R config(Class<R> type) {
      throw new AssertionError("the bundle asked for configuration " + type);
    }

    @Override
    public <T> T importService(Class<T> type, @Nullable String filter) {
      throw new AssertionError("the bundle imported " + type);
    }

    @Override
    public <T> void watchServices(
        Class<T> type,
        @Nullable String filter,
        Class<? extends ServiceWatcher<? super T>> watcher) {
      throw new AssertionError("the bundle watches " + type);
    }

    @Override
    public void startObject(Class<? extends Lifecycle> type) {
      throw new AssertionError("the bundle started " + type);
    }
  }
}
