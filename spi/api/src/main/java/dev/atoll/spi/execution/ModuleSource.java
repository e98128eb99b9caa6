package dev.atoll.spi.execution;

import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.instrument.InstrumentationOptions;
import dev.atoll.wasm.instrument.InstrumentedModule;
import org.osgi.annotation.versioning.ProviderType;

/// A module in the form that an engine asks for.
@ProviderType
public interface ModuleSource {

  /// The module as it was uploaded and validated.
  ValidatedModule validated();

  /// The module with metering, stack depth, canonical NaNs and, if asked for, lowered memory64 and
  /// table64; made at the first call.
  InstrumentedModule instrumented(InstrumentationOptions options);
}
