package dev.atoll.execution.jvm.compiler;

import dev.atoll.execution.jvm.runtime.V128;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Vectors with many limits, zeros, infinities and NaNs among their lanes.
final class VectorArbitraries {

  private static final Integer[] BYTES = {0, 1, 2, 0x7e, 0x7f, 0x80, 0x81, 0xfe, 0xff};

  private static final Integer[] WORDS = {
    0, 1, 0x3fff, 0x4000, 0x7fff, 0x8000, 0x8001, 0xff7f, 0xff80, 0x7f, 0x80, 0xff, 0x100, 0xffff
  };

  /// As integers the limits, as floats zeros, infinities, NaNs, limits of integers, ties.
  private static final Integer[] INTS = {
    0,
    1,
    -1,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0x7f80_0000,
    0xff80_0000,
    0x7fc0_0000,
    0xffc0_0000,
    0x7fa0_0000,
    0xff80_0001,
    0x7fff_ffff,
    0x3f80_0000,
    0xbf80_0000,
    0x3f00_0000,
    0xbf00_0000,
    0x3fc0_0000,
    0x4020_0000,
    0xc020_0000,
    0x4f00_0000,
    0x4eff_ffff,
    0xcf00_0000,
    0xcf00_0001,
    0x4f80_0000,
    0x4f7f_ffff,
    0x7f7f_ffff,
    0xff7f_ffff,
    0x0080_0000,
    0x007f_ffff,
    0x4b00_0001,
    0x4aff_ffff
  };

  private static final Double[] DOUBLES = {
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    1.5,
    2.5,
    -2.5,
    0.1,
    2147483647.0,
    2147483647.9,
    2147483648.0,
    -2147483648.0,
    -2147483648.9,
    -2147483649.0,
    4294967295.0,
    4294967295.9,
    4294967296.0,
    1e300,
    -1e300,
    1e-310,
    4503599627370495.5,
    4503599627370497.0,
    (double) Float.MAX_VALUE,
    3.4028235677973366e38,
    1e-46,
    Double.MAX_VALUE,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  private static final Long[] LONGS = {
    0L,
    1L,
    -1L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    0x7ff8_0000_0000_0000L,
    0xfff8_0000_0000_0000L,
    0x7ff4_0000_0000_0001L,
    0xfff0_0000_0000_0001L
  };

  private VectorArbitraries() {}

  static Arbitrary<V128> vectors() {
    return Combinators.combine(halves(), halves()).as(V128::new);
  }

  private static Arbitrary<Long> halves() {
    return Arbitraries.oneOf(
        lanes(8, Arbitraries.of(BYTES).map(Integer::longValue)),
        lanes(16, Arbitraries.of(WORDS).map(Integer::longValue)),
        lanes(32, Arbitraries.of(INTS).map(Integer::longValue)),
        lanes(32, Arbitraries.floats().map(x -> (long) Float.floatToRawIntBits(x))),
        lanes(32, Arbitraries.integers().map(x -> (long) Float.floatToRawIntBits(x / 2f))),
        Arbitraries.of(DOUBLES).map(Double::doubleToRawLongBits),
        Arbitraries.doubles().map(Double::doubleToRawLongBits),
        Arbitraries.of(LONGS),
        // jqwik prefers small numbers, which leave most bytes zero.
        Arbitraries.longs().map(x -> x * 0x9e37_79b9_7f4a_7c15L));
  }

  private static Arbitrary<Long> lanes(int bits, Arbitrary<Long> lane) {
    return lane.list().ofSize(64 / bits).map(lanes -> join(bits, lanes));
  }

  private static long join(int bits, List<Long> lanes) {
    long result = 0;
    for (int i = 0; i < lanes.size(); i++) {
      result |= (lanes.get(i) & (-1L >>> (64 - bits))) << (i * bits);
    }
    return result;
  }
}
