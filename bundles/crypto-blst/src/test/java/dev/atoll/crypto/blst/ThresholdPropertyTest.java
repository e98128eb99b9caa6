package dev.atoll.crypto.blst;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.crypto.CryptoProvider.ThresholdKey;
import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Subnets of any size that the public network has.
final class ThresholdPropertyTest {

  private static final int NODES_MAX = 40;

  private final CryptoProvider crypto = new BlstCryptoProvider();

  @Property(tries = 40)
  void anySubsetOfThresholdSizeGivesTheOneSignature(
      @ForAll @IntRange(min = 1, max = NODES_MAX) int nodes, @ForAll long seed) {
    Random random = new Random(seed);
    int threshold = 1 + random.nextInt(nodes);
    Bytes message = Bytes.wrap(Hashes.sha256(Bytes.ofUtf8("message " + seed).unsafeArray()));
    ThresholdKey key = deal(nodes, threshold, seed);
    Bytes expected =
        crypto.combine(threshold, shares(key, subset(nodes, threshold, random), message));

    assertThat(crypto.verifyBls(key.publicKey(), message, expected)).isTrue();
    assertThat(crypto.combine(threshold, shares(key, subset(nodes, threshold, random), message)))
        .isEqualTo(expected);
  }

  @Property(tries = 20)
  void oneShareTooFewGivesAnotherSignature(
      @ForAll @IntRange(min = 2, max = NODES_MAX) int nodes, @ForAll long seed) {
    Random random = new Random(seed);
    int threshold = 2 + random.nextInt(nodes - 1);
    Bytes message = Bytes.ofUtf8("message " + seed);
    ThresholdKey key = deal(nodes, threshold, seed);
    List<Integer> tooFew = subset(nodes, threshold - 1, random);

    Bytes signature = crypto.combine(threshold - 1, shares(key, tooFew, message));

    assertThat(crypto.verifyBls(key.publicKey(), message, signature)).isFalse();
  }

  @Property(tries = 20)
  void oneWrongShareSpoilsTheSignatureAndIsFound(
      @ForAll @IntRange(min = 1, max = NODES_MAX) int nodes, @ForAll long seed) {
    Random random = new Random(seed);
    int threshold = 1 + random.nextInt(nodes);
    Bytes message = Bytes.ofUtf8("message " + seed);
    ThresholdKey key = deal(nodes, threshold, seed);
    List<Integer> signers = subset(nodes, threshold, random);
    int liar = signers.get(random.nextInt(threshold));
    SortedMap<Integer, Bytes> shares = shares(key, signers, message);
    shares.put(liar, crypto.signShare(key.secretShares().get(liar), Bytes.ofUtf8("a lie")));

    Bytes signature = crypto.combine(threshold, shares);

    assertThat(crypto.verifyBls(key.publicKey(), message, signature)).isFalse();
    assertThat(signers)
        .filteredOn(
            node -> !crypto.verifyShare(key.publicShares().get(node), message, share(shares, node)))
        .containsExactly(liar);
  }

  private ThresholdKey deal(int nodes, int threshold, long seed) {
    byte[] entropy = Hashes.sha256(Bytes.ofUtf8("seed " + seed).unsafeArray());
    return crypto.dealThresholdKey(nodes, threshold, Bytes.wrap(entropy));
  }

  private SortedMap<Integer, Bytes> shares(ThresholdKey key, List<Integer> nodes, Bytes message) {
    SortedMap<Integer, Bytes> shares = new TreeMap<>();
    for (int node : nodes) {
      shares.put(node, crypto.signShare(key.secretShares().get(node), message));
    }
    return shares;
  }

  private static Bytes share(SortedMap<Integer, Bytes> shares, int node) {
    return shares.getOrDefault(node, Bytes.EMPTY);
  }

  private static List<Integer> subset(int nodes, int size, Random random) {
    List<Integer> all = IntStream.range(0, nodes).boxed().collect(Collectors.toList());
    Collections.shuffle(all, random);
    return all.subList(0, size);
  }
}
