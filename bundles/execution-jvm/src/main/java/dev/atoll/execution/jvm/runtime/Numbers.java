package dev.atoll.execution.jvm.runtime;

/// The numeric instructions that the JVM has no like of.
///
/// Source: WebAssembly core specification, "Numerics".
public final class Numbers {

  private static final double TWO_63 = 0x1p63;
  private static final double TWO_64 = 0x1p64;

  private Numbers() {}

  /// The lesser of two unsigned numbers.
  public static int lesserU(int a, int b) {
    return Integer.compareUnsigned(a, b) < 0 ? a : b;
  }

  public static int divS(int a, int b) {
    if (b == 0) {
      throw Traps.divisionByZero();
    }
    if (b == -1 && a == Integer.MIN_VALUE) {
      throw Traps.integerOverflow();
    }
    return a / b;
  }

  public static long divS(long a, long b) {
    if (b == 0) {
      throw Traps.divisionByZero();
    }
    if (b == -1 && a == Long.MIN_VALUE) {
      throw Traps.integerOverflow();
    }
    return a / b;
  }

  public static int divU(int a, int b) {
    if (b == 0) {
      throw Traps.divisionByZero();
    }
    return Integer.divideUnsigned(a, b);
  }

  public static long divU(long a, long b) {
    if (b == 0) {
      throw Traps.divisionByZero();
    }
    return Long.divideUnsigned(a, b);
  }

  public static int remS(int a, int b) {
    if (b == 0) {
      throw Traps.divisionByZero();
    }
    return a % b;
  }

  public static long remS(long a, long b) {
    if (b == 0) {
      throw Traps.divisionByZero();
    }
    return a % b;
  }

  public static int remU(int a, int b) {
    if (b == 0) {
      throw Traps.divisionByZero();
    }
    return Integer.remainderUnsigned(a, b);
  }

  public static long remU(long a, long b) {
    if (b == 0) {
      throw Traps.divisionByZero();
    }
    return Long.remainderUnsigned(a, b);
  }

  /// A NaN that arithmetic has made becomes the canonical one.
  public static float canonical(float value) {
    return Float.isNaN(value) ? Float.NaN : value;
  }

  /// A NaN that arithmetic has made becomes the canonical one.
  public static double canonical(double value) {
    return Double.isNaN(value) ? Double.NaN : value;
  }

  /// Rounds towards zero.
  public static double trunc(double value) {
    return value < 0 ? Math.ceil(value) : Math.floor(value);
  }

  public static int truncI32S(double value) {
    if (!(value > -0x1p31 - 1 && value < 0x1p31)) {
      throw Traps.conversionOf(value);
    }
    return (int) value;
  }

  public static int truncI32U(double value) {
    if (!(value > -1 && value < 0x1p32)) {
      throw Traps.conversionOf(value);
    }
    return (int) (long) value;
  }

  public static long truncI64S(double value) {
    if (!(value >= -TWO_63 && value < TWO_63)) {
      throw Traps.conversionOf(value);
    }
    return (long) value;
  }

  public static long truncI64U(double value) {
    if (!(value > -1 && value < TWO_64)) {
      throw Traps.conversionOf(value);
    }
    return unsigned(value);
  }

  public static int truncSatI32U(double value) {
    if (value >= 0x1p32) {
      return -1;
    }
    return value > 0 ? (int) (long) value : 0;
  }

  public static long truncSatI64U(double value) {
    if (value >= TWO_64) {
      return -1;
    }
    return value > 0 ? unsigned(value) : 0;
  }

  private static long unsigned(double value) {
    return value < TWO_63 ? (long) value : (long) (value - TWO_63) ^ Long.MIN_VALUE;
  }

  /// Rounds once: the lowest bit of the halved number stands for all that is cut off.
  public static float convertUnsignedToFloat(long value) {
    return value >= 0 ? value : (float) ((value >>> 1) | (value & 1)) * 2;
  }

  /// Rounds once: the lowest bit of the halved number stands for all that is cut off.
  public static double convertUnsignedToDouble(long value) {
    return value >= 0 ? value : (double) ((value >>> 1) | (value & 1)) * 2;
  }

  /// By the bits. `Math.copySign` may take a NaN for positive, and Graal's compiler does.
  public static float copySign(float magnitude, float sign) {
    return Float.intBitsToFloat(
        (Float.floatToRawIntBits(magnitude) & Integer.MAX_VALUE)
            | (Float.floatToRawIntBits(sign) & Integer.MIN_VALUE));
  }

  /// As for floats.
  public static double copySign(double magnitude, double sign) {
    return Double.longBitsToDouble(
        (Double.doubleToRawLongBits(magnitude) & Long.MAX_VALUE)
            | (Double.doubleToRawLongBits(sign) & Long.MIN_VALUE));
  }
}
