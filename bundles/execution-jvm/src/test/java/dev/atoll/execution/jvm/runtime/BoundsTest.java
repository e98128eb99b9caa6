package dev.atoll.execution.jvm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.execution.TrapCode;
import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Accesses are inside of the memory or trap, by arithmetic without a limit.
final class BoundsTest {

  /// The instance of a module without globals.
  private static final class PlainContext extends Context {}

  private static Context context(long memorySize) {
    Context context = new PlainContext();
    context.memorySize = memorySize;
    return context;
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  private static void assertPlace(
      long address, long offset, int size, long memorySize, Place place) {
    BigInteger begin = unsigned(address).add(unsigned(offset));
    if (begin.add(BigInteger.valueOf(size)).compareTo(BigInteger.valueOf(memorySize)) <= 0) {
      assertThat(place.in(context(memorySize))).isEqualTo(begin.longValueExact());
    } else {
      assertThatThrownBy(() -> place.in(context(memorySize)))
          .isInstanceOfSatisfying(
              CodeTrap.class,
              trap -> assertThat(trap.code()).isEqualTo(TrapCode.HEAP_OUT_OF_BOUNDS));
    }
  }

  @FunctionalInterface
  private interface Place {
    long in(Context context);
  }

  /// Numbers about the borders of pages, of 32 bits and of 64.
  @Provide
  Arbitrary<Long> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.of(0L, 65_536L, 1L << 31, 1L << 32, 6L << 30, 1L << 63)
            .flatMap(base -> Arbitraries.longs().between(-20, 20).map(delta -> base + delta)),
        Arbitraries.longs().between(0, 1L << 33),
        Arbitraries.longs());
  }

  @Provide
  Arbitrary<Long> pages() {
    return Arbitraries.of(0L, 1L, 2L, 32_768L, 65_536L, 98_304L);
  }

  @Property
  void a64BitAccessIsPlacedExactly(
      @ForAll("numbers") long address,
      @ForAll("numbers") long offset,
      @ForAll @IntRange(min = 0, max = 4) int log,
      @ForAll("pages") long pages) {
    assertPlace(
        address,
        offset,
        1 << log,
        pages << 16,
        context -> Memory64.reach(address, offset, 1 << log, context));
  }

  @Property
  void a32BitAccessIsPlacedExactly(
      @ForAll("numbers") long address,
      @ForAll("numbers") long offset,
      @ForAll @IntRange(min = 0, max = 4) int log,
      @ForAll("pages") long pages) {
    assertPlace(
        address & 0xffff_ffffL,
        offset & 0xffff_ffffL,
        1 << log,
        Math.min(65_536, pages) << 16,
        context -> Memory32.at((int) address, (int) offset, 1 << log, context));
  }
}
