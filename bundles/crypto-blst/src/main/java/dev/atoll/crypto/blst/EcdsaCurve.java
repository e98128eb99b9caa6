package dev.atoll.crypto.blst;

import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/// One of the two curves, with the field arithmetic that Bouncy Castle has made for it.
final class EcdsaCurve {

  static final int POINT_SIZE_BYTES = 65;

  private static final byte UNCOMPRESSED = 4;

  private final String name;

  private final ECDomainParameters domain;

  EcdsaCurve(String name, String standardName) {
    X9ECParameters parameters = CustomNamedCurves.getByName(standardName);
    this.name = name;
    this.domain = new ECDomainParameters(parameters);
  }

  String name() {
    return name;
  }

  BigInteger order() {
    return domain.getN();
  }

  /// @throws UnsupportedKeyException unless the point is uncompressed and on the curve
  ECPublicKeyParameters decode(byte[] point) {
    if (point.length != POINT_SIZE_BYTES || point[0] != UNCOMPRESSED) {
      throw new UnsupportedKeyException(
          "%s public key has a point of %d bytes, expected the uncompressed form of %d bytes"
              .formatted(name, point.length, POINT_SIZE_BYTES));
    }
    try {
      return new ECPublicKeyParameters(domain.getCurve().decodePoint(point), domain);
    } catch (IllegalArgumentException e) {
      UnsupportedKeyException unsupported =
          new UnsupportedKeyException("%s public key is no point of the curve".formatted(name));
      unsupported.initCause(e);
      throw unsupported;
    }
  }
}
