package dev.atoll.crypto.blst;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.crypto.SignatureVerdict;
import dev.atoll.types.Bytes;
import java.io.IOException;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The verdicts of project Wycheproof on signatures in the form r·s: all of them but one, where its
/// rule for Ed25519 is not that of the Internet Computer.
///
/// Its files with DER signatures are left out: user signatures on the Internet Computer are in DER
/// only within web authentication, and the same cases stand in the files used here.
final class WycheproofTest {

  /// An Ed25519 point with y = 1 and the sign bit set: RFC 8032 refuses it, ZIP 215 accepts it.
  private static final String ACCEPTED_BY_ZIP_215 = "ed25519_test.json#151";

  private final CryptoProvider crypto = new BlstCryptoProvider();

  @ParameterizedTest
  @CsvSource({
    "ed25519_test.json, 151",
    "ecdsa_secp256r1_sha256_p1363_test.json, 262",
    "ecdsa_secp256k1_sha256_p1363_test.json, 252"
  })
  void theVerdictsAreThoseOfWycheproof(String file, int testCount) throws IOException {
    JsonNode vectors = new ObjectMapper().readTree(Vectors.file("wycheproof/" + file).toFile());
    SoftAssertions verdicts = new SoftAssertions();

    int verified = 0;
    for (JsonNode group : vectors.path("testGroups")) {
      Bytes key = Bytes.ofHex(group.path("publicKeyDer").asText());
      for (JsonNode test : group.path("tests")) {
        verdicts
            .assertThat(verify(key, test))
            .as("test %s: %s", test.path("tcId"), test.path("comment").asText())
            .isInstanceOf(expected(file, test));
        verified++;
      }
    }

    verdicts.assertAll();
    assertThat(verified).isEqualTo(testCount);
  }

  /// What Wycheproof leaves open, a hash named without its parameters, is refused.
  @Test
  void rsaSignaturesAreJudgedAsWycheproofDoes() throws IOException {
    String file = "rsa_signature_2048_sha256_test.json";
    JsonNode vectors = new ObjectMapper().readTree(Vectors.file("wycheproof/" + file).toFile());
    SoftAssertions verdicts = new SoftAssertions();

    int verified = 0;
    for (JsonNode group : vectors.path("testGroups")) {
      JsonNode numbers = group.path("publicKey");
      RsaKey key =
          RsaKey.of(
              Bytes.ofHex(numbers.path("modulus").asText()),
              Bytes.ofHex(numbers.path("publicExponent").asText()));
      for (JsonNode test : group.path("tests")) {
        boolean valid = test.path("result").asText().equals("valid");
        verdicts
            .assertThat(
                key.verify(
                    Bytes.ofHex(test.path("msg").asText()), Bytes.ofHex(test.path("sig").asText())))
            .as("test %s: %s", test.path("tcId"), test.path("comment").asText())
            .isInstanceOf(valid ? SignatureVerdict.Valid.class : SignatureVerdict.Invalid.class);
        verified++;
      }
    }

    verdicts.assertAll();
    assertThat(verified).isEqualTo(259);
  }

  private SignatureVerdict verify(Bytes key, JsonNode test) {
    return crypto.verify(
        key, Bytes.ofHex(test.path("msg").asText()), Bytes.ofHex(test.path("sig").asText()));
  }

  private static Class<? extends SignatureVerdict> expected(String file, JsonNode test) {
    String result = test.path("result").asText();
    if (ACCEPTED_BY_ZIP_215.equals(file + "#" + test.path("tcId").asText())) {
      assertThat(result).isEqualTo("invalid");
      return SignatureVerdict.Valid.class;
    }
    return switch (result) {
      case "valid" -> SignatureVerdict.Valid.class;
      case "invalid" -> SignatureVerdict.Invalid.class;
      default -> throw new AssertionError("unknown result " + result);
    };
  }
}
