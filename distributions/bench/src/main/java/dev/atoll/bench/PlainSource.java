package dev.atoll.bench;

import dev.atoll.spi.execution.ModuleSource;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.instrument.InstrumentationOptions;
import dev.atoll.wasm.instrument.InstrumentedModule;
import dev.atoll.wasm.instrument.Instrumenter;

/// A module for an engine that is timed without a replica.
record PlainSource(ValidatedModule validated) implements ModuleSource {

  @Override
  public InstrumentedModule instrumented(InstrumentationOptions options) {
    return Instrumenter.instrument(validated, options);
  }
}
