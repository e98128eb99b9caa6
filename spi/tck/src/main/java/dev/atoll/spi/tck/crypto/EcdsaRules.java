package dev.atoll.spi.tck.crypto;

import dev.atoll.types.Bytes;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// ECDSA on both curves: any s below the order, keys in one encoding.
interface EcdsaRules extends Provided {

  List<EcdsaVector> ECDSA_VECTORS = List.of(EcdsaVector.P256, EcdsaVector.SECP256K1);

  String VECTORS = "dev.atoll.spi.tck.crypto.EcdsaRules#ECDSA_VECTORS";

  @ParameterizedTest
  @FieldSource(VECTORS)
  default void aKnownEcdsaSignatureIsValid(EcdsaVector vector) {
    assertValid(vector.key(), vector.message(), vector.signature());
  }

  /// One of the two has an s above half of the order.
  @ParameterizedTest
  @FieldSource(VECTORS)
  default void anEcdsaSignatureIsValidWithEitherS(EcdsaVector vector) {
    assertValid(vector.key(), vector.message(), vector.mirroredSignature());
  }

  @ParameterizedTest
  @FieldSource(VECTORS)
  default void anEcdsaSignatureOfAnotherMessageIsInvalid(EcdsaVector vector) {
    assertInvalid(vector.key(), OTHER_MESSAGE, vector.signature());
  }

  @ParameterizedTest
  @FieldSource(VECTORS)
  default void anEcdsaSignatureWithAByteChangedIsInvalid(EcdsaVector vector) {
    for (int i = 0; i < vector.signature().size(); i += 5) {
      assertInvalid(vector.key(), vector.message(), Provided.flip(vector.signature(), i));
    }
  }

  @ParameterizedTest
  @FieldSource(VECTORS)
  default void anEcdsaSignatureWithAScalarOutOfRangeIsInvalid(EcdsaVector vector) {
    for (BigInteger value : List.of(BigInteger.ZERO, vector.order())) {
      Bytes scalar = EcdsaVector.scalar(value);
      assertInvalid(vector.key(), vector.message(), Bytes.concat(scalar, vector.s()));
      assertInvalid(vector.key(), vector.message(), Bytes.concat(vector.r(), scalar));
      assertInvalid(vector.key(), vector.message(), Bytes.concat(scalar, scalar));
    }
  }

  @ParameterizedTest
  @FieldSource(VECTORS)
  default void anEcdsaSignatureOfAnotherSizeIsInvalid(EcdsaVector vector) {
    assertInvalid(vector.key(), vector.message(), Bytes.EMPTY);
    assertInvalid(vector.key(), vector.message(), Provided.shorter(vector.signature()));
    assertInvalid(vector.key(), vector.message(), Provided.longer(vector.signature()));
  }

  @ParameterizedTest
  @FieldSource(VECTORS)
  default void anEcdsaSignatureInDerIsInvalid(EcdsaVector vector) {
    Bytes der = Bytes.concat(derInteger(vector.r()), derInteger(vector.s()));

    assertInvalid(
        vector.key(),
        vector.message(),
        Bytes.concat(Bytes.wrap(new byte[] {0x30, (byte) der.size()}), der));
  }

  @ParameterizedTest
  @FieldSource(VECTORS)
  default void anEcdsaKeyOffTheCurveIsUnsupported(EcdsaVector vector) {
    Bytes offCurve = vector.key(Provided.flip(vector.y(), 31));

    assertUnsupported(offCurve, vector.message(), vector.signature());
  }

  @ParameterizedTest
  @FieldSource(VECTORS)
  default void anEcdsaKeyInAnyOtherFormIsUnsupported(EcdsaVector vector) {
    boolean p256 = vector.equals(EcdsaVector.P256);
    Bytes compressedPrefix =
        Bytes.ofHex(
            p256
                ? "3039301306072a8648ce3d020106082a8648ce3d030107032200"
                : "3036301006072a8648ce3d020106052b8104000a032200");
    byte sign = (byte) (2 + (vector.y().get(31) & 1));
    byte[] hybridPrefix = vector.derPrefix().toByteArray();
    hybridPrefix[hybridPrefix.length - 1] = (byte) (sign + 4);
    EcdsaVector otherCurve = p256 ? EcdsaVector.SECP256K1 : EcdsaVector.P256;

    List<Bytes> others =
        List.of(
            Bytes.concat(vector.x(), vector.y()),
            Provided.shorter(vector.key()),
            Provided.longer(vector.key()),
            Bytes.concat(compressedPrefix, Bytes.wrap(new byte[] {sign}), vector.x()),
            Bytes.concat(Bytes.wrap(hybridPrefix), vector.x(), vector.y()),
            Bytes.concat(otherCurve.derPrefix(), vector.x(), vector.y()));

    for (Bytes other : others) {
      assertUnsupported(other, vector.message(), vector.signature());
    }
  }

  private static Bytes derInteger(Bytes scalar) {
    byte[] value = new BigInteger(1, scalar.unsafeArray()).toByteArray();
    return Bytes.concat(Bytes.wrap(new byte[] {2, (byte) value.length}), Bytes.wrap(value));
  }
}
