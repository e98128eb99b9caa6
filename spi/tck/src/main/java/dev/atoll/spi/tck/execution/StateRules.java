package dev.atoll.spi.tck.execution;

import static dev.atoll.wasm.ValueType.F32;
import static dev.atoll.wasm.ValueType.F64;
import static dev.atoll.wasm.ValueType.FUNCREF;
import static dev.atoll.wasm.ValueType.I32;
import static dev.atoll.wasm.ValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.TrapCode;
import dev.atoll.spi.execution.TrapException;
import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Globals, tables and entry points of an instance.
interface StateRules {

  EngineLab lab();

  private static WasmModuleBuilder withGlobals() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.global(I32, true, code -> code.i32(-1));
    module.global(I64, false, code -> code.i64(7));
    module.global(F32, true, code -> code.f32Bits(0xffc0_0001));
    module.global(F64, true, code -> code.f64Bits(-1));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> code.globalGet(0).i32(1).op(Opcodes.I32_SUB).globalSet(0));
    return module.exportFunction("run", run);
  }

  @Test
  default void globalsAreThoseOfTheModuleByTheirBits() {
    RunningModule module = lab().start(withGlobals());

    assertThat(module.instance().globals()).containsExactly(0xffff_ffffL, 7, 0xffc0_0001L, -1);

    module.run();

    assertThat(module.instance().globals()).containsExactly(0xffff_fffeL, 7, 0xffc0_0001L, -1);
  }

  @Test
  default void mutableGlobalsAreSetAndTheOthersStay() {
    RunningModule module = lab().start(withGlobals());

    module.instance().setGlobals(new long[] {0x8000_0000L, 99, 5, Long.MIN_VALUE});

    assertThat(module.instance().globals()).containsExactly(0x8000_0000L, 7, 5, Long.MIN_VALUE);
    module.run();
    assertThat(module.instance().globals()[0]).isEqualTo(0x7fff_ffffL);
  }

  @Test
  default void theNumberOfGlobalsMustBeRight() {
    RunningModule module = lab().start(withGlobals());

    assertThatThrownBy(() -> module.instance().setGlobals(new long[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void anUnknownExportIsTold() {
    WasmInstance instance = lab().start(withGlobals()).instance();

    assertThatThrownBy(() -> instance.invoke("nothing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing");
    assertThatThrownBy(() -> instance.invoke(WasmInstance.START))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// The start function stores 1 at address 0.
  private static WasmModuleBuilder withStart() {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    int start =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> code.i32(0).i32(1).access(Opcodes.I32_STORE, 0));
    return module.start(start);
  }

  @Test
  default void theStartFunctionRunsWhenItIsInvoked() {
    RunningModule module = lab().start(withStart());

    assertThat(module.i32(0)).isZero();
    assertThat(module.memory().dirtyPages()).isEmpty();

    module.instance().invoke(WasmInstance.START);

    assertThat(module.i32(0)).isEqualTo(1);
    assertThat(module.used(EngineLab.PLENTY)).isEqualTo(1 + 3);
  }

  /// Table 0 holds a function that stores its argument at 0, one of another type, and nothing.
  private static WasmModuleBuilder withTable(boolean is64) {
    ValueType argument = is64 ? I64 : I32;
    WasmModuleBuilder module = new WasmModuleBuilder().memory(is64, 1);
    module.table(FUNCREF, is64, 3);
    int store =
        module.function(
            List.of(argument),
            List.of(),
            List.of(),
            code -> {
              if (is64) {
                code.i64(0).get(0).access(Opcodes.I64_STORE, 0);
              } else {
                code.i32(0).get(0).access(Opcodes.I32_STORE, 0);
              }
            });
    int other = module.function(List.of(), List.of(), List.of(), code -> {});
    return module.elements(
        offset -> {
          if (is64) {
            offset.i64(0);
          } else {
            offset.i32(0);
          }
        },
        store,
        other);
  }

  @Test
  default void aFunctionOfTheTableIsCalledWithItsArgument() {
    RunningModule module = lab().start(withTable(false));

    module.instance().invokeTable(0, 0xffff_fff0L);

    assertThat(module.i32(0)).isEqualTo(-16);
    assertThat(module.used(EngineLab.PLENTY)).isEqualTo(1 + 3);
  }

  @Test
  default void aFunctionOfA64BitModuleGetsAllOfItsArgument() {
    RunningModule module = lab().start(withTable(true));

    module.instance().invokeTable(0, 0x1234_5678_9abc_def0L);

    assertThat(module.i64(0)).isEqualTo(0x1234_5678_9abc_def0L);
  }

  @Test
  default void callsThroughTheTableTrapAsIndirectCallsDo() {
    for (boolean is64 : new boolean[] {false, true}) {
      RunningModule module = lab().start(withTable(is64));

      assertThat(trapOf(module, 1)).isEqualTo(TrapCode.BAD_SIGNATURE);
      assertThat(trapOf(module, 2)).isEqualTo(TrapCode.NULL_FUNCTION);
      for (long index : new long[] {3, 1L << 32, -1, Long.MIN_VALUE}) {
        assertThat(trapOf(module, index)).isEqualTo(TrapCode.TABLE_OUT_OF_BOUNDS);
      }
      assertThat(module.used(EngineLab.PLENTY)).isZero();
    }
  }

  @Test
  default void aModuleWithoutTableHasNothingToCall() {
    assertThat(trapOf(lab().start(withGlobals()), 0)).isEqualTo(TrapCode.TABLE_OUT_OF_BOUNDS);
  }

  private static TrapCode trapOf(RunningModule module, long index) {
    return catchThrowableOfType(TrapException.class, () -> module.instance().invokeTable(index, 0))
        .code();
  }

  @Test
  default void anElementSegmentThatDoesNotFitTraps() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.table(FUNCREF, false, 1);
    int f = module.function(List.of(), List.of(), List.of(), code -> {});
    module.elements(offset -> offset.i32(1), f);
    CompiledModule compiled = lab().compile(module.build());

    assertThatThrownBy(() -> lab().start(compiled, null, 1, true))
        .isInstanceOfSatisfying(
            TrapException.class,
            trap -> assertThat(trap.code()).isEqualTo(TrapCode.TABLE_OUT_OF_BOUNDS));
  }

  @Test
  default void aTableThatGrewIsSmallAgainInTheNextInstance() {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    module.table(FUNCREF, false, 1);
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code ->
                code.i32(0)
                    .with(Opcodes.REF_NULL, 0x70)
                    .i32(5)
                    .with(Opcodes.TABLE_GROW, 0)
                    .access(Opcodes.I32_STORE, 0));
    Bytes wasm = module.exportFunction("run", run).build();
    CompiledModule compiled = lab().compile(wasm);

    for (int i = 0; i < 2; i++) {
      RunningModule running = lab().start(compiled, lab().memoryOf(wasm), EngineLab.PLENTY, true);
      running.run();
      assertThat(running.i32(0)).isEqualTo(1);
      running.run();
      assertThat(running.i32(0)).isEqualTo(6);
    }
  }
}
