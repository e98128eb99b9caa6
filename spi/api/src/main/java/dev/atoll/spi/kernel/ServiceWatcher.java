package dev.atoll.spi.kernel;

import org.osgi.annotation.versioning.ConsumerType;

/// Is told of every service of a type, as they come and go while the node runs.
///
/// For a bundle that works with none, one or many of them, such as a gateway with its mounts; see
/// [PluginModule#watches]. The watcher gets the services themselves, no stand-ins: it must not call
/// one outside the time from [#added] to the end of [#removed]. Methods are called by whichever
/// thread registers or withdraws a service, by several at once for different services.
///
/// @param <T> the type of the services
@ConsumerType
public interface ServiceWatcher<T> {

  /// A service is there.
  ///
  /// @param provider the bundle that registered it, for messages: `status-page 1.0.0`
  /// @throws RuntimeException to turn the service down; it is logged, and [#removed] is not called
  void added(T service, String provider);

  /// The service goes: returns when no call is in it any more, or when waiting longer is hopeless.
  void removed(T service);
}
