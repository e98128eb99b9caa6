package dev.atoll.spi.tck.execution.fuzz;

import java.util.List;

/// An endless row of choices that depends on the seed alone, on every JVM.
///
/// Source: "Fast Splittable Pseudorandom Number Generators" (2014), SplitMix64.
final class Choices {

  private static final long STEP = 0x9e37_79b9_7f4a_7c15L;

  private long state;

  Choices(long seed) {
    this.state = seed;
  }

  /// 64 even bits.
  long bits() {
    state += STEP;
    return mix(state);
  }

  /// Spreads every bit over all 64.
  static long mix(long value) {
    long mixed = (value ^ value >>> 30) * 0xbf58_476d_1ce4_e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
    return mixed ^ mixed >>> 31;
  }

  /// From 0 to `bound - 1`.
  int below(int bound) {
    return (int) Long.remainderUnsigned(bits(), bound);
  }

  /// From `least` to `greatest`.
  int between(int least, int greatest) {
    return least + below(greatest - least + 1);
  }

  boolean chance(int percent) {
    return below(100) < percent;
  }

  /// True once in `times` on average.
  boolean rarely(int times) {
    return below(times) == 0;
  }

  <T> T of(List<T> all) {
    return all.get(below(all.size()));
  }

  int of(int... all) {
    return all[below(all.length)];
  }

  long of(long... all) {
    return all[below(all.length)];
  }

  /// An index, as often as its weight says.
  int weighted(int... weights) {
    int total = 0;
    for (int weight : weights) {
      total += weight;
    }
    int at = below(total);
    int index = 0;
    while (at >= weights[index]) {
      at -= weights[index++];
    }
    return index;
  }
}
