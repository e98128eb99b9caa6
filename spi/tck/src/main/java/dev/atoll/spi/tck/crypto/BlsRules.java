package dev.atoll.spi.tck.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.types.Bytes;
import org.junit.jupiter.api.Test;

/// BLS signatures with the ciphersuite of the Internet Computer.
///
/// The known signature was made with a library that also verifies certificates of the public
/// network. A BLS signature is unique, so a provider must make exactly these bytes.
interface BlsRules extends Provided {

  Bytes BLS_SECRET =
      Bytes.ofHex("1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100");

  Bytes BLS_KEY =
      Bytes.ofHex(
          "8d180c4b1368d78f859cdf9b63f09ee43bc26e940487ba4c39fa203e7f2acf217cc639b600fb3af781094fe3"
              + "685ee76711a6fde86af52cfb7d49c56f48fc58db2c704b75397b7873e5ddb84d23bf27f50461cf380311"
              + "56998c9e7f694b2b307b");

  Bytes BLS_SIGNATURE =
      Bytes.ofHex(
          "b6d105c966d0f573f61aa25be6da114c5034e8c821ebe445f204eb13e86f22ddee495684165ec697843579b3"
              + "881f9a74");

  /// The known key plus a point outside the prime-order group, which no pairing sees.
  Bytes BLS_KEY_OUTSIDE_GROUP =
      Bytes.ofHex(
          "a3f7ee4fcb5a11fa8a9331682244572e7fcb76b3096f1d7273fabe10e136d6406d652cd44fe5987620a5b3e4"
              + "477fb67b109f682fafcf4d8c9126667446d9c7d3f660718285323c54f9265a3156030d00040e635d6b5f"
              + "ff0b7ac155cc8e14cafc");

  /// The known signature plus such a point.
  Bytes BLS_SIGNATURE_OUTSIDE_GROUP =
      Bytes.ofHex(
          "9134cffb29995d8f2ed7e7b39ce56b3d23922d3529e3778de8ce59aee12fb9fc6952118676575b42f5363b17"
              + "21965610");

  @Test
  default void aKnownBlsSignatureVerifies() {
    assertThat(newProvider().verifyBls(BLS_KEY, MESSAGE, BLS_SIGNATURE)).isTrue();
    assertThat(newProvider().verifyShare(BLS_KEY, MESSAGE, BLS_SIGNATURE)).isTrue();
  }

  @Test
  default void aKnownSecretSignsAsEveryProviderDoes() {
    assertThat(newProvider().signShare(BLS_SECRET, MESSAGE)).isEqualTo(BLS_SIGNATURE);
  }

  @Test
  default void aBlsSignatureOfAnotherMessageIsRefused() {
    assertRefused(BLS_KEY, OTHER_MESSAGE, BLS_SIGNATURE);
    assertRefused(BLS_KEY, Bytes.EMPTY, BLS_SIGNATURE);
  }

  @Test
  default void aBlsSignatureWithAnyByteChangedIsRefused() {
    for (int i = 0; i < BLS_SIGNATURE.size(); i++) {
      assertRefused(BLS_KEY, MESSAGE, Provided.flip(BLS_SIGNATURE, i));
    }
  }

  @Test
  default void aBlsKeyWithAnyByteChangedIsRefused() {
    for (int i = 0; i < BLS_KEY.size(); i++) {
      assertRefused(Provided.flip(BLS_KEY, i), MESSAGE, BLS_SIGNATURE);
    }
  }

  @Test
  default void blsBytesOfAnotherSizeAreRefused() {
    assertRefused(BLS_KEY, MESSAGE, Bytes.EMPTY);
    assertRefused(BLS_KEY, MESSAGE, Provided.shorter(BLS_SIGNATURE));
    assertRefused(BLS_KEY, MESSAGE, Provided.longer(BLS_SIGNATURE));
    assertRefused(Bytes.EMPTY, MESSAGE, BLS_SIGNATURE);
    assertRefused(Provided.shorter(BLS_KEY), MESSAGE, BLS_SIGNATURE);
    assertRefused(Provided.longer(BLS_KEY), MESSAGE, BLS_SIGNATURE);
  }

  /// Such points satisfy the equation: only the group check refuses them.
  @Test
  default void blsPointsOutsideTheGroupAreRefused() {
    assertRefused(BLS_KEY, MESSAGE, BLS_SIGNATURE_OUTSIDE_GROUP);
    assertRefused(BLS_KEY_OUTSIDE_GROUP, MESSAGE, BLS_SIGNATURE);
  }

  /// With both at the identity the equation holds for every message.
  @Test
  default void theIdentityIsNoBlsKey() {
    Bytes identityKey = identity(BLS_KEY.size());
    Bytes identitySignature = identity(BLS_SIGNATURE.size());

    assertRefused(identityKey, MESSAGE, identitySignature);
    assertRefused(identityKey, MESSAGE, BLS_SIGNATURE);
    assertRefused(BLS_KEY, MESSAGE, identitySignature);
  }

  @Test
  default void aSecretThatIsNoScalarDoesNotSign() {
    Bytes order = Bytes.ofHex("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001");

    assertNoSecret(Bytes.EMPTY);
    assertNoSecret(Provided.shorter(BLS_SECRET));
    assertNoSecret(Provided.longer(BLS_SECRET));
    assertNoSecret(Bytes.wrap(new byte[32]));
    assertNoSecret(order);
  }

  private void assertNoSecret(Bytes secret) {
    assertThatThrownBy(() -> newProvider().signShare(secret, MESSAGE))
        .as("secret of %d bytes", secret.size())
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void assertRefused(Bytes key, Bytes message, Bytes signature) {
    assertThat(newProvider().verifyBls(key, message, signature))
        .as("verifyBls of key %s, signature %s", key, signature)
        .isFalse();
    assertThat(newProvider().verifyShare(key, message, signature))
        .as("verifyShare of key %s, signature %s", key, signature)
        .isFalse();
  }

  private static Bytes identity(int sizeBytes) {
    byte[] encoded = new byte[sizeBytes];
    encoded[0] = (byte) 0xc0;
    return Bytes.wrap(encoded);
  }
}
