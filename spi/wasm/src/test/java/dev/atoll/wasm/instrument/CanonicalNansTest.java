package dev.atoll.wasm.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.CodeBuilder;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CanonicalNansTest {

  private static final int F32_NAN = 0x7fa0_0001;
  private static final int F32_CANONICAL = 0x7fc0_0000;
  private static final long F64_NAN = 0xfff4_0000_0000_0001L;
  private static final long F64_CANONICAL = 0x7ff8_0000_0000_0000L;
  private static final int I32_REINTERPRET_F32 = 0xbc;
  private static final int I64_REINTERPRET_F64 = 0xbd;
  private static final int F32_NEG = 0x8c;
  private static final int F32_COPYSIGN = 0x98;

  @Test
  void arithmeticOnF32GivesTheCanonicalNan() {
    for (int opcode = 0x8d; opcode <= 0x97; opcode++) {
      int operands = opcode <= 0x91 ? 1 : 2;
      int current = opcode;
      assertThat(
              f32(
                  code -> {
                    for (int i = 0; i < operands; i++) {
                      code.f32Bits(F32_NAN);
                    }
                    code.op(current);
                  }))
          .as("opcode %x", opcode)
          .isEqualTo(F32_CANONICAL);
    }
  }

  @Test
  void arithmeticOnF64GivesTheCanonicalNan() {
    for (int opcode = 0x9b; opcode <= 0xa5; opcode++) {
      int operands = opcode <= 0x9f ? 1 : 2;
      int current = opcode;
      assertThat(
              f64(
                  code -> {
                    for (int i = 0; i < operands; i++) {
                      code.f64Bits(F64_NAN);
                    }
                    code.op(current);
                  }))
          .as("opcode %x", opcode)
          .isEqualTo(F64_CANONICAL);
    }
  }

  @Test
  void conversionsBetweenFloatsGiveTheCanonicalNan() {
    assertThat(f32(code -> code.f64Bits(F64_NAN).op(Opcodes.F32_DEMOTE_F64)))
        .isEqualTo(F32_CANONICAL);
    assertThat(f64(code -> code.f32Bits(F32_NAN).op(Opcodes.F64_PROMOTE_F32)))
        .isEqualTo(F64_CANONICAL);
  }

  @Test
  void instructionsThatOnlyMoveBitsKeepThem() {
    assertThat(f32(code -> code.f32Bits(F32_NAN))).isEqualTo(F32_NAN);
    assertThat(f32(code -> code.f32Bits(F32_NAN).op(F32_NEG))).isEqualTo(F32_NAN | 1 << 31);
    assertThat(f32(code -> code.f32Bits(F32_NAN).f32Bits(-1).op(F32_COPYSIGN)))
        .isEqualTo(F32_NAN | 1 << 31);
  }

  @Test
  void theSignOfANanIsSeenOnTheCanonicalOne() {
    // 0/0 has the sign bit set on some machines: neg and copysign would show it
    assertThat(f32(code -> code.f32Bits(0).f32Bits(0).op(0x95).op(F32_NEG)))
        .isEqualTo(F32_CANONICAL | 1 << 31);
    assertThat(f32(code -> code.f32Bits(0x3f80_0000).f32Bits(0).f32Bits(0).op(0x95, F32_COPYSIGN)))
        .isEqualTo(0x3f80_0000);
  }

  @Test
  void otherValuesStayAsTheyAre() {
    assertThat(f32(code -> code.f32Bits(0x4000_0000).f32Bits(0x4040_0000).op(Opcodes.F32_ADD)))
        .isEqualTo(0x40a0_0000);
    assertThat(f32(code -> code.f32Bits(1 << 31).op(Opcodes.F32_CEIL))).isEqualTo(1 << 31);
  }

  @Test
  void vectorsAreMadeCanonicalLaneByLane() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.function(
        List.of(),
        List.of(ValueType.V128, ValueType.V128),
        List.of(),
        code -> code.v128(1, 2).v128(3, 4).op(0xfde4).v128(5, 6).op(0xfdef));

    InstrumentedModule instrumented =
        Instrumenter.instrument(
            ValidatedModule.ofPlain(module.build()),
            InstrumentationOptions.none().withCanonicalNans(true));

    // the interpreter at hand knows no vectors: f32x4.add, then tee, const, get, get, eq, select
    String code = ValidatedModule.ofPlain(instrumented.bytes()).module().bytes().toHex();
    String nan = "fd0c" + "0000c07f".repeat(4);
    assertThat(code).contains("fde401" + "2200" + nan + "2000" + "2000" + "fd41" + "fd52");
    assertThat(code)
        .contains(
            "fdef01" + "2200" + "fd0c" + "000000000000f87f".repeat(2) + "20002000" + "fd47fd52");
  }

  private static int f32(Consumer<CodeBuilder> code) {
    return (int) run(ValueType.I32, c -> code.accept(c), I32_REINTERPRET_F32);
  }

  private static long f64(Consumer<CodeBuilder> code) {
    return run(ValueType.I64, c -> code.accept(c), I64_REINTERPRET_F64);
  }

  private static long run(ValueType result, Consumer<CodeBuilder> code, int reinterpret) {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int function =
        module.function(
            List.of(),
            List.of(result),
            List.of(),
            c -> {
              code.accept(c);
              c.op(reinterpret);
            });
    return new TestInstance(
            module.exportFunction("run", function),
            InstrumentationOptions.none().withCanonicalNans(true))
        .call("run");
  }
}
