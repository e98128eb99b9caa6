package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.CodeBuilder;

/// Numbers at which engines differ when they differ: limits, signed zeros, NaNs with payloads.
final class Constants {

  private static final int[] I32 = {
    0,
    1,
    -1,
    2,
    3,
    7,
    8,
    31,
    32,
    33,
    63,
    64,
    127,
    128,
    255,
    256,
    0x7fff,
    0x8000,
    0xffff,
    0x1_0000,
    0x7fff_ffff,
    0x8000_0000,
    0x8000_0001,
    0xffff_ff80,
    0xffff_8000,
    0x0f0f_0f0f,
    0x5555_5555
  };

  private static final long[] I64 = {
    0,
    1,
    -1,
    2,
    7,
    31,
    32,
    63,
    64,
    127,
    255,
    0xffff,
    0x7fff_ffffL,
    0x8000_0000L,
    0xffff_ffffL,
    0x1_0000_0000L,
    -0x8000_0000L,
    -0x8000_0001L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    0x1f_ffff_ffff_ffffL,
    0x20_0000_0000_0001L,
    0x7fff_ff40_0000_0000L,
    0x5555_5555_5555_5555L
  };

  /// By bits; the last eight are NaNs: canonical, with payloads, signalling, negative.
  private static final int[] F32 = {
    0,
    0x8000_0000,
    0x3f80_0000,
    0xbf80_0000,
    0x3f00_0000,
    0xbf00_0000,
    0x3f7f_ffff,
    0x4b00_0001,
    0x4f00_0000,
    0xcf00_0000,
    0x4eff_ffff,
    0xcf00_0001,
    0x4f80_0000,
    0x4f7f_ffff,
    0x5f00_0000,
    0xdf00_0000,
    0x5f80_0000,
    1,
    0x8000_0001,
    0x007f_ffff,
    0x0080_0000,
    0x7f7f_ffff,
    0xff7f_ffff,
    0x7f80_0000,
    0xff80_0000,
    0x7fc0_0000,
    0xffc0_0000,
    0x7fa0_0001,
    0xffc1_2345,
    0x7f80_0001,
    0xff80_0001,
    0x7fff_ffff,
    0x7fe0_0001
  };

  private static final int F32_NANS = 8;

  /// By bits; the last eight are NaNs.
  private static final long[] F64 = {
    0,
    0x8000_0000_0000_0000L,
    0x3ff0_0000_0000_0000L,
    0xbff0_0000_0000_0000L,
    0x3fe0_0000_0000_0000L,
    0xbfe0_0000_0000_0000L,
    0x3fdf_ffff_ffff_ffffL,
    0x4330_0000_0000_0001L,
    0x41df_ffff_ffc0_0000L,
    0x41e0_0000_0000_0000L,
    0xc1e0_0000_0020_0000L,
    0xc1e0_0000_0000_0000L,
    0x41ef_ffff_ffe0_0000L,
    0x41f0_0000_0000_0000L,
    0x43e0_0000_0000_0000L,
    0xc3e0_0000_0000_0000L,
    0x43ef_ffff_ffff_ffffL,
    0x43f0_0000_0000_0000L,
    1,
    0x000f_ffff_ffff_ffffL,
    0x7fef_ffff_ffff_ffffL,
    0x47ef_ffff_f000_0000L,
    0x36a0_0000_0000_0000L,
    0x7ff0_0000_0000_0000L,
    0xfff0_0000_0000_0000L,
    0x7ff8_0000_0000_0000L,
    0xfff8_0000_0000_0000L,
    0x7ff4_0000_0000_0001L,
    0xfff8_0000_0001_2345L,
    0x7ff0_0000_0000_0001L,
    0xfff0_0000_0000_0001L,
    0x7fff_ffff_ffff_ffffL,
    0x7ff8_0000_2000_0000L
  };

  private static final int F64_NANS = 8;

  private static final int EXTERNAL_REFERENCE = 0x6f;
  private static final int FUNCTION_REFERENCE = 0x70;

  private final Choices choices;
  private final boolean manyNans;

  Constants(Choices choices, boolean manyNans) {
    this.choices = choices;
    this.manyNans = manyNans;
  }

  int i32() {
    return switch (choices.weighted(5, 3, 2)) {
      case 0 -> choices.of(I32);
      case 1 -> choices.between(-20, 100);
      default -> (int) choices.bits();
    };
  }

  long i64() {
    return switch (choices.weighted(5, 3, 2)) {
      case 0 -> choices.of(I64);
      case 1 -> choices.between(-20, 100);
      default -> choices.bits();
    };
  }

  int f32Bits() {
    if (manyNans && choices.chance(40)) {
      return F32[F32.length - 1 - choices.below(F32_NANS)];
    }
    return switch (choices.weighted(5, 4, 1)) {
      case 0 -> choices.of(F32);
      case 1 -> Float.floatToRawIntBits(choices.between(-1_000, 1_000) / 8f);
      default -> (int) choices.bits();
    };
  }

  long f64Bits() {
    if (manyNans && choices.chance(40)) {
      return F64[F64.length - 1 - choices.below(F64_NANS)];
    }
    return switch (choices.weighted(5, 4, 1)) {
      case 0 -> choices.of(F64);
      case 1 -> Double.doubleToRawLongBits(choices.between(-1_000, 1_000) / 8d);
      default -> choices.bits();
    };
  }

  /// Half of a vector: of any of the lane shapes.
  long half() {
    return switch (choices.below(4)) {
      case 0 -> i64();
      case 1 -> f64Bits();
      case 2 -> ((long) f32Bits() << 32) | (f32Bits() & 0xffff_ffffL);
      default -> ((long) i32() << 32) | (i32() & 0xffff_ffffL);
    };
  }

  /// Pushes a constant; a null for references.
  void write(CodeBuilder code, ValueType type) {
    switch (type) {
      case I32 -> code.i32(i32());
      case I64 -> code.i64(i64());
      case F32 -> code.f32Bits(f32Bits());
      case F64 -> code.f64Bits(f64Bits());
      case V128 -> code.v128(half(), half());
      case FUNCREF -> code.with(Opcodes.REF_NULL, FUNCTION_REFERENCE);
      case EXTERNREF -> code.with(Opcodes.REF_NULL, EXTERNAL_REFERENCE);
    }
  }
}
