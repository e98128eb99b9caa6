package dev.atoll.spi.tck.crypto;

import dev.atoll.types.Bytes;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/// Ed25519 written down as the papers have it: slow, and easy to compare with them.
final class PlainEdwards {

  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  private static final BigInteger L = Ed25519Rules.ED25519_GROUP_ORDER;

  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  private static final BigInteger ROOT_OF_MINUS_ONE =
      BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);

  private static final Point IDENTITY =
      new Point(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);

  private static final Point BASE =
      decode(Bytes.ofHex("5866666666666666666666666666666666666666666666666666666666666666"))
          .orElseThrow();

  private PlainEdwards() {}

  /// A point in extended coordinates.
  record Point(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {

    Point add(Point o) {
      BigInteger a = y.subtract(x).multiply(o.y.subtract(o.x)).mod(P);
      BigInteger b = y.add(x).multiply(o.y.add(o.x)).mod(P);
      BigInteger c = t.multiply(o.t).mod(P).multiply(D).shiftLeft(1).mod(P);
      BigInteger d = z.multiply(o.z).shiftLeft(1).mod(P);
      BigInteger e = b.subtract(a);
      BigInteger f = d.subtract(c);
      BigInteger g = d.add(c);
      BigInteger h = b.add(a);
      return new Point(
          e.multiply(f).mod(P), g.multiply(h).mod(P), f.multiply(g).mod(P), e.multiply(h).mod(P));
    }

    Point negate() {
      return new Point(x.negate().mod(P), y, z, t.negate().mod(P));
    }

    Point times(BigInteger factor) {
      Point result = IDENTITY;
      for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
        result = result.add(result);
        if (factor.testBit(bit)) {
          result = result.add(this);
        }
      }
      return result;
    }

    boolean isIdentity() {
      return x.signum() == 0 && y.equals(z);
    }

    Bytes encode() {
      BigInteger inverse = z.modInverse(P);
      byte[] encoded = littleEndian(y.multiply(inverse).mod(P));
      if (x.multiply(inverse).mod(P).testBit(0)) {
        encoded[31] |= (byte) 0x80;
      }
      return Bytes.wrap(encoded);
    }
  }

  static Optional<Point> decode(Bytes encoded) {
    BigInteger value = littleEndian(encoded.unsafeArray());
    BigInteger y = value.clearBit(255).mod(P);
    BigInteger u = y.multiply(y).subtract(BigInteger.ONE).mod(P);
    BigInteger v = D.multiply(y).multiply(y).add(BigInteger.ONE).mod(P);
    BigInteger square = u.multiply(v.modInverse(P)).mod(P);
    BigInteger x = square.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    if (!x.multiply(x).mod(P).equals(square)) {
      x = x.multiply(ROOT_OF_MINUS_ONE).mod(P);
    }
    if (!x.multiply(x).mod(P).equals(square)) {
      return Optional.empty();
    }
    if (x.testBit(0) != value.testBit(255)) {
      x = x.negate().mod(P);
    }
    return Optional.of(new Point(x, y, BigInteger.ONE, x.multiply(y).mod(P)));
  }

  static boolean verify(Bytes key, Bytes message, Bytes signature) {
    Bytes encodedR = Bytes.copyOf(signature.unsafeArray(), 0, 32);
    BigInteger s = littleEndian(Arrays.copyOfRange(signature.unsafeArray(), 32, 64));
    Optional<Point> r = decode(encodedR);
    if (r.isEmpty() || s.compareTo(L) >= 0) {
      return false;
    }
    BigInteger k = sha512(encodedR, key, message).mod(L);
    Point difference =
        BASE.times(s)
            .add(decode(key).orElseThrow().times(k).negate())
            .add(r.orElseThrow().negate());
    return difference.times(BigInteger.valueOf(8)).isIdentity();
  }

  static Bytes publicKey(Bytes seed) {
    return BASE.times(secret(seed)).encode();
  }

  static Bytes sign(Bytes seed, Bytes message) {
    byte[] prefix = Arrays.copyOfRange(digest(seed), 32, 64);
    BigInteger nonce = sha512(Bytes.wrap(prefix), message).mod(L);
    Bytes r = BASE.times(nonce).encode();
    BigInteger k = sha512(r, publicKey(seed), message).mod(L);
    return Bytes.concat(r, Bytes.wrap(littleEndian(nonce.add(k.multiply(secret(seed))).mod(L))));
  }

  private static BigInteger secret(Bytes seed) {
    byte[] half = Arrays.copyOf(digest(seed), 32);
    return littleEndian(half).clearBit(0).clearBit(1).clearBit(2).clearBit(255).setBit(254);
  }

  private static BigInteger sha512(Bytes... parts) {
    return littleEndian(digest(parts));
  }

  private static byte[] digest(Bytes... parts) {
    try {
      return MessageDigest.getInstance("SHA-512").digest(Bytes.concat(parts).unsafeArray());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] bigEndian = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      bigEndian[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, bigEndian);
  }

  private static byte[] littleEndian(BigInteger value) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = value.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }
}
