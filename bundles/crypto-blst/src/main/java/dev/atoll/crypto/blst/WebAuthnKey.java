package dev.atoll.crypto.blst;

import dev.atoll.spi.crypto.SignatureVerdict;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.CborException;
import dev.atoll.types.Hashes;
import java.util.Base64;
import java.util.function.Function;

/// A key that an authenticator of the web holds, which signs what a browser says of a challenge.
///
/// The message is the challenge. The signature is the CBOR map {authenticator_data,
/// client_data_json, signature}; what was signed is the authenticator data and the SHA-256 of the
/// client data, in which the challenge must be found. The origin of the page is not judged: an
/// Internet Computer does not know which pages are a user's.
///
/// Source: Internet Computer interface specification, "Web Authentication"; RFC 8152 sections 7 and
/// 13, RFC 8230 section 4; reference implementation `rs/validator/src/webauthn.rs` and
/// `rs/crypto/internal/crypto_lib/basic_sig/cose`.
final class WebAuthnKey implements UserKey {

  private static final long KEY_TYPE = 1;

  private static final long ALGORITHM = 3;

  private static final long KEY_OPERATIONS = 4;

  private static final long CURVE = -1;

  private static final long X = -2;

  private static final long Y = -3;

  private static final long RSA_MODULUS = -1;

  private static final long RSA_EXPONENT = -2;

  private static final long TYPE_OKP = 1;

  private static final long TYPE_EC2 = 2;

  private static final long TYPE_RSA = 3;

  private static final long ES256 = -7;

  private static final long ED_DSA = -8;

  private static final long RS256 = -257;

  private static final long CURVE_P256 = 1;

  private static final long CURVE_ED25519 = 6;

  private static final int COORDINATE_SIZE_BYTES = 32;

  private final UserKey key;

  /// From the form in which authenticators give the signature to that which `key` verifies.
  private final Function<Bytes, Bytes> signatureForm;

  private WebAuthnKey(UserKey key, Function<Bytes, Bytes> signatureForm) {
    this.key = key;
    this.signatureForm = signatureForm;
  }

  /// @throws UnsupportedKeyException unless `bits` are a COSE key of ES256, RS256 or EdDSA
  static WebAuthnKey of(Bytes bits, EcdsaCurve p256, EdwardsBasePoint basePoint) {
    CoseMap cose = CoseMap.read(bits);
    if (cose.has(KEY_OPERATIONS) && !cose.is(KEY_OPERATIONS, "verify")) {
      throw new UnsupportedKeyException("public key of web authentication is not for verifying");
    }
    if (cose.is(KEY_TYPE, TYPE_EC2) && cose.is(ALGORITHM, ES256) && cose.is(CURVE, CURVE_P256)) {
      Bytes point = Bytes.concat(Bytes.ofHex("04"), coordinate(cose, X), coordinate(cose, Y));
      return new WebAuthnKey(EcdsaKey.of(p256, point.unsafeArray()), DerSignature::scalars);
    }
    if (cose.is(KEY_TYPE, TYPE_RSA) && cose.is(ALGORITHM, RS256)) {
      return new WebAuthnKey(
          RsaKey.of(blob(cose, RSA_MODULUS), blob(cose, RSA_EXPONENT)), Function.identity());
    }
    if (cose.is(KEY_TYPE, TYPE_OKP)
        && cose.is(ALGORITHM, ED_DSA)
        && cose.is(CURVE, CURVE_ED25519)) {
      return new WebAuthnKey(
          Ed25519Key.of(coordinate(cose, X).toByteArray(), basePoint), Function.identity());
    }
    throw new UnsupportedKeyException(
        "public key of web authentication is not of ES256, RS256 or EdDSA");
  }

  private static Bytes coordinate(CoseMap cose, long label) {
    Bytes coordinate = blob(cose, label);
    if (coordinate.size() != COORDINATE_SIZE_BYTES) {
      throw new UnsupportedKeyException(
          "public key of web authentication has a coordinate of %d bytes, expected %d"
              .formatted(coordinate.size(), COORDINATE_SIZE_BYTES));
    }
    return coordinate;
  }

  private static Bytes blob(CoseMap cose, long label) {
    return cose.blob(label)
        .orElseThrow(
            () ->
                new UnsupportedKeyException(
                    "public key of web authentication has no bytes under the label " + label));
  }

  @Override
  public SignatureVerdict verify(Bytes message, Bytes signature) {
    try {
      Cbor.CborMap assertion = Cbor.decodeSelfDescribed(signature).asMap();
      Bytes clientData = Bytes.ofUtf8(assertion.require("client_data_json").asText());
      SignatureVerdict verdict =
          key.verify(
              Bytes.concat(
                  assertion.require("authenticator_data").asBlob(),
                  Bytes.wrap(Hashes.sha256(clientData.unsafeArray()))),
              signatureForm.apply(assertion.require("signature").asBlob()));
      if (!(verdict instanceof SignatureVerdict.Valid)) {
        return verdict;
      }
      String expected =
          Base64.getUrlEncoder().withoutPadding().encodeToString(message.unsafeArray());
      String challenge = ClientDataJson.challenge(clientData);
      return challenge.equals(expected)
          ? verdict
          : new SignatureVerdict.Invalid(
              "challenge in web authentication is %s, expected %s".formatted(challenge, expected));
    } catch (CborException | IllegalArgumentException e) {
      return new SignatureVerdict.Invalid("malformed web authentication: " + e.getMessage());
    }
  }
}
