package dev.atoll.spi.tck.crypto;

import dev.atoll.types.Bytes;
import dev.atoll.types.DerKeys;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Ed25519 by ZIP 215; the known signature is test 3 of RFC 8032 section 7.1.
interface Ed25519Rules extends Provided {

  Bytes ED25519_KEY =
      DerKeys.wrapEd25519(
          Bytes.ofHex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"));

  Bytes ED25519_MESSAGE = Bytes.ofHex("af82");

  Bytes ED25519_SIGNATURE =
      Bytes.ofHex(
          "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
              + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");

  BigInteger ED25519_GROUP_ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  /// All encodings of the eight points whose order divides the cofactor; the last six are not
  /// canonical.
  List<Bytes> SMALL_ORDER_POINTS =
      List.of(
          Bytes.ofHex("0100000000000000000000000000000000000000000000000000000000000000"),
          Bytes.ofHex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
          Bytes.ofHex("0000000000000000000000000000000000000000000000000000000000000000"),
          Bytes.ofHex("0000000000000000000000000000000000000000000000000000000000000080"),
          Bytes.ofHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
          Bytes.ofHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"),
          Bytes.ofHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
          Bytes.ofHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
          Bytes.ofHex("0100000000000000000000000000000000000000000000000000000000000080"),
          Bytes.ofHex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"),
          Bytes.ofHex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
          Bytes.ofHex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"),
          Bytes.ofHex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
          Bytes.ofHex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"));

  Bytes ZERO_SCALAR = Bytes.wrap(new byte[32]);

  @Test
  default void aKnownEd25519SignatureIsValid() {
    assertValid(ED25519_KEY, ED25519_MESSAGE, ED25519_SIGNATURE);
  }

  @Test
  default void anEd25519SignatureOfAnotherMessageIsInvalid() {
    assertInvalid(ED25519_KEY, OTHER_MESSAGE, ED25519_SIGNATURE);
  }

  @Test
  default void anEd25519SignatureWithAnyByteChangedIsInvalid() {
    for (int i = 0; i < ED25519_SIGNATURE.size(); i++) {
      assertInvalid(ED25519_KEY, ED25519_MESSAGE, Provided.flip(ED25519_SIGNATURE, i));
    }
  }

  @Test
  default void anEd25519SignatureOfAnotherSizeIsInvalid() {
    assertInvalid(ED25519_KEY, ED25519_MESSAGE, Bytes.EMPTY);
    assertInvalid(ED25519_KEY, ED25519_MESSAGE, Provided.shorter(ED25519_SIGNATURE));
    assertInvalid(ED25519_KEY, ED25519_MESSAGE, Provided.longer(ED25519_SIGNATURE));
  }

  /// Otherwise one message would have two signatures, and two different envelopes.
  @Test
  default void anEd25519ScalarOfTheGroupOrderOrMoreIsInvalid() {
    Bytes r = Bytes.copyOf(ED25519_SIGNATURE.unsafeArray(), 0, 32);
    Bytes s = Bytes.copyOf(ED25519_SIGNATURE.unsafeArray(), 32, 32);

    Bytes raised = littleEndian(bigInteger(s).add(ED25519_GROUP_ORDER));

    assertInvalid(ED25519_KEY, ED25519_MESSAGE, Bytes.concat(r, raised));
  }

  /// A verifier without the cofactor, or with canonical points only, answers differently here.
  @Test
  default void everySmallOrderKeyAndPointWithTheZeroScalarIsValid() {
    for (int i = 0; i < SMALL_ORDER_POINTS.size(); i++) {
      Bytes key = DerKeys.wrapEd25519(SMALL_ORDER_POINTS.get(i));
      for (int step : List.of(0, 3, 5)) {
        Bytes r = SMALL_ORDER_POINTS.get((i + step) % SMALL_ORDER_POINTS.size());
        assertValid(key, MESSAGE, Bytes.concat(r, ZERO_SCALAR));
      }
    }
  }

  @Test
  default void anEd25519KeyThatIsNoPointIsUnsupported() {
    byte[] two = new byte[32];
    two[0] = 2;

    assertUnsupported(DerKeys.wrapEd25519(Bytes.wrap(two)), ED25519_MESSAGE, ED25519_SIGNATURE);
  }

  @Test
  default void anEd25519KeyInAnyOtherDerIsUnsupported() {
    Bytes raw = DerKeys.unwrapEd25519(ED25519_KEY);
    List<Bytes> others =
        List.of(
            Bytes.EMPTY,
            raw,
            Provided.shorter(ED25519_KEY),
            Provided.longer(ED25519_KEY),
            // X25519 instead of Ed25519
            Bytes.concat(Bytes.ofHex("302a300506032b656e032100"), raw),
            // with NULL parameters
            Bytes.concat(Bytes.ofHex("302c300706032b65700500032100"), raw),
            // the length of the outer sequence in two bytes
            Bytes.concat(Bytes.ofHex("30812a300506032b6570032100"), raw),
            // one bit of the string said to be unused
            Bytes.concat(Bytes.ofHex("302a300506032b6570032101"), raw));
    for (Bytes other : others) {
      assertUnsupported(other, ED25519_MESSAGE, ED25519_SIGNATURE);
    }
  }

  private static BigInteger bigInteger(Bytes littleEndian) {
    return new BigInteger(1, reversed(littleEndian.unsafeArray()));
  }

  private static Bytes littleEndian(BigInteger value) {
    byte[] bigEndian = value.toByteArray();
    byte[] padded = new byte[32];
    int size = Math.min(bigEndian.length, padded.length);
    System.arraycopy(bigEndian, bigEndian.length - size, padded, padded.length - size, size);
    return Bytes.wrap(reversed(padded));
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = bytes[bytes.length - 1 - i];
    }
    return result;
  }
}
