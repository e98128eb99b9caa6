package dev.atoll.spi.tck.wast;

/// A vector constant: a shape and its lanes.
///
/// @param low the first eight bytes, little endian
/// @param high the last eight bytes
record VectorText(long low, long high) {

  /// Reads the shape and the lanes.
  static VectorText read(Cursor in) {
    String shape = in.atom().text();
    int lanes = lanes(shape);
    int width = Long.SIZE * 2 / lanes;
    long[] halves = new long[2];
    for (int i = 0; i < lanes; i++) {
      int bit = i * width;
      halves[bit / Long.SIZE] |= lane(shape, width, in.atom().text()) << bit % Long.SIZE;
    }
    return new VectorText(halves[0], halves[1]);
  }

  /// The number of lanes of a shape such as `i8x16`.
  static int lanes(String shape) {
    return Integer.parseInt(shape.substring(shape.indexOf('x') + 1));
  }

  private static long lane(String shape, int width, String text) {
    return switch (shape) {
      case "f32x4" -> Integer.toUnsignedLong(Numerals.f32(text));
      case "f64x2" -> Numerals.f64(text);
      default -> Numerals.integer(text) & (-1L >>> (Long.SIZE - width));
    };
  }
}
