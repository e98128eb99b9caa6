package dev.atoll.replica.certification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.testing.Blst;
import dev.atoll.replica.testing.MemoryKeyStore;
import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.crypto.SignatureVerdict;
import dev.atoll.types.Bytes;
import dev.atoll.types.DerKeys;
import dev.atoll.types.Principal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SubnetKeysTest {

  private final CryptoProvider crypto = Blst.provider();

  private final MemoryKeyStore store = new MemoryKeyStore();

  @Test
  void aRestartFindsTheSameKeys() {
    SubnetKeys first = load(store, 1);
    SubnetKeys second = load(store, 2);

    assertThat(second.subnetPublicKey()).isEqualTo(first.subnetPublicKey());
    assertThat(second.subnetId()).isEqualTo(first.subnetId());
    assertThat(second.nodeId()).isEqualTo(first.nodeId());
    assertThat(second.sign(Bytes.ofUtf8("message"))).isEqualTo(first.sign(Bytes.ofUtf8("message")));
  }

  @Test
  void twoNodesHaveDifferentKeys() {
    SubnetKeys one = load(store, 1);
    SubnetKeys other = load(new MemoryKeyStore(), 2);

    assertThat(other.subnetPublicKey()).isNotEqualTo(one.subnetPublicKey());
    assertThat(other.nodeId()).isNotEqualTo(one.nodeId());
  }

  @Test
  void theTwoSecretsDiffer() {
    load(store, 1);

    assertThat(store.secrets()).hasSize(2);
    assertThat(store.secrets().values().stream().map(Bytes::copyOf).distinct()).hasSize(2);
  }

  @Test
  void theSubnetSignsUnderItsKey() {
    SubnetKeys keys = load(store, 1);
    Bytes message = Bytes.ofUtf8("message");
    Bytes key = DerKeys.unwrapBls(keys.subnetPublicKey());

    assertThat(keys.subnetPublicKey().size()).isEqualTo(133);
    assertThat(crypto.verifyBls(key, message, keys.sign(message))).isTrue();
    assertThat(crypto.verifyBls(key, Bytes.ofUtf8("other"), keys.sign(message))).isFalse();
  }

  @Test
  void theNodeSignsUnderItsKey() {
    SubnetKeys keys = load(store, 1);
    Bytes message = Bytes.ofUtf8("message");

    assertThat(crypto.verify(keys.nodeKey().derPublicKey(), message, keys.nodeKey().sign(message)))
        .isEqualTo(new SignatureVerdict.Valid());
  }

  @Test
  void idsFollowFromTheKeys() {
    SubnetKeys keys = load(store, 1);

    assertThat(keys.subnetId().principal())
        .isEqualTo(Principal.selfAuthenticating(keys.subnetPublicKey().unsafeArray()));
    assertThat(keys.nodeId().principal())
        .isEqualTo(Principal.selfAuthenticating(keys.nodeKey().derPublicKey().unsafeArray()));
  }

  private SubnetKeys load(MemoryKeyStore keyStore, long seed) {
    return SubnetKeys.loadOrCreate(crypto, keyStore, new SplittableRandom(seed));
  }
}
