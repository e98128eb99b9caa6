package dev.atoll.spi.tck.crypto;

import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/// ECDSA on a curve y² = x³ + ax + b, in affine coordinates.
///
/// @param generator the generator of the group
record PlainEcdsa(BigInteger p, BigInteger a, BigInteger b, BigInteger order, Point generator) {

  static final PlainEcdsa P256 =
      new PlainEcdsa(
          hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"),
          hex("ffffffff00000001000000000000000000000000fffffffffffffffffffffffc"),
          hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"),
          EcdsaVector.P256.order(),
          new Point(
              hex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"),
              hex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")));

  static final PlainEcdsa SECP256K1 =
      new PlainEcdsa(
          hex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f"),
          BigInteger.ZERO,
          BigInteger.valueOf(7),
          EcdsaVector.SECP256K1.order(),
          new Point(
              hex("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
              hex("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8")));

  /// A point that is not the identity.
  record Point(BigInteger x, BigInteger y) {}

  /// The point with the given 64 bytes of coordinates, if it is on the curve.
  Optional<Point> decode(Bytes coordinates) {
    BigInteger x = scalar(coordinates, 0);
    BigInteger y = scalar(coordinates, 32);
    BigInteger right = x.multiply(x).add(a).multiply(x).add(b).mod(p);
    boolean onCurve = y.multiply(y).mod(p).equals(right);
    return onCurve && x.max(y).compareTo(p) < 0 ? Optional.of(new Point(x, y)) : Optional.empty();
  }

  boolean verify(Point key, Bytes message, Bytes signature) {
    BigInteger r = scalar(signature, 0);
    BigInteger s = scalar(signature, 32);
    if (r.signum() == 0 || s.signum() == 0 || r.max(s).compareTo(order) >= 0) {
      return false;
    }
    BigInteger hash = new BigInteger(1, Hashes.sha256(message.unsafeArray()));
    BigInteger inverse = s.modInverse(order);
    BigInteger u = hash.multiply(inverse).mod(order);
    BigInteger v = r.multiply(inverse).mod(order);
    Optional<Point> sum = Optional.empty();
    for (int bit = order.bitLength() - 1; bit >= 0; bit--) {
      sum = add(sum, sum);
      sum = u.testBit(bit) ? add(sum, Optional.of(generator)) : sum;
      sum = v.testBit(bit) ? add(sum, Optional.of(key)) : sum;
    }
    return sum.filter(point -> point.x().mod(order).equals(r)).isPresent();
  }

  private Optional<Point> add(Optional<Point> left, Optional<Point> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return left.or(() -> right);
    }
    Point l = left.orElseThrow();
    Point r = right.orElseThrow();
    if (l.x().equals(r.x()) && l.y().add(r.y()).mod(p).signum() == 0) {
      return Optional.empty();
    }
    BigInteger slope =
        l.equals(r)
            ? l.x()
                .pow(2)
                .multiply(BigInteger.valueOf(3))
                .add(a)
                .multiply(inverse(l.y().shiftLeft(1)))
            : r.y().subtract(l.y()).multiply(inverse(r.x().subtract(l.x())));
    BigInteger x = slope.pow(2).subtract(l.x()).subtract(r.x()).mod(p);
    return Optional.of(new Point(x, slope.multiply(l.x().subtract(x)).subtract(l.y()).mod(p)));
  }

  private BigInteger inverse(BigInteger value) {
    return value.mod(p).modInverse(p);
  }

  private static BigInteger scalar(Bytes bytes, int offset) {
    return new BigInteger(1, Arrays.copyOfRange(bytes.unsafeArray(), offset, offset + 32));
  }

  private static BigInteger hex(String digits) {
    return new BigInteger(digits, 16);
  }
}
