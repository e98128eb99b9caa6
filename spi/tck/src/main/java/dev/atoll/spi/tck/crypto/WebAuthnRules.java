package dev.atoll.spi.tck.crypto;

import dev.atoll.types.Bytes;
import dev.atoll.types.WrappedKey;
import dev.atoll.types.WrappedKey.Algorithm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Web authentication: three algorithms, one challenge per signature.
interface WebAuthnRules extends Provided {

  List<WebAuthnVector> WEB_AUTHN_VECTORS =
      List.of(WebAuthnVector.ES256, WebAuthnVector.RS256, WebAuthnVector.ED_DSA);

  String WEB_AUTHN = "dev.atoll.spi.tck.crypto.WebAuthnRules#WEB_AUTHN_VECTORS";

  @ParameterizedTest
  @FieldSource(WEB_AUTHN)
  default void aKnownAssertionOfWebAuthenticationIsValid(WebAuthnVector vector) {
    assertValid(vector.key(), WebAuthnVector.MESSAGE, vector.signature());
  }

  @ParameterizedTest
  @FieldSource(WEB_AUTHN)
  default void anAssertionOfAnotherChallengeIsInvalid(WebAuthnVector vector) {
    assertInvalid(vector.key(), OTHER_MESSAGE, vector.signature());
    assertInvalid(vector.key(), Provided.shorter(WebAuthnVector.MESSAGE), vector.signature());
  }

  /// Past the tag 55799, which may be left out and so is no part of what counts.
  @ParameterizedTest
  @FieldSource(WEB_AUTHN)
  default void anAssertionWithAByteChangedIsInvalid(WebAuthnVector vector) {
    for (int i = 3; i < vector.signature().size(); i += 3) {
      assertInvalid(vector.key(), WebAuthnVector.MESSAGE, Provided.flip(vector.signature(), i));
    }
  }

  @ParameterizedTest
  @FieldSource(WEB_AUTHN)
  default void anAssertionIsInvalidWithoutItsEnvelope(WebAuthnVector vector) {
    assertInvalid(vector.key(), WebAuthnVector.MESSAGE, Bytes.EMPTY);
    assertInvalid(vector.key(), WebAuthnVector.MESSAGE, Provided.shorter(vector.signature()));
    assertInvalid(vector.key(), WebAuthnVector.MESSAGE, Provided.longer(vector.signature()));
  }

  @Test
  default void aCoseKeyOfAnotherAlgorithmIsUnsupported() {
    Bytes bits = WrappedKey.bits(Algorithm.COSE, WebAuthnVector.ES256.key());
    int es256At = 4;

    assertUnsupported(
        WrappedKey.wrap(Algorithm.COSE, Provided.flip(bits, es256At)),
        WebAuthnVector.MESSAGE,
        WebAuthnVector.ES256.signature());
    assertUnsupported(
        WrappedKey.wrap(Algorithm.COSE, Provided.shorter(bits)),
        WebAuthnVector.MESSAGE,
        WebAuthnVector.ES256.signature());
  }
}
