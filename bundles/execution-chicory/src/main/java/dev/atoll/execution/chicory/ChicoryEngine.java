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
import dev.atoll.types.Bytes;
import dev.atoll.wasm.WasmException;
import dev.atoll.wasm.instrument.InstrumentationOptions;
import dev.atoll.wasm.instrument.InstrumentedModule;
import java.io.ByteArrayInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compiles modules with Chicory.
///
/// Callable from any thread; it has no state.
final class ChicoryEngine implements WasmEngine {

  private static final Logger LOG = LoggerFactory.getLogger(ChicoryEngine.class);

  /// Changes whenever the same module gives other classes or runs on another runtime of ours.
  private static final int FORMAT = 2;

  private static final InstrumentationOptions OPTIONS =
      InstrumentationOptions.all(Memory.RUNTIME_MAX_PAGES);

  /// Calls until the budget is used up were measured to take at most 32 MiB compiled and 64 MiB
  /// interpreted, in which both may alternate: recursion with 0 to 250 arguments above 0 to 3,000
  /// operands, direct and indirect, with and without the JVM's compilers.
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
    features.checkTailCalls(instrumented);
    try {
      // It was validated and then written by the core.
      WasmModule module =
          Parser.builder()
              .withValidation(false)
              .build()
              .parse(() -> new ByteArrayInputStream(instrumented.bytes().unsafeArray()));
      return new ChicoryCompiledModule(
          instrumented, module, code(features, instrumented, module, cache));
    } catch (ChicoryException e) {
      throw new EngineException("Chicory cannot run the module: " + e.getMessage(), e);
    }
  }

  private MachineCode code(
      CodeFeatures features, InstrumentedModule instrumented, WasmModule module, CodeCache cache) {
    if (mode == Mode.INTERPRETED) {
      return MachineCode.interpreted();
    }
    Bytes hash = instrumented.original().moduleHash();
    if (mode == Mode.COMPILED_ONLY) {
      return compiledOnly(features, instrumented, module, cache);
    }
    if (features.tailCalls()) {
      LOG.warn("module {} has tail calls and will be interpreted", hash.toHex());
      return MachineCode.interpreted();
    }
    try {
      return new CodeCompiler(instrumented, module, TRAITS, cache).compile();
    } catch (EngineException e) {
      LOG.warn("module {} cannot be compiled and will be interpreted", hash.toHex(), e);
      return MachineCode.interpreted();
    }
  }

  private static MachineCode compiledOnly(
      CodeFeatures features, InstrumentedModule instrumented, WasmModule module, CodeCache cache) {
    if (features.tailCalls()) {
      throw new EngineException("Chicory cannot compile tail calls");
    }
    MachineCode code = new CodeCompiler(instrumented, module, TRAITS, cache).compile();
    if (code.keepsState()) {
      throw new EngineException("Chicory cannot compile a function as large as the module has");
    }
    return code;
  }

  private static InstrumentedModule instrument(ModuleSource source) {
    try {
      return source.instrumented(OPTIONS);
    } catch (WasmException e) {
      throw new EngineException(String.valueOf(e.getMessage()), e);
    }
  }
}
