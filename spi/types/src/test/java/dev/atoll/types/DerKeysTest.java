package dev.atoll.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import org.junit.jupiter.api.Test;

final class DerKeysTest {

  @Test
  void anEd25519KeyHasTheEncodingOfTheJdk() throws GeneralSecurityException {
    Bytes der =
        Bytes.wrap(
            KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic().getEncoded());

    Bytes key = DerKeys.unwrapEd25519(der);

    assertThat(key.size()).isEqualTo(32);
    assertThat(DerKeys.wrapEd25519(key)).isEqualTo(der);
  }

  @Test
  void aBlsKeyTakes133Bytes() {
    Bytes key = Bytes.wrap(new byte[96]);

    assertThat(DerKeys.wrapBls(key).size()).isEqualTo(133);
    assertThat(DerKeys.unwrapBls(DerKeys.wrapBls(key))).isEqualTo(key);
  }

  @Test
  void anotherEncodingIsRefusedWithItsReason() {
    byte[] der = DerKeys.wrapBls(Bytes.wrap(new byte[96])).toByteArray();
    der[5]++;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> DerKeys.unwrapBls(Bytes.wrap(der)))
        .withMessage("DER of the BLS public key begins with another algorithm");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DerKeys.unwrapEd25519(Bytes.wrap(der)))
        .withMessage("DER of the Ed25519 public key is 133 bytes, 44 expected");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DerKeys.wrapEd25519(Bytes.EMPTY))
        .withMessage("Ed25519 public key is 0 bytes, 32 expected");
  }
}
