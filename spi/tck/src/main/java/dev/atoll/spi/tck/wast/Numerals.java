package dev.atoll.spi.tck.wast;

import java.math.BigInteger;

/// Numbers of the text format.
///
/// Source: WebAssembly core specification, "Text Format: Values".
final class Numerals {

  private static final int F32_FRACTION_BITS = 23;
  private static final int F64_FRACTION_BITS = 52;

  private Numerals() {}

  /// A signed or unsigned integer of up to 64 bits, as its bits.
  static long integer(String text) {
    String digits = text.replace("_", "");
    boolean negative = digits.startsWith("-");
    if (negative || digits.startsWith("+")) {
      digits = digits.substring(1);
    }
    BigInteger value =
        digits.startsWith("0x")
            ? new BigInteger(digits.substring(2), 16)
            : new BigInteger(digits, 10);
    return (negative ? value.negate() : value).longValue();
  }

  static int f32(String text) {
    boolean negative = text.startsWith("-");
    String digits = unsigned(text);
    int sign = negative ? Integer.MIN_VALUE : 0;
    if (digits.startsWith("nan")) {
      int quiet = 1 << (F32_FRACTION_BITS - 1);
      int payload = digits.equals("nan") ? quiet : (int) integer(digits.substring(4));
      return sign | 0x7f80_0000 | payload;
    }
    float value =
        digits.equals("inf") ? Float.POSITIVE_INFINITY : Float.parseFloat(forJava(digits));
    return sign | Float.floatToRawIntBits(value);
  }

  static long f64(String text) {
    boolean negative = text.startsWith("-");
    String digits = unsigned(text);
    long sign = negative ? Long.MIN_VALUE : 0;
    if (digits.startsWith("nan")) {
      long quiet = 1L << (F64_FRACTION_BITS - 1);
      long payload = digits.equals("nan") ? quiet : integer(digits.substring(4));
      return sign | 0x7ff0_0000_0000_0000L | payload;
    }
    double value =
        digits.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(forJava(digits));
    return sign | Double.doubleToRawLongBits(value);
  }

  private static String unsigned(String text) {
    String digits = text.replace("_", "");
    return digits.startsWith("-") || digits.startsWith("+") ? digits.substring(1) : digits;
  }

  /// Java wants an exponent with hexadecimal digits.
  private static String forJava(String digits) {
    boolean hexadecimal = digits.startsWith("0x");
    return hexadecimal && digits.indexOf('p') < 0 && digits.indexOf('P') < 0
        ? digits + "p0"
        : digits;
  }
}
