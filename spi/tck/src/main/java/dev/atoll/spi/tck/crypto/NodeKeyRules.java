package dev.atoll.spi.tck.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.crypto.NodeKey;
import dev.atoll.types.Bytes;
import org.junit.jupiter.api.Test;

/// Node keys: Ed25519 exactly as RFC 8032 derives and signs.
interface NodeKeyRules extends Provided {

  /// The secret key of the known signature in [Ed25519Rules].
  Bytes NODE_SEED = Bytes.ofHex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");

  @Test
  default void aKnownSeedGivesTheKnownNodeKeyAndSignature() {
    NodeKey key = newProvider().nodeKey(NODE_SEED);

    assertThat(key.derPublicKey()).isEqualTo(Ed25519Rules.ED25519_KEY);
    assertThat(key.sign(Ed25519Rules.ED25519_MESSAGE)).isEqualTo(Ed25519Rules.ED25519_SIGNATURE);
  }

  @Test
  default void aNodeSignatureVerifiesUnderTheNodeKey() {
    NodeKey key = newProvider().nodeKey(Bytes.wrap(new byte[32]));

    assertValid(key.derPublicKey(), MESSAGE, key.sign(MESSAGE));
    assertValid(key.derPublicKey(), Bytes.EMPTY, key.sign(Bytes.EMPTY));
    assertInvalid(key.derPublicKey(), OTHER_MESSAGE, key.sign(MESSAGE));
  }

  @Test
  default void aNodeSeedOfAnotherSizeIsAnError() {
    for (Bytes seed :
        new Bytes[] {Bytes.EMPTY, Provided.shorter(NODE_SEED), Provided.longer(NODE_SEED)}) {
      assertThatThrownBy(() -> newProvider().nodeKey(seed))
          .as("seed of %d bytes", seed.size())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
