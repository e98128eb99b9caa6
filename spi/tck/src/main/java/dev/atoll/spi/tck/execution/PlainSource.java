package dev.atoll.spi.tck.execution;

import dev.atoll.spi.execution.ModuleSource;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.instrument.InstrumentationOptions;
import dev.atoll.wasm.instrument.InstrumentedModule;
import dev.atoll.wasm.instrument.Instrumenter;

/// Any valid module as an engine is given it, without the rules for canisters.
///
/// Safe for use from any thread.
public record PlainSource(ValidatedModule validated) implements ModuleSource {

  public PlainSource(Bytes wasm) {
    this(ValidatedModule.ofPlain(wasm));
  }

  @Override
  public InstrumentedModule instrumented(InstrumentationOptions options) {
    return Instrumenter.instrument(validated, options);
  }
}
