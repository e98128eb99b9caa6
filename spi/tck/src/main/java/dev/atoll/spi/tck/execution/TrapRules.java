package dev.atoll.spi.tck.execution;

import static dev.atoll.wasm.ValueType.I32;
import static dev.atoll.wasm.ValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.execution.TrapCode;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.CodeBuilder;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Every kind of trap is told apart.
interface TrapRules {

  int I32_DIV_S = 0x6d;
  int I32_REM_U = 0x70;
  int I64_DIV_S = 0x7f;
  int I64_DIV_U = 0x80;
  int I32_TRUNC_F32_S = 0xa8;
  int I64_TRUNC_F64_U = 0xb1;
  int I64_LOAD8_U = 0x31;
  int F32_ONE = 0x3f80_0000;

  EngineLab lab();

  private TrapCode trapOf(Consumer<CodeBuilder> code) {
    return lab().start(EngineLab.module(code)).trap();
  }

  @Test
  default void unreachableTraps() {
    assertThat(trapOf(code -> code.op(Opcodes.UNREACHABLE))).isEqualTo(TrapCode.UNREACHABLE);
  }

  @Test
  default void divisionByZeroTraps() {
    assertThat(trapOf(code -> code.i32(1).i32(0).op(I32_DIV_S, Opcodes.DROP)))
        .isEqualTo(TrapCode.INTEGER_DIVISION_BY_ZERO);
    assertThat(trapOf(code -> code.i32(1).i32(0).op(I32_REM_U, Opcodes.DROP)))
        .isEqualTo(TrapCode.INTEGER_DIVISION_BY_ZERO);
    assertThat(trapOf(code -> code.i64(1).i64(0).op(I64_DIV_U, Opcodes.DROP)))
        .isEqualTo(TrapCode.INTEGER_DIVISION_BY_ZERO);
  }

  @Test
  default void aQuotientThatDoesNotFitTraps() {
    assertThat(trapOf(code -> code.i32(Integer.MIN_VALUE).i32(-1).op(I32_DIV_S, Opcodes.DROP)))
        .isEqualTo(TrapCode.INTEGER_OVERFLOW);
    assertThat(trapOf(code -> code.i64(Long.MIN_VALUE).i64(-1).op(I64_DIV_S, Opcodes.DROP)))
        .isEqualTo(TrapCode.INTEGER_OVERFLOW);
  }

  @Test
  default void aConversionThatDoesNotFitTraps() {
    int huge = Float.floatToRawIntBits(3e9f);
    assertThat(trapOf(code -> code.f32Bits(huge).op(I32_TRUNC_F32_S, Opcodes.DROP)))
        .isEqualTo(TrapCode.INTEGER_OVERFLOW);
    long negative = Double.doubleToRawLongBits(-1.0);
    assertThat(trapOf(code -> code.f64Bits(negative).op(I64_TRUNC_F64_U, Opcodes.DROP)))
        .isEqualTo(TrapCode.INTEGER_OVERFLOW);
  }

  @Test
  default void theConversionOfANanTraps() {
    assertThat(trapOf(code -> code.f32Bits(0x7fc0_0000).op(I32_TRUNC_F32_S, Opcodes.DROP)))
        .isEqualTo(TrapCode.INVALID_CONVERSION_TO_INTEGER);
  }

