package dev.atoll.spi.tck.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.crypto.CryptoProvider.ThresholdKey;
import dev.atoll.types.Bytes;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Threshold keys: any `threshold` shares sign alike, fewer sign nothing.
interface ThresholdKeyRules extends Provided {

  Bytes SEED = Bytes.ofUtf8("a seed of exactly 32 bytes .....");

  Bytes OTHER_SEED = Bytes.ofUtf8("another seed of 32 bytes .......");

  int NODES = 5;

  int THRESHOLD = 3;

  @Test
  default void aDealingHasAShareOfTheStatedSizeForEachNode() {
    ThresholdKey key = newProvider().dealThresholdKey(NODES, THRESHOLD, SEED);

    assertThat(key.publicKey().size()).isEqualTo(96);
    assertThat(key.publicShares()).hasSize(NODES).doesNotHaveDuplicates();
    assertThat(key.publicShares()).allMatch(share -> share.size() == 96);
    assertThat(key.secretShares()).hasSize(NODES).doesNotHaveDuplicates();
    assertThat(key.secretShares()).allMatch(share -> share.size() == 32);
  }

  @Test
  default void aSeedAlwaysGivesTheSameDealing() {
    assertThat(newProvider().dealThresholdKey(NODES, THRESHOLD, SEED))
        .isEqualTo(newProvider().dealThresholdKey(NODES, THRESHOLD, SEED));
  }

  @Test
  default void anotherSeedGivesAnotherKeyAndOtherShares() {
    ThresholdKey key = newProvider().dealThresholdKey(NODES, THRESHOLD, SEED);
    ThresholdKey other = newProvider().dealThresholdKey(NODES, THRESHOLD, OTHER_SEED);

    assertThat(other.publicKey()).isNotEqualTo(key.publicKey());
    assertThat(other.secretShares()).doesNotContainAnyElementsOf(key.secretShares());
  }

  @Test
  default void dealingTheSeedAgainKeepsTheKeyAndRenewsTheShares() {
    ThresholdKey key = newProvider().dealThresholdKey(NODES, THRESHOLD, SEED);
    List<ThresholdKey> others =
        List.of(
            newProvider().dealThresholdKey(NODES + 1, THRESHOLD, SEED),
            newProvider().dealThresholdKey(NODES, THRESHOLD + 1, SEED));

    for (ThresholdKey other : others) {
      assertThat(other.publicKey()).isEqualTo(key.publicKey());
      assertThat(other.secretShares()).doesNotContainAnyElementsOf(key.secretShares());
    }
  }

  @Test
  default void aShareVerifiesUnderThePublicShareOfItsNodeAlone() {
    CryptoProvider crypto = newProvider();
    ThresholdKey key = crypto.dealThresholdKey(NODES, THRESHOLD, SEED);

    for (int signer = 0; signer < NODES; signer++) {
      Bytes share = crypto.signShare(key.secretShares().get(signer), MESSAGE);
      for (int node = 0; node < NODES; node++) {
        assertThat(crypto.verifyShare(key.publicShares().get(node), MESSAGE, share))
            .as("share of node %d under the public share of node %d", signer, node)
            .isEqualTo(signer == node);
      }
      assertThat(crypto.verifyShare(key.publicShares().get(signer), OTHER_MESSAGE, share))
          .isFalse();
    }
  }

  @Test
  default void anyThresholdSharesCombineToTheOneSignature() {
    CryptoProvider crypto = newProvider();
    ThresholdKey key = crypto.dealThresholdKey(NODES, THRESHOLD, SEED);
    Bytes signature = crypto.combine(THRESHOLD, shares(key, 0, 1, 2));

    assertThat(crypto.verifyBls(key.publicKey(), MESSAGE, signature)).isTrue();
    for (int a = 0; a < NODES; a++) {
      for (int b = a + 1; b < NODES; b++) {
        for (int c = b + 1; c < NODES; c++) {
          assertThat(crypto.combine(THRESHOLD, shares(key, a, b, c)))
              .as("shares of nodes %d, %d and %d", a, b, c)
              .isEqualTo(signature);
        }
      }
    }
    assertThat(crypto.combine(THRESHOLD, shares(key, 0, 1, 2, 3, 4))).isEqualTo(signature);
    assertThat(crypto.combine(NODES, shares(key, 0, 1, 2, 3, 4))).isEqualTo(signature);
  }

  @Test
  default void theSmallestAndTheLargestThresholdWork() {
    CryptoProvider crypto = newProvider();
    ThresholdKey alone = crypto.dealThresholdKey(1, 1, SEED);
    ThresholdKey all = crypto.dealThresholdKey(4, 4, SEED);

    Bytes byOne = crypto.combine(1, shares(alone, 0));
    Bytes byAll = crypto.combine(4, shares(all, 0, 1, 2, 3));

    assertThat(byOne).isEqualTo(byAll);
    assertThat(crypto.verifyBls(alone.publicKey(), MESSAGE, byOne)).isTrue();
  }

