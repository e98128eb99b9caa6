package dev.atoll.execution.jvm;

import static dev.atoll.wasm.ValueType.F32;
import static dev.atoll.wasm.ValueType.F64;
import static dev.atoll.wasm.ValueType.FUNCREF;
import static dev.atoll.wasm.ValueType.I32;
import static dev.atoll.wasm.ValueType.I64;
import static dev.atoll.wasm.ValueType.V128;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.execution.jvm.compiler.CompilerOptions;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.CodeBuilder;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Calls that the JVM has no like of: many parameters, several results, tail calls.
final class CallsTest {

  private static final int I64_MUL = 0x7e;
  private static final int I64X2_ADD = 0xfdce;
  private static final int I64X2_EXTRACT = 0xfd1d;

  private static WasmModuleBuilder withGlobals(int count) {
    WasmModuleBuilder module = new WasmModuleBuilder();
    for (int i = 0; i < count; i++) {
      module.global(I64, true, code -> code.i64(0));
    }
    return module;
  }

  private static Outcome run(WasmModuleBuilder module, Consumer<CodeBuilder> code) {
    int run = module.function(List.of(), List.of(), List.of(), code);
    return Outcome.of(module.exportFunction("run", run));
  }

  @Test
  void aFunctionHasMoreParametersThanAMethod() {
    for (boolean indirect : new boolean[] {false, true}) {
      List<ValueType> parameters = new ArrayList<>(Collections.nCopies(200, I64));
      parameters.addAll(List.of(F32, V128, F64, I32, FUNCREF));
      WasmModuleBuilder module = withGlobals(4);
      int wide =
          module.function(
              parameters,
              List.of(),
              List.of(I64, I32),
              code ->
                  code.get(0)
                      .get(199)
                      .op(Opcodes.I64_ADD)
                      .get(205)
                      .op(Opcodes.I64_ADD)
                      .globalSet(0)
                      .get(201)
                      .with(I64X2_EXTRACT, 1)
                      .globalSet(1)
                      .get(200)
                      .op(0xbb)
                      .get(202)
                      .op(Opcodes.F64_ADD, 0xbd)
                      .globalSet(2)
                      .get(204)
                      .op(Opcodes.REF_IS_NULL)
                      .get(203)
                      .op(Opcodes.I32_ADD, Opcodes.I64_EXTEND_I32_S)
                      .globalSet(3));
      module.table(FUNCREF, false, 1);
      module.elements(offset -> offset.i32(0), wide);
      int type = module.type(parameters, List.of());

      Outcome outcome =
          run(
              module,
              code -> {
                for (int i = 0; i < 200; i++) {
                  code.i64(1_000 + i);
                }
                code.f32Bits(Float.floatToRawIntBits(0.5f)).v128(1, 2);
                code.f64Bits(Double.doubleToRawLongBits(0.25)).i32(-7);
                code.with(Opcodes.REF_NULL, FUNCREF.code());
                if (indirect) {
                  code.i32(0).callIndirect(type, 0);
                } else {
                  code.call(wide);
                }
              });

      assertThat(outcome.globals())
          .containsExactly(2_199L, 2L, Double.doubleToRawLongBits(0.75), -6L);
    }
  }

  @Test
  void aFunctionHasSeveralResultsOfAllTypes() {
    WasmModuleBuilder module = withGlobals(4);
    List<ValueType> results = List.of(I64, V128, F64, I32, I64);
    int several =
        module.function(
            List.of(I64),
            results,
            List.of(),
            code ->
                code.get(0)
                    .v128(5, 6)
                    .f64Bits(Double.doubleToRawLongBits(2))
                    .i32(3)
                    .get(0)
                    .i64(2)
                    .op(I64_MUL));

    Outcome outcome =
        run(
            module,
            code -> {
              code.i64(21).call(several).globalSet(0).op(Opcodes.I64_EXTEND_I32_S).globalSet(1);
              code.op(0xbd).globalSet(2).v128(1, 1).op(I64X2_ADD).with(I64X2_EXTRACT, 0);
              code.op(Opcodes.I64_ADD).globalSet(3);
            });

    assertThat(outcome.globals()).containsExactly(42L, 3L, Double.doubleToRawLongBits(2), 21L + 6);
  }

