package dev.atoll.execution.jvm;

import com.google.inject.Inject;
import dev.atoll.execution.jvm.compiler.CompilerOptions;
import dev.atoll.execution.jvm.compiler.ModuleCode;
import dev.atoll.execution.jvm.runtime.Platform;
import dev.atoll.execution.jvm.runtime.Table;
import dev.atoll.spi.execution.CodeCache;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.EngineException;
import dev.atoll.spi.execution.EngineTraits;
import dev.atoll.spi.execution.ModuleSource;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.Import;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmModule;
import dev.atoll.wasm.instrument.InstrumentationOptions;

/// Compiles modules to classes of the JVM, each function when it is first called.
///
/// Callable from any thread; it has no state. Nothing is kept in the code cache: making the code
/// again takes less time than the JVM takes to check it.
final class JvmEngine implements WasmEngine {

  private static final int WASM_PAGE_BYTES = 65_536;

  /// Changes whenever the same module runs otherwise.
  private static final int FORMAT = 1;

  /// Calls until the budget is used up were measured to take at most 32 MiB, interpreted and with
  /// either of the JVM's compilers: recursion with 0 to 300 arguments above 0 to 1,000 operands and
  /// beside 0 to 100 locals, direct and indirect. A tail call takes up to four frames of the JVM.
  private static final long STACK_SIZE_BYTES = 256L << 20;

  private static final EngineTraits TRAITS =
      new EngineTraits(
          "jvm",
          Runtime.version().feature() + "." + FORMAT,
          true,
          InstrumentationOptions.MEMORY_PAGES_MAX * WASM_PAGE_BYTES,
          STACK_SIZE_BYTES);

  private final CompilerOptions options;

  @Inject
  JvmEngine(JvmConfig config) {
    this(new CompilerOptions(config.functionsPerClass(), false));
  }

  JvmEngine(CompilerOptions options) {
    this.options = options;
    Platform.check();
  }

  @Override
  public EngineTraits traits() {
    return TRAITS;
  }

  @Override
  public CompiledModule compile(ModuleSource source, CodeCache cache) {
    ValidatedModule validated = source.validated();
    WasmModule module = validated.module();
    module.imports().forEach(imported -> check(module, imported));
    ExternalType.Memory memory = module.memory();
    if (memory != null
        && Long.compareUnsigned(memory.minimum(), InstrumentationOptions.MEMORY_PAGES_MAX) > 0) {
      throw new EngineException(
          "memory has %s Wasm pages, at most %d allowed"
              .formatted(
                  Long.toUnsignedString(memory.minimum()),
                  InstrumentationOptions.MEMORY_PAGES_MAX));
    }
    for (ExternalType.Table table : module.tables()) {
      if (Long.compareUnsigned(table.minimum(), Table.ELEMENTS_MAX) > 0) {
        throw new EngineException(
            "table has %s elements, at most %d allowed"
                .formatted(Long.toUnsignedString(table.minimum()), Table.ELEMENTS_MAX));
      }
    }
    return new JvmCompiledModule(validated, ModuleCode.of(validated, options));
  }

  private static void check(WasmModule module, Import imported) {
    if (!(imported.type() instanceof ExternalType.Function function)) {
      throw new EngineException(
          "module imports %s.%s, only functions can be imported"
              .formatted(imported.module(), imported.name()));
    }
    FunctionType type = module.types().get(function.typeIndex());
    if (type.results().size() > 1
        || !type.results().stream().allMatch(ValueType::isNumber)
        || !type.parameters().stream().allMatch(ValueType::isNumber)) {
      throw new EngineException(
          "import %s.%s has the type %s, only numbers and one result are allowed"
              .formatted(imported.module(), imported.name(), type));
    }
  }
}
