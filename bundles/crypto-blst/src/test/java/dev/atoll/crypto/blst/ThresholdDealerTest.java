package dev.atoll.crypto.blst;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.crypto.CryptoProvider.ThresholdKey;
import dev.atoll.types.Bytes;
import org.junit.jupiter.api.Test;

final class ThresholdDealerTest {

  private static final String PUBLIC_KEY =
      "a2f487ff4cbc198028f53630aeab77abfd91c75d4aac3d3117bd9d08ef2942e4"
          + "9b124d790456dae4195159e9c0ce289a01e806d16ff1b325196cb8d70bb734db"
          + "a8baf74f3b7e1292b097dcb910d2c0d8a1396b1a5075a14a1b9e2b31b9814d57";

  /// Computed with a separate implementation of RFC 9380 and of Shamir's scheme.
  private static final String LAST_SHARE =
      "5b01a7eb4b299627f162a46662eeaad75dbddae063b8b051d873f2be7baadfda";

  /// A network keeps what was dealt; still, the same seed should not give another key next year.
  @Test
  void theDealingOfASeedNeverChanges() {
    ThresholdKey key = new BlstCryptoProvider().dealThresholdKey(4, 3, Bytes.wrap(new byte[32]));

    assertThat(key.publicKey().toHex()).isEqualTo(PUBLIC_KEY);
    assertThat(key.secretShares().getLast().toHex()).isEqualTo(LAST_SHARE);
  }
}
