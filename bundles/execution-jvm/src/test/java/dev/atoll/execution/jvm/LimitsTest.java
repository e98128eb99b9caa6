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
import dev.atoll.wasm.ValueType;
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
  void anExpressionThatFitsIntoNoMethodRuns() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.global(I32, true, initial -> initial.i32(0));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> {
              code.i32(0);
              for (int i = 0; i < 30_000; i++) {
                code.i32(i).op(Opcodes.I32_ADD);
              }
              code.globalSet(0);
            });

    assertThat(Outcome.of(module.exportFunction("run", run)).globals())
        .containsExactly(30_000L * 29_999 / 2);
  }

  @Test
  void moreOperandsThanAMethodCanHaveAreKept() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.global(I32, true, initial -> initial.i32(0));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> {
              for (int i = 0; i < 40_000; i++) {
                code.i32(i);
              }
              // A loop above them all: 1 + 2 + ... + 10.
              code.i32(10).globalSet(0).open(Opcodes.LOOP);
              code.globalGet(0).i32(1).op(Opcodes.I32_SUB).globalSet(0);
              code.globalGet(0).brIf(0).end();
              for (int i = 1; i < 40_000; i++) {
                code.op(Opcodes.I32_ADD);
              }
              code.globalSet(0);
            });

    assertThat(Outcome.of(module.exportFunction("run", run)).globals())
        .containsExactly(40_000L * 39_999 / 2);
  }

  @Test
  void aFunctionWithMoreConstantsThanAClassCanHaveRuns() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.global(I64, true, initial -> initial.i64(0));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> {
              for (int i = 0; i < 70_000; i++) {
                code.globalGet(0).i64(1_000_000L + i).op(Opcodes.I64_ADD).globalSet(0);
              }
            });

    assertThat(Outcome.of(module.exportFunction("run", run)).globals())
        .containsExactly(70_000_000_000L + 70_000L * 69_999 / 2);
  }

  @Test
  void thousandsOfCallsWithAThousandValuesAreRefused() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    List<ValueType> many = Collections.nCopies(1_000, I32);
    int wide =
        module.function(
            many,
            many,
            List.of(),
            code -> {
              for (int i = 0; i < 1_000; i++) {
                code.get(i);
              }
            });
    int large =
        module.function(
            many,
            many,
            List.of(),
            code -> {
              for (int i = 0; i < 1_000; i++) {
                code.get(i);
              }
              for (int i = 0; i < 2_000; i++) {
                code.call(wide);
              }
            });
    module.name(large, "large");

    assertThatThrownBy(() -> compile(module))
        .isInstanceOf(EngineException.class)
        .hasMessageMatching("function 1 \\(large\\) becomes up to \\d+ bytes of code, .*");
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
  void aFunctionMayHaveMoreLocalsThanAMethod() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.global(I64, true, initial -> initial.i64(0));
    int sum =
        module.function(
            Collections.nCopies(300, I64),
            List.of(I64),
            Collections.nCopies(40_000, I64),
            code -> {
              // Parameters that go through the transfer area, and locals far apart.
              code.get(299).set(40_299).get(0).set(20_000);
              code.get(40_299).get(20_000).op(Opcodes.I64_ADD).get(30_000).op(Opcodes.I64_ADD);
            });
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> {
              for (int i = 0; i < 300; i++) {
                code.i64(7 + i);
              }
              code.call(sum).globalSet(0);
            });

    assertThat(Outcome.of(module.exportFunction("run", run)).globals())
        .containsExactly(7L + 7 + 299);
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
