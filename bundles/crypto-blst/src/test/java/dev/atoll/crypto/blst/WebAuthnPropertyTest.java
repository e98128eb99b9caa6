package dev.atoll.crypto.blst;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.crypto.SignatureVerdict;
import dev.atoll.types.Bytes;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Authenticators played by the JDK's keys.
final class WebAuthnPropertyTest {

  private static final Bytes CHALLENGE = Bytes.ofUtf8("challenge");

  private static final List<Authenticator> AUTHENTICATORS =
      List.of(Authenticator.es256(), Authenticator.rs256(2048), Authenticator.edDsa());

  private final CryptoProvider crypto = new BlstCryptoProvider();

  @Provide
  Arbitrary<Authenticator> authenticators() {
    return Arbitraries.of(AUTHENTICATORS);
  }

  @Property(tries = 60)
  void whatAnAuthenticatorSignsIsValid(
      @ForAll("authenticators") Authenticator authenticator, @ForAll byte[] message) {
    Bytes challenge = Bytes.wrap(message);

    assertThat(crypto.verify(authenticator.key(), challenge, authenticator.sign(challenge)))
        .isEqualTo(new SignatureVerdict.Valid());
  }

  @Property(tries = 300)
  void aBitTurnedAnywhereInTheSignatureIsInvalid(
      @ForAll("authenticators") Authenticator authenticator, @ForAll int bit) {
    Bytes challenge = Bytes.ofUtf8("challenge " + bit);
    Bytes signature = authenticator.sign(challenge);
    int skipTag = 3 * Byte.SIZE;
    int at = skipTag + Math.floorMod(bit, signature.size() * Byte.SIZE - skipTag);

    assertThat(crypto.verify(authenticator.key(), challenge, turned(signature, at)))
        .isInstanceOf(SignatureVerdict.Invalid.class);
  }

  @Property(tries = 300)
  void aBitTurnedAnywhereInTheKeyIsNeverValid(
      @ForAll("authenticators") Authenticator authenticator, @ForAll int bit) {
    Bytes key = turned(authenticator.key(), Math.floorMod(bit, authenticator.key().size() * 8));

    assertThat(crypto.verify(key, CHALLENGE, authenticator.sign(CHALLENGE)))
        .isNotInstanceOf(SignatureVerdict.Valid.class);
  }

  @Property(tries = 200)
  void anyTextInPlaceOfTheClientDataIsInvalid(
      @ForAll("authenticators") Authenticator authenticator, @ForAll String text) {
    assertThat(
            crypto.verify(
                authenticator.key(), CHALLENGE, authenticator.assertion(Bytes.ofUtf8(text))))
        .isInstanceOf(SignatureVerdict.Invalid.class);
  }

  @Property(tries = 100)
  void whateverElseTheBrowserSaysIsSkipped(@ForAll byte[] bytes, @ForAll int number) {
    String more = Base64.getEncoder().encodeToString(bytes);
    String json =
        """
        { "extensions" : ["%s", {"n": %de-1, "o":{ }}, [], true, null, 0.5],\t%s\
        """
            .formatted(more, number, Authenticator.clientData(CHALLENGE).substring(1));
    Authenticator authenticator = AUTHENTICATORS.getFirst();

    assertThat(
            crypto.verify(
                authenticator.key(), CHALLENGE, authenticator.assertion(Bytes.ofUtf8(json))))
        .isEqualTo(new SignatureVerdict.Valid());
  }

  private static Bytes turned(Bytes bytes, int bit) {
    byte[] turned = bytes.toByteArray();
    turned[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
    return Bytes.wrap(turned);
  }
}
