package dev.atoll.crypto.blst;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.crypto.SignatureVerdict;
import dev.atoll.types.Bytes;
import dev.atoll.types.WrappedKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebAuthnKeyTest {

  private static final Bytes CHALLENGE = Bytes.ofUtf8("challenge");

  private static final String BASE64_URL = "Y2hhbGxlbmdl";

  private final CryptoProvider crypto = new BlstCryptoProvider();

  private final Authenticator authenticator = Authenticator.es256();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"webauthn.get\",\"challenge\":\"$\",\"origin\":\"\"}",
        " {\"origin\":\"a\",\"challenge\":\"$\",\"type\":\"\\u0077\\n\"}\n",
        "{\"type\":\"\",\"x\":[1,-2.5E+7,{}],\"challenge\":\"$\",\"origin\":\"\\ud83d\\ude00\"}"
      })
  void clientDataMayHaveAnyShapeOfJson(String json) {
    assertThat(verify(json.replace("$", BASE64_URL))).isEqualTo(new SignatureVerdict.Valid());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"type\":\"t\",\"challenge\":\"$\"}",
        "{\"challenge\":\"$\",\"origin\":\"o\"}",
        "{\"type\":\"t\",\"challenge\":\"$=\",\"origin\":\"o\"}",
        "{\"type\":\"t\",\"challenge\":\"$\",\"challenge\":\"$\",\"origin\":\"o\"}",
        "{\"type\":1,\"challenge\":\"$\",\"origin\":\"o\"}",
        "{\"type\":\"t\",\"challenge\":\"$\",\"origin\":\"o\",}",
        "{\"type\":\"t\",\"challenge\":\"$\",\"origin\":\"o\"}}",
        "{\"type\":\"t\",\"challenge\":\"$\",\"origin\":\"o\",\"n\":01}",
        "{\"type\":\"t\",\"challenge\":\"$\",\"origin\":\"o\",\"n\":tru}",
        "{\"type\":\"t\",\"challenge\":\"$\",\"origin\":\"\\ud83d\"}",
        "{\"type\":\"t\",\"challenge\":\"$\",\"origin\":\"\\x\"}",
        "{\"nested\":{\"type\":\"t\",\"challenge\":\"$\",\"origin\":\"o\"}}"
      })
  void whatIsNoClientDataIsInvalid(String json) {
    assertThat(verify(json.replace("$", BASE64_URL))).isInstanceOf(SignatureVerdict.Invalid.class);
  }

  @Test
  void clientDataIsNotReadDeeperThanItsLimit() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);

    assertThat(
            verify(
                "{\"x\":%s,\"type\":\"t\",\"challenge\":\"%s\",\"origin\":\"o\"}"
                    .formatted(deep, BASE64_URL)))
        .isInstanceOf(SignatureVerdict.Invalid.class);
  }

  @Test
  void anRsaKeyHasFrom2048To4096Bits() {
    assertThat(verdictOf(Authenticator.rs256(3072))).isEqualTo(new SignatureVerdict.Valid());
    assertThat(verdictOf(Authenticator.rs256(1024)))
        .isEqualTo(
            new SignatureVerdict.UnsupportedKey(
                "RSA public key is 1024 bits, expected 2048 to 4096"));
  }

  @Test
  void aKeyForOtherPurposesIsUnsupported() {
    Bytes withOperations = Bytes.ofHex("04647369676e");
    byte[] cose = authenticator.cose().toByteArray();
    cose[0]++;

    assertThat(
            verdictOf(
                new Authenticator(
                    Bytes.concat(Bytes.wrap(cose), withOperations),
                    authenticator.secret(),
                    authenticator.algorithm())))
        .isInstanceOf(SignatureVerdict.UnsupportedKey.class);
  }

  @Test
  void aPlainKeyDoesNotVerifyAssertions() {
    Bytes der = Bytes.wrap(ed25519());

    assertThat(crypto.verify(der, CHALLENGE, authenticator.sign(CHALLENGE)))
        .isInstanceOf(SignatureVerdict.Invalid.class);
  }

  private byte[] ed25519() {
    return crypto.nodeKey(Bytes.wrap(new byte[32])).derPublicKey().toByteArray();
  }

  private SignatureVerdict verify(String json) {
    return crypto.verify(
        authenticator.key(), CHALLENGE, authenticator.assertion(Bytes.ofUtf8(json)));
  }

  private SignatureVerdict verdictOf(Authenticator other) {
    return crypto.verify(
        WrappedKey.wrap(WrappedKey.Algorithm.COSE, other.cose()), CHALLENGE, other.sign(CHALLENGE));
  }
}
