package dev.atoll.crypto.blst;

import org.bouncycastle.math.ec.rfc7748.X25519Field;
import org.jspecify.annotations.Nullable;

/// A point of the curve edwards25519 in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z.
///
/// Immutable. Running times depend on the values: for public keys and signatures, never for a
/// secret. The formulas are complete, so that small-order points need no special case.
///
/// A field element is carried after each second addition without a multiplication between, which is
/// what [X25519Field] needs to stay in range.
///
/// Source: Hisil, Wong, Carter, Dawson, "Twisted Edwards Curves Revisited", sections 3.1 and 3.3;
/// decoding as in ZIP 215.
final class EdwardsPoint {

  static final int ENCODED_SIZE_BYTES = 32;

  static final EdwardsPoint IDENTITY = new EdwardsPoint(zero(), one(), one(), zero());

  /// d = -121665/121666.
  private static final int[] D = quotient(-121665, 121666);

  private static final int[] TWO_D = carried(sum(D, D));

  private final int[] x;
  private final int[] y;
  private final int[] z;
  private final int[] t;

  private EdwardsPoint(int[] x, int[] y, int[] z, int[] t) {
    this.x = x;
    this.y = y;
    this.z = z;
    this.t = t;
  }

  /// Decodes 32 bytes from `offset`; null if they are no point.
  ///
  /// As ZIP 215 demands, a y coordinate of p or more and a sign bit on x = 0 are accepted.
  static @Nullable EdwardsPoint decode(byte[] encoded, int offset) {
    int[] y = X25519Field.create();
    X25519Field.decode255(encoded, offset, y, 0);
    int[] u = squared(y);
    int[] v = product(D, u);
    X25519Field.subOne(u);
    X25519Field.addOne(v);

    int[] x = X25519Field.create();
    if (!X25519Field.sqrtRatioVar(u, v, x)) {
      return null;
    }
    X25519Field.normalize(x);
    int signBit = (encoded[offset + ENCODED_SIZE_BYTES - 1] & 0x80) >>> 7;
    if ((x[0] & 1) != signBit) {
      X25519Field.negate(x, x);
    }
    return new EdwardsPoint(x, y, one(), product(x, y));
  }

  EdwardsPoint add(EdwardsPoint other) {
    int[] a = product(difference(y, x), difference(other.y, other.x));
    int[] b = product(sum(y, x), sum(other.y, other.x));
    int[] c = product(product(t, TWO_D), other.t);
    int[] zz = product(z, other.z);
    int[] d = sum(zz, zz);
    return fromProducts(difference(b, a), carried(difference(d, c)), carried(sum(d, c)), sum(b, a));
  }

  EdwardsPoint twice() {
    int[] a = squared(x);
    int[] b = squared(y);
    int[] zz = squared(z);
    int[] h = sum(a, b);
    int[] e = carried(difference(h, squared(sum(x, y))));
    int[] g = difference(a, b);
    int[] f = carried(sum(sum(zz, zz), g));
    return fromProducts(e, f, g, h);
  }

  EdwardsPoint negate() {
    return new EdwardsPoint(difference(zero(), x), y, z, difference(zero(), t));
  }

  /// Whether eight times this point is the identity.
  boolean isSmallOrder() {
    EdwardsPoint eightfold = twice().twice().twice();
    return X25519Field.isZeroVar(normalized(eightfold.x))
        && X25519Field.areEqualVar(normalized(eightfold.y), normalized(eightfold.z));
  }

  private static EdwardsPoint fromProducts(int[] e, int[] f, int[] g, int[] h) {
    return new EdwardsPoint(product(e, f), product(g, h), product(f, g), product(e, h));
  }

  private static int[] zero() {
    return X25519Field.create();
  }

  private static int[] one() {
    int[] result = X25519Field.create();
    X25519Field.one(result);
    return result;
  }

  private static int[] quotient(int numerator, int denominator) {
    int[] inverse = X25519Field.create();
    X25519Field.inv(product(one(), denominator), inverse);
    return product(inverse, numerator);
  }

  private static int[] product(int[] left, int right) {
    int[] result = X25519Field.create();
    X25519Field.mul(left, right, result);
    return result;
  }

  private static int[] product(int[] left, int[] right) {
    int[] result = X25519Field.create();
    X25519Field.mul(left, right, result);
    return result;
  }

  private static int[] squared(int[] value) {
    int[] result = X25519Field.create();
    X25519Field.sqr(value, result);
    return result;
  }

  private static int[] sum(int[] left, int[] right) {
    int[] result = X25519Field.create();
    X25519Field.add(left, right, result);
    return result;
  }

  private static int[] difference(int[] left, int[] right) {
    int[] result = X25519Field.create();
    X25519Field.sub(left, right, result);
    return result;
  }

  private static int[] carried(int[] value) {
    X25519Field.carry(value);
    return value;
  }

  private static int[] normalized(int[] value) {
    X25519Field.normalize(value);
    return value;
  }
}
