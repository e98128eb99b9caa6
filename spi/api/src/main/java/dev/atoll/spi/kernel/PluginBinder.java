package dev.atoll.spi.kernel;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// The kernel's side of a [PluginModule]; a module calls the methods it inherits instead.
///
/// Used by one thread, while the module's `configure()` runs.
@ProviderType
public interface PluginBinder {

  NodeContext node();

  /// Reads the bundle's section of the distribution into a record.
  ///
  /// A component `idleTimeout` is the key `idle-timeout`. Components may be `boolean`, `int`,
  /// `long`, `double`, `String`, an enum, [java.nio.file.Path], [java.time.Duration] (`250ms`,
  /// `1s`, `5m`, `2h`), [ByteSize] (`64KiB`, `2GiB`), another record, and [java.util.Optional],
  /// [java.util.List] or [java.util.Map] (keys are strings) of these. A key that is absent takes
  /// its [Default]; without one it must be there. An `IllegalArgumentException` of the record's
  /// constructor becomes an error of the section.
  ///
  /// @throws IllegalArgumentException for an unknown key, an absent key or a value of another type;
  ///     the message names the key, what was found and what was expected
  <R extends Record> R config(Class<R> type);

  /// A stand-in for the best-ranked service of the interface `type`, now and later.
  ///
  /// A call waits while there is no service, and ends with an `IllegalStateException` that says so
  /// if none arrives in time. A provider that stops waits for the calls in flight. Objects that a
  /// service returns are not covered: they end with their provider.
  ///
  /// @param filter an OSGi filter over service properties, or null
  <T> T importService(Class<T> type, @Nullable String filter);

  /// Has the injector's instance of `watcher` told of every service of the interface `type`, from
  /// before the objects of the bundle start until after they have stopped.
  <T> void watchServices(
      Class<T> type, @Nullable String filter, Class<? extends ServiceWatcher<? super T>> watcher);

  /// Registers the injector's instance of `implementation` once everything has started.
  <T> void exportService(
      Class<T> type, Class<? extends T> implementation, Map<String, ?> properties);

  /// Starts the injector's instance of `type` before anything is exported.
  void startObject(Class<? extends Lifecycle> type);
}
