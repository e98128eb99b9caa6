package dev.atoll.execution.chicory;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ByteClassCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.compiler.internal.CompilerResult;
import com.dylibso.chicory.wasm.WasmModule;
import dev.atoll.spi.execution.CodeCache;
import dev.atoll.spi.execution.EngineException;
import dev.atoll.spi.execution.EngineTraits;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.instrument.InstrumentedModule;
import dev.atoll.wasm.instrument.Instrumenter;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gets the classes of one module: from the cache, or by compiling it.
final class CodeCompiler {

  private static final Logger LOG = LoggerFactory.getLogger(CodeCompiler.class);

  /// A package of its own, so that it is apart from those of the bundle.
  static final String CLASS_NAME = "dev.atoll.execution.chicory.code.Wasm";

  private final InstrumentedModule instrumented;
  private final WasmModule module;
  private final EngineTraits traits;
  private final CodeCache cache;

  CodeCompiler(
      InstrumentedModule instrumented, WasmModule module, EngineTraits traits, CodeCache cache) {
    this.instrumented = instrumented;
    this.module = module;
    this.traits = traits;
    this.cache = cache;
  }

  /// @throws EngineException if Chicory or the JVM refuses the module
  MachineCode compile() {
    String key = key();
    Bytes cached = cache.get(key);
    if (cached != null) {
      MachineCode code = loadCached(cached);
      if (code != null) {
        return code;
      }
    }
    GeneratedClasses generated = generate();
    report(generated);
    MachineCode code;
    try {
      code = load(generated);
    } catch (LinkageError e) {
      throw new EngineException("the JVM refuses the compiled module: " + e.getMessage(), e);
    }
    cache.put(key, generated.toBytes());
    return code;
  }

  private String key() {
    return "%s-%s-i%d-j%d-%s"
        .formatted(
            traits.name(),
            traits.version(),
            Instrumenter.VERSION,
            Runtime.version().feature(),
            instrumented.original().moduleHash().toHex());
  }

  private static @Nullable MachineCode loadCached(Bytes cached) {
    try {
      return load(GeneratedClasses.of(cached));
    } catch (IOException | LinkageError e) {
      LOG.warn("cached code cannot be used and is compiled anew", e);
      return null;
    }
  }

  private static MachineCode load(GeneratedClasses generated) {
    return new MachineCode(CodeLoader.load(generated), !generated.interpreted().isEmpty());
  }

  private GeneratedClasses generate() {
    CompilerResult result;
    try {
      result =
          Compiler.builder(module)
              .withClassName(CLASS_NAME)
              .withInterpreterFallback(InterpreterFallback.SILENT)
              .withClassCollectorFactory(ByteClassCollector::new)
              .build()
              .compile();
    } catch (RuntimeException e) {
      // The compiler throws ASM's exceptions and plain ones too when it meets what it cannot do.
      throw new EngineException("Chicory cannot compile the module: " + e.getMessage(), e);
    }
    Map<String, byte[]> classes = new HashMap<>();
    // Chicory gives some names with slashes.
    result.classBytes().forEach((name, content) -> classes.put(name.replace('/', '.'), content));
    return new CodeRewriter(instrumented)
        .rewrite(new GeneratedClasses(CLASS_NAME, classes, result.interpretedFunctions()));
  }

  private void report(GeneratedClasses generated) {
    for (int function : generated.interpreted()) {
      LOG.warn(
          "function {} of module {} is too large for a method of the JVM and will be interpreted",
          name(function),
          instrumented.original().moduleHash().toHex());
    }
  }

  private String name(int function) {
    OptionalInt original = instrumented.originalFunctionIndex(function);
    if (original.isEmpty()) {
      return "added by instrumentation";
    }
    return Traps.name(original.getAsInt(), instrumented);
  }
}
