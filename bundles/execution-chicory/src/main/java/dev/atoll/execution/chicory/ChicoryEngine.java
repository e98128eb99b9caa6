package dev.atoll.execution.chicory;

import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.Version;
import com.dylibso.chicory.wasm.WasmModule;
import com.google.inject.Inject;
import dev.atoll.execution.chicory.ChicoryConfig.Mode;
import dev.atoll.spi.execution.CodeCache;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.EngineException;
import dev.atoll.spi.execution.EngineTraits;
import dev.atoll.spi.execution.ModuleSource;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.wasm.WasmException;
import dev.atoll.wasm.instrument.InstrumentationOptions;
import dev.atoll.wasm.instrument.InstrumentedModule;
import java.io.ByteArrayInputStream;

/// Compiles modules with Chicory.
///
/// Callable from any thread; it has no state.
final class ChicoryEngine implements WasmEngine {

  /// Changes whenever the same module gives other classes or runs on another runtime of ours.
  private static final int FORMAT = 1;

  private static final InstrumentationOptions OPTIONS =
      InstrumentationOptions.all(Memory.RUNTIME_MAX_PAGES);

  /// Calls until the budget is used up were measured to take at most 32 MiB compiled and 64 MiB
  /// interpreted, in which both may alternate.
  private static final long STACK_SIZE_BYTES = 256L << 20;

  private static final EngineTraits TRAITS =
      new EngineTraits(
          "chicory",
          Version.version() + "." + FORMAT,
          false,
          (long) Memory.RUNTIME_MAX_PAGES * Memory.PAGE_SIZE,
          STACK_SIZE_BYTES);

  private final Mode mode;

  @Inject
  ChicoryEngine(ChicoryConfig config) {
    this.mode = config.mode();
  }

  @Override
  public EngineTraits traits() {
    return TRAITS;
  }

  @Override
  public CompiledModule compile(ModuleSource source, CodeCache cache) {
    CodeFeatures features = CodeFeatures.of(source.validated().module());
    InstrumentedModule instrumented = instrument(source);
    try {
      // It was validated and then written by the core.
      WasmModule module =
          Parser.builder()
              .withValidation(false)
              .build()
              .parse(() -> new ByteArrayInputStream(instrumented.bytes().unsafeArray()));
      MachineCode code =
          mode == Mode.INTERPRETED || features.tailCalls()
              ? MachineCode.interpreted()
              : new CodeCompiler(instrumented, module, TRAITS, cache).compile();
      return new ChicoryCompiledModule(instrumented, module, code);
    } catch (ChicoryException e) {
      throw new EngineException("Chicory cannot run the module: " + e.getMessage(), e);
    }
  }

  private static InstrumentedModule instrument(ModuleSource source) {
    try {
      return source.instrumented(OPTIONS);
    } catch (WasmException e) {
      throw new EngineException(String.valueOf(e.getMessage()), e);
    }
  }
}