  /// `even(n, a...)` and `odd(n)` call each other as their last act, down to 0.
  private static WasmModuleBuilder evenAndOdd(boolean indirect) {
    WasmModuleBuilder module = withGlobals(1);
    List<ValueType> wide = new ArrayList<>(Collections.nCopies(150, I64));
    wide.add(I32);
    int evenType = module.type(wide, List.of(I64, I32));
    int oddType = module.type(List.of(I32), List.of(I64, I32));
    int even = module.nextFunction();
    int odd = even + 1;
    module.function(
        wide,
        List.of(I64, I32),
        List.of(),
        code -> {
          code.get(150).op(Opcodes.I32_EQZ).open(Opcodes.IF).get(149).i32(2).op(Opcodes.RETURN);
          code.end().get(150).i32(1).op(Opcodes.I32_SUB);
          if (indirect) {
            code.i32(1).with(Opcodes.RETURN_CALL_INDIRECT, oddType, 0);
          } else {
            code.with(Opcodes.RETURN_CALL, odd);
          }
        });
    module.function(
        List.of(I32),
        List.of(I64, I32),
        List.of(),
        code -> {
          code.get(0).op(Opcodes.I32_EQZ).open(Opcodes.IF).i64(-1).i32(1).op(Opcodes.RETURN).end();
          for (int i = 0; i < 150; i++) {
            code.i64(i);
          }
          code.get(0).i32(1).op(Opcodes.I32_SUB);
          if (indirect) {
            code.i32(0).with(Opcodes.RETURN_CALL_INDIRECT, evenType, 0);
          } else {
            code.with(Opcodes.RETURN_CALL, even);
          }
        });
    module.table(FUNCREF, false, 2);
    return module.elements(offset -> offset.i32(0), even, odd);
  }

  @Test
  void functionsThatCallEachOtherLastTakeNoStack() {
    for (boolean indirect : new boolean[] {false, true}) {
      for (int count : new int[] {0, 1, 2, 1_000_000, 1_000_001}) {
        WasmModuleBuilder module = evenAndOdd(indirect);

        Outcome outcome =
            run(
                module,
                code ->
                    code.i32(count)
                        .call(1)
                        .op(Opcodes.I64_EXTEND_I32_S, Opcodes.I64_ADD)
                        .globalSet(0));

        assertThat(outcome.trap()).isEmpty();
        assertThat(outcome.globals()).containsExactly(count % 2 == 0 ? 0L : 151L);
      }
    }
  }

  @Test
  void aTailCallOfAnImportReturnsItsResult() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int host = module.importFunction("host", "f", List.of(I64), List.of(I64));
    module.global(I64, true, code -> code.i64(0));
    int last =
        module.function(
            List.of(I64),
            List.of(I64),
            List.of(),
            code -> code.get(0).with(Opcodes.RETURN_CALL, host));
    int run =
        module.function(
            List.of(), List.of(), List.of(), code -> code.i64(20).call(last).globalSet(0));

    Outcome outcome =
        Outcome.of(
            module.exportFunction("run", run),
            CompilerOptions.DEFAULT,
            arguments -> arguments[0] + 1);

    assertThat(outcome.globals()).containsExactly(21L);
  }

  @Test
  void anImportIsCalledThroughATable() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int host = module.importFunction("host", "f", List.of(F32, I64), List.of(F32));
    module.global(F32, true, code -> code.f32Bits(0));
    module.table(FUNCREF, true, 1);
    module.elements(offset -> offset.i64(0), host);
    int type = module.type(List.of(F32, I64), List.of(F32));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> code.f32Bits(0x7fa0_0001).i64(1).i64(0).callIndirect(type, 0).globalSet(0));

    Outcome outcome =
        Outcome.of(
            module.exportFunction("run", run),
            CompilerOptions.DEFAULT,
            arguments -> arguments[0] + arguments[1]);

    assertThat(outcome.globals()).containsExactly(0x7fa0_0002L);
  }

  @Test
  void aTrapBelowTailCallsLeavesTheInstanceUsable() {
    WasmModuleBuilder module = withGlobals(1);
    int trap =
        module.function(
            List.of(I64), List.of(I64), List.of(), code -> code.op(Opcodes.UNREACHABLE));
    int last =
        module.function(
            List.of(I64),
            List.of(I64),
            List.of(),
            code -> code.get(0).with(Opcodes.RETURN_CALL, trap));
    module.name(trap, "trap").name(last, "last");

    Outcome outcome = run(module, code -> code.i64(1).call(last).globalSet(0));

    assertThat(outcome.trap()).isEqualTo("UNREACHABLE");
    assertThat(outcome.backtrace()).containsExactly("trap", "last", "func[2]");
  }
}
