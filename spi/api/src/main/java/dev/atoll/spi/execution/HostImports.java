package dev.atoll.spi.execution;

import dev.atoll.wasm.FunctionType;
import org.osgi.annotation.versioning.ProviderType;

/// The functions that the core gives to a module.
@ProviderType
public interface HostImports {

  /// The function for an import; the module is validated, so there is one.
  ///
  /// Called once for each import at instantiation.
  HostFunction resolve(String module, String name, FunctionType type);
}
