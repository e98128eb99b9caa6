package dev.atoll.execution.jvm;

import static dev.atoll.wasm.ValueType.FUNCREF;
import static dev.atoll.wasm.ValueType.I32;
import static dev.atoll.wasm.ValueType.I64;
import static dev.atoll.wasm.ValueType.V128;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.execution.jvm.compiler.CompilerOptions;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.EngineException;
import dev.atoll.spi.tck.execution.MemoryCodeCache;
import dev.atoll.spi.tck.execution.PlainSource;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the engine cannot run is refused when it is compiled, by its name.
final class LimitsTest {

  private static final int I64X2_SUB = 0xfdd1;

  private static CompiledModule compile(WasmModuleBuilder module) {
    return new JvmEngine(CompilerOptions.DEFAULT)
        .compile(new PlainSource(module.build()), new MemoryCodeCache());
  }

  @Test
  void anExpressionThatFitsIntoNoMethodIsRefused() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int large =
        module.function(
            List.of(),
            List.of(I32),
            List.of(),
            code -> {
              code.i32(0);
              for (int i = 0; i < 30_000; i++) {
                code.i32(i).op(Opcodes.I32_ADD);
              }
            });
    module.name(large, "large");

    assertThatThrownBy(() -> compile(module))
        .isInstanceOf(EngineException.class)
        .hasMessageMatching("function 0 \\(large\\) of \\d+ bytes cannot be split .*");
  }

  @Test
  void aFunctionThatJustFitsRuns() {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    module.global(I32, true, initial -> initial.i32(0));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> {
              for (int i = 0; i < 5_000; i++) {
                code.globalGet(0).i32(1).op(Opcodes.I32_ADD).globalSet(0);
              }
            });

    assertThat(Outcome.of(module.exportFunction("run", run)).globals()).containsExactly(5_000L);
  }

  @Test
  void aFunctionWithMoreLocalsThanAMethodIsRefused() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.function(List.of(), List.of(), Collections.nCopies(40_000, I64), code -> {});

    assertThatThrownBy(() -> compile(module))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("40000 parameters and locals")
        .hasMessageContaining("65535");
  }

  @Test
  void aFunctionMayHaveManyLocalVectors() {
    for (int locals : new int[] {1_000, 1_001, 8_000}) {
      WasmModuleBuilder module = new WasmModuleBuilder();
      module.global(V128, true, initial -> initial.v128(0, 0));
      int run =
          module.function(
              List.of(),
              List.of(),
              Collections.nCopies(locals, V128),
              code ->
                  code.v128(1, 2)
                      .set(locals - 1)
                      .get(locals - 1)
                      .get(0)
                      .op(I64X2_SUB)
                      .globalSet(0));

      assertThat(Outcome.of(module.exportFunction("run", run)).globals()).containsExactly(1L, 2L);
    }
  }

  @Test
  void onlyFunctionsOfNumbersAreImported() {
    assertThatThrownBy(() -> compile(new WasmModuleBuilder().importMemory("env", "memory", 1)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("env.memory");
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.importFunction("host", "f", List.of(V128), List.of());
    assertThatThrownBy(() -> compile(module))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("host.f")
        .hasMessageContaining("v128");
  }

  @Test
  void aTableThatIsTooLargeIsRefused() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.table(FUNCREF, true, 1L << 40);

    assertThatThrownBy(() -> compile(module))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("1099511627776 elements, at most 10000000");
  }

  @Test
  void manyFunctionsOfOneTypeAreToldApart() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.global(I32, true, initial -> initial.i32(0));
    module.table(FUNCREF, false, 3_000);
    int[] functions = new int[3_000];
    for (int i = 0; i < functions.length; i++) {
      int number = i;
      functions[i] = module.function(List.of(), List.of(I32), List.of(), code -> code.i32(number));
    }
    module.elements(offset -> offset.i32(0), functions);
    int type = module.type(List.of(), List.of(I32));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(I32),
            code ->
                code.i32(functions.length)
                    .set(0)
                    .open(Opcodes.LOOP)
                    .get(0)
                    .i32(1)
                    .op(Opcodes.I32_SUB)
                    .tee(0)
                    .callIndirect(type, 0)
                    .globalGet(0)
                    .op(Opcodes.I32_ADD)
                    .globalSet(0)
                    .get(0)
                    .brIf(0)
                    .end());

    Outcome outcome = Outcome.of(module.exportFunction("run", run));

    assertThat(outcome.globals()).containsExactly(3_000L * 2_999 / 2);
  }
}
