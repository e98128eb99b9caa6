package dev.atoll.execution.chicory;

import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Import;
import dev.atoll.spi.execution.HostFunction;
import dev.atoll.spi.execution.HostImports;
import dev.atoll.spi.execution.TrapCode;
import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.WasmModule;
import dev.atoll.wasm.instrument.InstrumentedModule;
import java.util.ArrayList;
import java.util.List;

/// Gives the functions of the core to one instance.
final class HostLink {

  private static final long[] NO_RESULTS = {};

  private final InstrumentedModule instrumented;
  private final com.dylibso.chicory.wasm.WasmModule module;
  private final HostImports imports;
  private final MeteringState metering;
  private final HostFailure hostFailure;

  HostLink(
      InstrumentedModule instrumented,
      com.dylibso.chicory.wasm.WasmModule module,
      HostImports imports,
      MeteringState metering,
      HostFailure hostFailure) {
    this.instrumented = instrumented;
    this.module = module;
    this.imports = imports;
    this.metering = metering;
    this.hostFailure = hostFailure;
  }

  /// One handle for each import, in their order.
  ImportValues link() {
    WasmModule original = instrumented.original().module();
    List<ImportFunction> functions = new ArrayList<>();
    for (int i = 0; i < module.importSection().importCount(); i++) {
      Import imported = module.importSection().getImport(i);
      FunctionType type = module.typeSection().getType(((FunctionImport) imported).typeIndex());
      WasmFunctionHandle handle =
          i < original.imports().size()
              ? core(original.imports().get(i), type)
              : added(imported.name());
      functions.add(new ImportFunction(imported.module(), imported.name(), type, handle));
    }
    return ImportValues.builder().withFunctions(functions).build();
  }

  private WasmFunctionHandle core(dev.atoll.wasm.Import imported, FunctionType type) {
    int typeIndex = ((ExternalType.Function) imported.type()).typeIndex();
    HostFunction function =
        imports.resolve(
            imported.module(),
            imported.name(),
            instrumented.original().module().types().get(typeIndex));
    return new CoreFunction(function, type.returns().size(), metering, hostFailure);
  }

  private WasmFunctionHandle added(String name) {
    return switch (name) {
      case InstrumentedModule.OUT_OF_INSTRUCTIONS -> (instance, arguments) -> refill();
      case InstrumentedModule.STACK_OVERFLOW ->
          (instance, arguments) -> {
            throw new CodeTrap(TrapCode.STACK_OVERFLOW);
          };
      default -> throw new IllegalStateException("instrumentation imports " + name);
    };
  }

  /// Waits for the next slice.
  private long[] refill() {
    boolean more;
    metering.leave();
    try {
      more = metering.counter().refill();
    } catch (RuntimeException | Error e) {
      hostFailure.keep(e);
      throw e;
    }
    if (!more) {
      throw new CodeTrap(TrapCode.OUT_OF_INSTRUCTIONS);
    }
    metering.resume();
    return NO_RESULTS;
  }

  /// Calls the core with the exact count of instructions and takes it over again, and allocates
  /// nothing.
  private static final class CoreFunction implements WasmFunctionHandle {

    private final HostFunction function;
    private final MeteringState metering;
    private final HostFailure hostFailure;

    /// Chicory reads it at once, so one array serves all calls.
    private final long[] result;

    CoreFunction(
        HostFunction function, int results, MeteringState metering, HostFailure hostFailure) {
      this.function = function;
      this.metering = metering;
      this.hostFailure = hostFailure;
      this.result = new long[results];
    }

    @Override
    public long[] apply(Instance instance, long... arguments) {
      metering.leave();
      try {
        long value = function.call(arguments);
        if (result.length > 0) {
          result[0] = value;
        }
      } catch (RuntimeException | Error e) {
        hostFailure.keep(e);
        throw e;
      } finally {
        metering.resume();
      }
      return result;
    }
  }
}
