package dev.atoll.spi.execution;

import org.osgi.annotation.versioning.ConsumerType;

/// Compiles modules of canisters. Registered as a service by an execution bundle.
///
/// Callable from any thread; several modules may be compiled at once.
@ConsumerType
public interface WasmEngine {

  EngineTraits traits();

  /// Makes `source` ready to run.
  ///
  /// The module is valid by the rules of the Internet Computer. A module that the engine cannot run
  /// is refused here and never later.
  ///
  /// @throws EngineException if the engine lacks something that the module needs; the message names
  ///     it and reaches the user who installs the canister
  CompiledModule compile(ModuleSource source, CodeCache cache);
}
