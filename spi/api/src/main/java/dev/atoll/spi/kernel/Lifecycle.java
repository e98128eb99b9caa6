package dev.atoll.spi.kernel;

import org.osgi.annotation.versioning.ConsumerType;

/// An object with threads, sockets or files of its own.
///
/// The kernel calls [#start] once, after the injector was created and before the bundle's services
/// are registered, in the order in which the module named the objects; and [#stop] once, after the
/// services were taken away, in the reverse order. It never calls both at the same time.
///
/// When the bundle takes the place of another one while the node runs, [#warmUp] comes before
/// [#start].
@ConsumerType
public interface Lifecycle {

  /// Tries out what the work needs, so that its first callers do not wait until classes are loaded
  /// and code is compiled: the one before still works, and has warmed up long ago.
  ///
  /// Imported services may be called, in ways that change nothing. It may take some hundred
  /// milliseconds, and should leave time to who works.
  ///
  /// @throws Exception which is logged; the start follows in any case
  default void warmUp() throws Exception {}

  /// Begins to work; imported services may be called.
  ///
  /// @throws Exception if it cannot; the bundle is reported as failed with this cause, and what it
  ///     had started before is stopped
  void start() throws Exception;

  /// Ends all work and frees everything, also after a [#start] that failed half way.
  void stop() throws Exception;
}
