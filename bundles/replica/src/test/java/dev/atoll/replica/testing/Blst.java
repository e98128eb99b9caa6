package dev.atoll.replica.testing;

import com.google.inject.Guice;
import dev.atoll.crypto.blst.BlstModule;
import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.kernel.Lifecycle;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.kernel.PluginBinder;
import dev.atoll.spi.kernel.ServiceWatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The signatures of the bundle `crypto-blst`, without a kernel.
public final class Blst {

  private Blst() {}

  public static CryptoProvider provider() {
    BlstModule module = new BlstModule();
    Kernel kernel = new Kernel();
    module.attach(kernel);
    return (CryptoProvider) Guice.createInjector(module).getInstance(kernel.exported.getFirst());
  }

  private static final class Kernel implements PluginBinder {

    private final List<Class<?>> exported = new ArrayList<>();

    @Override
    public NodeContext node() {
      throw new UnsupportedOperationException("crypto needs no node");
    }

    @Override
    public <R extends Record> R config(Class<R> type) {
      throw new UnsupportedOperationException("crypto is configured by nothing");
    }

    @Override
    public <T> T importService(Class<T> type, @Nullable String filter) {
      throw new UnsupportedOperationException("crypto imports nothing");
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
      throw new UnsupportedOperationException("crypto watches nothing");
    }

    @Override
    public void startObject(Class<? extends Lifecycle> type) {
      throw new UnsupportedOperationException("crypto starts nothing");
    }
  }
}
