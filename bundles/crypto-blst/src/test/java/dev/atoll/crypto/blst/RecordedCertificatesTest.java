package dev.atoll.crypto.blst;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.CborException;
import dev.atoll.types.Certificate;
import dev.atoll.types.CertificateVerdict;
import dev.atoll.types.CertificateVerifier;
import dev.atoll.types.Principal;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers of the public network verify under its key, and only unchanged.
final class RecordedCertificatesTest {

  private static final Bytes MAINNET_ROOT_KEY =
      Bytes.ofHex(
          "308182301d060d2b0601040182dc7c0503010201060c2b0601040182dc7c05030201036100"
              + "814c0e6ec71fab583b08bd81373c255c3c371b2e84863c98a4f1e08b74235d14"
              + "fb5d9c0cd546d9685f913a0c0b2cc5341583bf4b4392e467db96d65b9bb4cb71"
              + "7112f8472e0d5a4d14505ffd7484b01291091c5f87b98883463f98091a0baaae");

  private static final Principal CANISTER = Principal.fromText("ivg37-qiaaa-aaaab-aaaga-cai");

  private static final Principal CANISTER_OF_ANOTHER_SUBNET =
      Principal.fromText("ryjl3-tyaaa-aaaaa-aaaba-cai");

  /// Each change costs a verification; the large certificates are sampled evenly.
  private static final int CHANGES_MAX = 150;

  private final CertificateVerifier verifier =
      new CertificateVerifier(new BlstCryptoProvider()::verifyBls, MAINNET_ROOT_KEY);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "224od_subnet.bin",
        "ivg37_delegated_v2.bin",
        "ivg37_time.bin",
        "ivg37_time_pruned_ranges.bin",
        "o3ow2_subnet_key.bin",
        "uzr34_node_keys.bin"
      })
  void aRecordedCertificateVerifiesUntilAByteIsChanged(String file) throws IOException {
    Bytes encoded = certificate(file);

    assertThat(judge(encoded)).isInstanceOf(CertificateVerdict.Verified.class);

    // The first three bytes are the tag 55799, which may be absent.
    int step = 1 + encoded.size() / CHANGES_MAX;
    for (int i = 3; i < encoded.size(); i += step) {
      assertThat(judge(changed(encoded, i)))
          .as("byte %d of %s changed", i, file)
          .isInstanceOf(CertificateVerdict.Invalid.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"224od_subnet.bin", "ivg37_time.bin", "o3ow2_subnet_key.bin"})
  void noByteOfTheSignatureMayChange(String file) throws IOException {
    Certificate certificate = Certificate.decode(certificate(file));

    for (int i = 0; i < certificate.signature().size(); i++) {
      Bytes signature = changed(certificate.signature(), i);
      assertThat(
              verifier.verify(
                  new Certificate(certificate.tree(), signature, certificate.delegation())))
          .as("byte %d of the signature", i)
          .isInstanceOf(CertificateVerdict.Invalid.class);
    }
  }

  /// A change of its bytes can be harmless: it writes out that there is no further delegation, and
  /// another name for that absent field changes nothing.
  @Test
  void aCertificateWithAnExplicitNullVerifies() throws IOException {
    assertThat(judge(certificate("ivg37_delegated_v2_pruned_subnet.bin")))
        .isInstanceOf(CertificateVerdict.Verified.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ivg37_time.bin", "ivg37_delegated_v2.bin"})
  void aSubnetSpeaksForItsOwnCanistersAlone(String file) throws IOException {
    Certificate certificate = Certificate.decode(certificate(file));

    assertThat(verifier.verifyForCanister(certificate, CANISTER))
        .isInstanceOf(CertificateVerdict.Verified.class);
    assertThat(verifier.verifyForCanister(certificate, CANISTER_OF_ANOTHER_SUBNET))
        .isInstanceOf(CertificateVerdict.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ivg37_time_pruned_ranges.bin", "ivg37_delegated_v2_pruned_subnet.bin"})
  void aDelegationThatHidesItsRangesSpeaksForNoCanister(String file) throws IOException {
    Certificate certificate = Certificate.decode(certificate(file));

    assertThat(verifier.verifyForCanister(certificate, CANISTER))
        .isInstanceOf(CertificateVerdict.Invalid.class);
  }

  private CertificateVerdict judge(Bytes encoded) {
    try {
      return verifier.verify(Certificate.decode(encoded));
    } catch (CborException e) {
      return new CertificateVerdict.Invalid(String.valueOf(e.getMessage()));
    }
  }

  private static Bytes changed(Bytes bytes, int index) {
    byte[] changed = bytes.toByteArray();
    changed[index] ^= 1;
    return Bytes.wrap(changed);
  }

  private static Bytes certificate(String file) throws IOException {
    byte[] answer = Files.readAllBytes(Vectors.file("certificates/" + file));
    return Cbor.decodeSelfDescribed(Bytes.wrap(answer)).asMap().require("certificate").asBlob();
  }
}
