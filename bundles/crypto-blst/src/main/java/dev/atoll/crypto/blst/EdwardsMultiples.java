package dev.atoll.crypto.blst;

/// The multiples 0 to 15 of a point, for multiplication in windows of four bits. Immutable.
final class EdwardsMultiples {

  private static final int WINDOW_COUNT = 64;

  private final EdwardsPoint[] multiples = new EdwardsPoint[16];

  EdwardsMultiples(EdwardsPoint point) {
    multiples[0] = EdwardsPoint.IDENTITY;
    for (int i = 1; i < multiples.length; i++) {
      multiples[i] = multiples[i - 1].add(point);
    }
  }

  /// The sum of the left point times `leftScalar` and the right point times `rightScalar`.
  ///
  /// @param leftScalar 32 bytes, little endian
  /// @param rightScalar 32 bytes, little endian
  static EdwardsPoint sumOfProducts(
      EdwardsMultiples left, byte[] leftScalar, EdwardsMultiples right, byte[] rightScalar) {
    EdwardsPoint sum = EdwardsPoint.IDENTITY;
    for (int window = WINDOW_COUNT - 1; window >= 0; window--) {
      sum = sum.twice().twice().twice().twice();
      sum = left.addTo(sum, leftScalar, window);
      sum = right.addTo(sum, rightScalar, window);
    }
    return sum;
  }

  private EdwardsPoint addTo(EdwardsPoint sum, byte[] scalar, int window) {
    int digit = (scalar[window / 2] >>> (4 * (window % 2))) & 0xf;
    return digit == 0 ? sum : sum.add(multiples[digit]);
  }
}
