package dev.atoll.spi.execution;

import org.osgi.annotation.versioning.ConsumerType;

/// Code that is ready to run, shared by all canisters with the same module. Callable from any
/// thread.
@ConsumerType
public interface CompiledModule extends AutoCloseable {

  /// Makes an instance on the memory of `environment`.
  ///
  /// Tables, globals and passive segments begin as the module declares them. Active data segments
  /// are written only if the environment says so; the start function never runs by itself: it is
  /// invoked as the export [WasmInstance#START].
  ///
  /// @throws TrapException if an active segment does not fit
  WasmInstance instantiate(InstanceEnvironment environment);

  /// Lets go of the code; instances that exist go on.
  @Override
  void close();
}
