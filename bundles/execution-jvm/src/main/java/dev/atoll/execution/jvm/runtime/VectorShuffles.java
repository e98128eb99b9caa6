package dev.atoll.execution.jvm.runtime;

/// Moves bytes to other places by number.
///
/// Source: WebAssembly core specification, "Vector Instructions".
public final class VectorShuffles {

  private VectorShuffles() {}

  /// Sixteen of the bytes of `a`, 0 to 15, and `b`, 16 to 31.
  ///
  /// The numbers are constants in compiled code, so that the JIT compilers leave shifts alone.
  ///
  /// @param low numbers of the first eight bytes, each below 32
  /// @param high numbers of the last eight bytes, each below 32
  public static V128 shuffle(V128 a, V128 b, long low, long high) {
    return new V128(gather(a, b, low), gather(a, b, high));
  }

  private static long gather(V128 a, V128 b, long numbers) {
    return pick(a, b, numbers)
        | (pick(a, b, numbers >>> 8) << 8)
        | (pick(a, b, numbers >>> 16) << 16)
        | (pick(a, b, numbers >>> 24) << 24)
        | (pick(a, b, numbers >>> 32) << 32)
        | (pick(a, b, numbers >>> 40) << 40)
        | (pick(a, b, numbers >>> 48) << 48)
        | (pick(a, b, numbers >>> 56) << 56);
  }

  private static long pick(V128 a, V128 b, long number) {
    V128 vector = (number & 16) == 0 ? a : b;
    long half = (number & 8) == 0 ? vector.low() : vector.high();
    return (half >>> (number << 3)) & 0xff;
  }

  /// The bytes of `a` with the numbers in `numbers`, 0 for numbers above 15.
  public static V128 swizzle(V128 a, V128 numbers) {
    return new V128(gather(a, numbers.low()), gather(a, numbers.high()));
  }

  private static long gather(V128 a, long numbers) {
    long result = 0;
    for (int bit = 0; bit < Long.SIZE; bit += Byte.SIZE) {
      long number = (numbers >>> bit) & 0xff;
      if (number < 16) {
        long half = number < 8 ? a.low() : a.high();
        result |= ((half >>> (number << 3)) & 0xff) << bit;
      }
    }
    return result;
  }
}
