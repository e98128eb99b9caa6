package dev.atoll.wasm.instrument;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.types.FunctionType;
import dev.atoll.wasm.StackDepth;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.builder.WasmModuleBuilder;

/// An instrumented module in an interpreter of another project.
final class TestInstance {

  static final long BUDGET = 1_000_000;

  final InstrumentedModule module;
  final Instance instance;
  int refills;

  TestInstance(WasmModuleBuilder builder, InstrumentationOptions options) {
    this.module = Instrumenter.instrument(ValidatedModule.ofPlain(builder.build()), options);
    ImportValues imports =
        ImportValues.builder()
            .addFunction(host(InstrumentedModule.OUT_OF_INSTRUCTIONS, this::outOfInstructions))
            .addFunction(
                host(
                    InstrumentedModule.STACK_OVERFLOW,
                    () -> {
                      throw new Stopped("stack overflow");
                    }))
            .build();
    this.instance =
        Instance.builder(Parser.parse(module.bytes().unsafeArray()))
            .withImportValues(imports)
            .withStart(false)
            .build();
    reset();
  }

  private static HostFunction host(String name, Runnable action) {
    return new HostFunction(
        InstrumentedModule.HOST_MODULE,
        name,
        FunctionType.empty(),
        (instance, arguments) -> {
          action.run();
          return new long[0];
        });
  }

  private void outOfInstructions() {
    if (refills == 0) {
      throw new Stopped("out of instructions");
    }
    refills--;
    instance.global(module.counterGlobal()).setValue(counter() + BUDGET);
  }

  void reset() {
    if (module.counterGlobal() >= 0) {
      setCounter(BUDGET);
    }
    if (module.depthGlobal() >= 0) {
      instance.global(module.depthGlobal()).setValue(StackDepth.BUDGET);
    }
  }

  void setCounter(long value) {
    instance.global(module.counterGlobal()).setValue(value);
  }

  long counter() {
    return instance.global(module.counterGlobal()).getValue();
  }

  /// Instructions charged since the last reset.
  long charged() {
    return BUDGET - counter();
  }

  long call(String export, long... arguments) {
    long[] results = instance.export(export).apply(arguments);
    return results == null || results.length == 0 ? 0 : results[0];
  }

  /// What the host functions throw.
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped(String reason) {
      super(reason);
    }
  }
}