  @Test
  default void fewerSharesThanTheThresholdSignNothing() {
    CryptoProvider crypto = newProvider();
    ThresholdKey key = crypto.dealThresholdKey(NODES, THRESHOLD, SEED);

    Bytes byTwo = crypto.combine(THRESHOLD - 1, shares(key, 0, 1));

    assertThat(crypto.verifyBls(key.publicKey(), MESSAGE, byTwo)).isFalse();
    assertThatThrownBy(() -> crypto.combine(THRESHOLD, shares(key, 0, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// The value of the polynomial at zero is the key itself and belongs to nobody.
  @Test
  default void noNodeHoldsTheWholeKey() {
    CryptoProvider crypto = newProvider();
    ThresholdKey key = crypto.dealThresholdKey(NODES, THRESHOLD, SEED);

    assertThat(key.publicShares()).doesNotContain(key.publicKey());
    for (Bytes secretShare : key.secretShares()) {
      Bytes share = crypto.signShare(secretShare, MESSAGE);
      assertThat(crypto.verifyBls(key.publicKey(), MESSAGE, share)).isFalse();
    }
  }

  @Test
  default void aWrongShareSpoilsTheSignatureAndIsFound() {
    CryptoProvider crypto = newProvider();
    ThresholdKey key = crypto.dealThresholdKey(NODES, THRESHOLD, SEED);
    SortedMap<Integer, Bytes> shares = shares(key, 0, 2, 4);
    shares.put(2, crypto.signShare(key.secretShares().get(2), OTHER_MESSAGE));

    Bytes spoilt = crypto.combine(THRESHOLD, shares);

    assertThat(crypto.verifyBls(key.publicKey(), MESSAGE, spoilt)).isFalse();
    shares.forEach(
        (node, share) ->
            assertThat(crypto.verifyShare(key.publicShares().get(node), MESSAGE, share))
                .as("share of node %d", node)
                .isEqualTo(node != 2));
  }

  @Test
  default void sharesUnderTheIndexOfAnotherNodeSpoilTheSignature() {
    CryptoProvider crypto = newProvider();
    ThresholdKey key = crypto.dealThresholdKey(NODES, THRESHOLD, SEED);
    SortedMap<Integer, Bytes> shares = shares(key, 0, 1, 2);
    Bytes first = shares.get(0);
    shares.put(0, shares.get(1));
    shares.put(1, first);

    Bytes spoilt = crypto.combine(THRESHOLD, shares);

    assertThat(crypto.verifyBls(key.publicKey(), MESSAGE, spoilt)).isFalse();
  }

  @Test
  default void sharesOfTwoDealingsDoNotCombine() {
    CryptoProvider crypto = newProvider();
    ThresholdKey key = crypto.dealThresholdKey(NODES, THRESHOLD, SEED);
    ThresholdKey redealt = crypto.dealThresholdKey(NODES + 1, THRESHOLD, SEED);
    SortedMap<Integer, Bytes> shares = shares(key, 0, 1, 2);
    shares.putAll(shares(redealt, 2));

    Bytes mixed = crypto.combine(THRESHOLD, shares);

    assertThat(crypto.verifyBls(key.publicKey(), MESSAGE, mixed)).isFalse();
  }

  @Test
  default void sharesThatCannotBeCombinedAreAnError() {
    CryptoProvider crypto = newProvider();
    ThresholdKey key = crypto.dealThresholdKey(NODES, THRESHOLD, SEED);

    SortedMap<Integer, Bytes> malformed = shares(key, 0, 1, 2);
    malformed.put(1, Bytes.wrap(new byte[48]));
    SortedMap<Integer, Bytes> tooShort = shares(key, 0, 1, 2);
    tooShort.put(2, Provided.shorter(crypto.signShare(key.secretShares().get(2), MESSAGE)));
    SortedMap<Integer, Bytes> negative = shares(key, 0, 1);
    negative.put(-1, negative.get(0));

    for (SortedMap<Integer, Bytes> shares : List.of(malformed, tooShort, negative)) {
      assertThatThrownBy(() -> crypto.combine(THRESHOLD, shares))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void aDealingThatCannotWorkIsAnError() {
    CryptoProvider crypto = newProvider();

    for (int threshold : new int[] {-1, 0, NODES + 1}) {
      assertThatThrownBy(() -> crypto.dealThresholdKey(NODES, threshold, SEED))
          .as("threshold %d", threshold)
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (Bytes seed : List.of(Bytes.EMPTY, Provided.shorter(SEED), Provided.longer(SEED))) {
      assertThatThrownBy(() -> crypto.dealThresholdKey(NODES, THRESHOLD, seed))
          .as("seed of %d bytes", seed.size())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private SortedMap<Integer, Bytes> shares(ThresholdKey key, int... nodes) {
    SortedMap<Integer, Bytes> shares = new TreeMap<>();
    for (int node : nodes) {
      shares.put(node, newProvider().signShare(key.secretShares().get(node), MESSAGE));
    }
    return shares;
  }
}