  @Test
  default void anAccessThatPassesTheEndOfTheMemoryTraps() {
    int end = 65_536;
    for (int address : new int[] {end - 3, end, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
      assertThat(trapOf(code -> code.i32(address).access(Opcodes.I32_LOAD, 0).op(Opcodes.DROP)))
          .as("load at %d", address)
          .isEqualTo(TrapCode.HEAP_OUT_OF_BOUNDS);
      assertThat(trapOf(code -> code.i32(address).i64(1).access(Opcodes.I64_STORE, 0)))
          .as("store at %d", address)
          .isEqualTo(TrapCode.HEAP_OUT_OF_BOUNDS);
    }
  }

  @Test
  default void addressAndOffsetDoNotWrapAround() {
    for (long offset : new long[] {65_536, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL}) {
      assertThat(trapOf(code -> code.i32(1).access(I64_LOAD8_U, offset).op(Opcodes.DROP)))
          .as("offset %d", offset)
          .isEqualTo(TrapCode.HEAP_OUT_OF_BOUNDS);
      assertThat(trapOf(code -> code.i32(-1).access(I64_LOAD8_U, offset).op(Opcodes.DROP)))
          .as("offset %d from the last address", offset)
          .isEqualTo(TrapCode.HEAP_OUT_OF_BOUNDS);
    }
  }

  @Test
  default void bulkOperationsThatPassTheEndTrap() {
    int[][] ranges = {{65_535, 2}, {65_537, 0}, {1, -1}, {-1, 1}, {-1, 0}};
    for (int[] range : ranges) {
      assertThat(
              trapOf(code -> code.i32(range[0]).i32(7).i32(range[1]).with(Opcodes.MEMORY_FILL, 0)))
          .as("fill %d, %d", range[0], range[1])
          .isEqualTo(TrapCode.HEAP_OUT_OF_BOUNDS);
      assertThat(
              trapOf(
                  code -> code.i32(range[0]).i32(0).i32(range[1]).with(Opcodes.MEMORY_COPY, 0, 0)))
          .as("copy to %d, %d", range[0], range[1])
          .isEqualTo(TrapCode.HEAP_OUT_OF_BOUNDS);
      assertThat(
              trapOf(
                  code -> code.i32(0).i32(range[0]).i32(range[1]).with(Opcodes.MEMORY_COPY, 0, 0)))
          .as("copy from %d, %d", range[0], range[1])
          .isEqualTo(TrapCode.HEAP_OUT_OF_BOUNDS);
    }
  }

  @Test
  default void indirectCallsTrapByTheirReason() {
    assertThat(indirect(4)).isEqualTo(TrapCode.TABLE_OUT_OF_BOUNDS);
    assertThat(indirect(-1)).isEqualTo(TrapCode.TABLE_OUT_OF_BOUNDS);
    assertThat(indirect(3)).isEqualTo(TrapCode.NULL_FUNCTION);
    assertThat(indirect(1)).isEqualTo(TrapCode.BAD_SIGNATURE);
  }

  private TrapCode indirect(int index) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    module.table(ValueType.FUNCREF, false, 4);
    int right = module.function(List.of(I32), List.of(), List.of(), code -> {});
    int wrong = module.function(List.of(I64), List.of(), List.of(), code -> {});
    int type = module.type(List.of(I32), List.of());
    module.elements(offset -> offset.i32(0), right, wrong);
    int run =
        module.function(
            List.of(), List.of(), List.of(), code -> code.i32(5).i32(index).callIndirect(type, 0));
    return lab().start(module.exportFunction("run", run)).trap();
  }

  @Test
  default void tableAccessThatPassesTheEndTraps() {
    assertThat(table(code -> code.i32(4).with(Opcodes.TABLE_GET, 0).op(Opcodes.DROP)))
        .isEqualTo(TrapCode.TABLE_OUT_OF_BOUNDS);
    assertThat(table(code -> code.i32(-1).with(Opcodes.REF_NULL, 0x70).with(Opcodes.TABLE_SET, 0)))
        .isEqualTo(TrapCode.TABLE_OUT_OF_BOUNDS);
    assertThat(
            table(
                code ->
                    code.i32(2).with(Opcodes.REF_NULL, 0x70).i32(3).with(Opcodes.TABLE_FILL, 0)))
        .isEqualTo(TrapCode.TABLE_OUT_OF_BOUNDS);
    assertThat(table(code -> code.i32(0).i32(3).i32(2).with(Opcodes.TABLE_COPY, 0, 0)))
        .isEqualTo(TrapCode.TABLE_OUT_OF_BOUNDS);
  }

  private TrapCode table(Consumer<CodeBuilder> code) {
    WasmModuleBuilder module = EngineLab.module(code);
    module.table(ValueType.FUNCREF, false, 4);
    return lab().start(module).trap();
  }
}
