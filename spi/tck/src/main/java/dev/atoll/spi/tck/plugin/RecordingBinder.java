package dev.atoll.spi.tck.plugin;

import dev.atoll.spi.gateway.SubnetClient;
import dev.atoll.spi.kernel.KeyStore;
import dev.atoll.spi.kernel.Lifecycle;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.kernel.PluginBinder;
import dev.atoll.spi.kernel.ServiceWatcher;
import dev.atoll.spi.metrics.MetricsReader;
import dev.atoll.spi.tck.gateway.SimulatedSubnet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The kernel's side of a module under test: settings are the defaults, the subnet is simulated,
/// nothing is measured, and other services say that they are not there when they are called.
final class RecordingBinder implements PluginBinder {

  private final Map<Class<?>, Class<?>> exports = new HashMap<>();

  private final List<Class<? extends Lifecycle>> started = new ArrayList<>();

  private final NodeContext node = newNode();

  private record Node(String name, String version, Path stateDirectory, KeyStore keys)
      implements NodeContext {}

  private static NodeContext newNode() {
    try {
      Path directory = Files.createTempDirectory("plugin-state");
      directory.toFile().deleteOnExit();
      return new Node("contract", "0.0.0", directory, new Keys(new ConcurrentHashMap<>()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Keys(Map<String, byte[]> secrets) implements KeyStore {

    @Override
    public Optional<byte[]> load(String name) {
      return Optional.ofNullable(secrets.get(name)).map(byte[]::clone);
    }

    @Override
    public void store(String name, byte[] secret) {
      secrets.put(name, secret.clone());
    }
  }

  Class<?> implementation(Class<?> type) {
    Class<?> implementation = exports.get(type);
    if (implementation == null) {
      throw new IllegalStateException(
          "the module exports no %s, which the manifest promises".formatted(type.getName()));
    }
    return implementation;
  }

  List<Class<? extends Lifecycle>> started() {
    return List.copyOf(started);
  }

  @Override
  public NodeContext node() {
    return node;
  }

  @Override
  public <R extends Record> R config(Class<R> type) {
    return DefaultConfig.of(type);
  }

  @Override
  public <T> T importService(Class<T> type, @Nullable String filter) {
    if (type == SubnetClient.class) {
      return type.cast(new SimulatedSubnet());
    }
    if (type == MetricsReader.class) {
      MetricsReader nothing = List::of;
      return type.cast(nothing);
    }
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, _) -> {
              throw new IllegalStateException(
                  "%s.%s is called, and contracts run without that service"
                      .formatted(type.getName(), method.getName()));
            }));
  }

  @Override
  public <T> void watchServices(
      Class<T> type, @Nullable String filter, Class<? extends ServiceWatcher<? super T>> watcher) {
    // there are none
  }

  @Override
  public <T> void exportService(
      Class<T> type, Class<? extends T> implementation, Map<String, ?> properties) {
    exports.put(type, implementation);
  }

  @Override
  public void startObject(Class<? extends Lifecycle> type) {
    started.add(type);
  }
}
