package dev.atoll.spi.kernel;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/// The base of a bundle's one Guice module: says what the bundle imports, exports and is configured
/// by.
///
/// `configure()` runs once, on one thread, when the bundle starts; no imported service needs to
/// exist then. The injector is created later, when all of them do, and with it come bindings for
/// [NodeContext], [KeyStore] and [dev.atoll.spi.metrics.Metrics]. All methods here are for use
/// within `configure()`.
///
/// ```java
/// @NodeBundle
/// @RequiresService(StorageFactory.class)
/// @ProvidesService(SubnetClient.class)
/// public final class ReplicaModule extends PluginModule {
///   @Override
///   protected void configure() {
///     config(ReplicaConfig.class);
///     imports(StorageFactory.class);
///     exports(SubnetClient.class, Replica.class);
///   }
/// }
/// ```
@ConsumerType
public abstract class PluginModule extends AbstractModule {

  private @Nullable PluginBinder plugin;

  /// Gives the module the kernel's side; called once, before `configure()`. A test that runs a
  /// module without a kernel gives its own.
  public final void attach(PluginBinder plugin) {
    this.plugin = plugin;
  }

  /// Reads and binds the bundle's section of the distribution, strictly: see [PluginBinder#config].
  protected final <R extends Record> R config(Class<R> type) {
    R config = plugin().config(type);
    bind(type).toInstance(config);
    return config;
  }

  /// Imports the best-ranked service of `type` and binds it: see [PluginBinder#importService].
  protected final <T> void imports(Class<T> type) {
    imports(Key.get(type), type, null);
  }

  /// Imports the best-ranked service of `type` that matches an OSGi filter, such as
  /// `(atoll.listener=http)`, and binds it.
  protected final <T> void imports(Class<T> type, String filter) {
    imports(Key.get(type), type, filter);
  }

  /// Imports a service under a key of its own, for a bundle that imports several of one type.
  protected final <T> void imports(Key<T> key, Class<T> type, @Nullable String filter) {
    bind(key).toInstance(plugin().importService(type, filter));
  }

  /// Has the one instance of `watcher` told of every service of `type`, now and later: see
  /// [PluginBinder#watchServices].
  protected final <T> void watches(
      Class<T> type, Class<? extends ServiceWatcher<? super T>> watcher) {
    bind(watcher).in(Singleton.class);
    plugin().watchServices(type, null, watcher);
  }

  /// Exports the one instance of `implementation` as a service; see [#exports(Class, Class, Map)].
  protected final <T> void exports(Class<T> type, Class<? extends T> implementation) {
    exports(type, implementation, Map.of());
  }

  /// Exports the one instance of `implementation` as a service with properties.
  ///
  /// It is started first if it is a [Lifecycle]. When the bundle stops, the service is taken away,
  /// the calls in flight return, and then it is stopped, or closed if it is an [AutoCloseable].
  protected final <T> void exports(
      Class<T> type, Class<? extends T> implementation, Map<String, ?> properties) {
    bind(implementation).in(Singleton.class);
    plugin().exportService(type, implementation, properties);
  }

  /// Creates, starts and stops an object that is not exported.
  protected final void starts(Class<? extends Lifecycle> type) {
    bind(type).in(Singleton.class);
    plugin().startObject(type);
  }

  /// The node that the bundle runs in.
  protected final NodeContext node() {
    return plugin().node();
  }

  private PluginBinder plugin() {
    PluginBinder plugin = this.plugin;
    if (plugin == null) {
      throw new IllegalStateException(
          getClass().getName() + " is not attached to a kernel: call attach() before the injector");
    }
    return plugin;
  }
}
