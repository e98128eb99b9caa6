package dev.atoll.crypto.blst;

import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.crypto.NodeKey;
import dev.atoll.spi.crypto.SignatureVerdict;
import dev.atoll.types.Bytes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import supranational.blst.P1;
import supranational.blst.P1_Affine;

/// BLS12-381 on the native blst library, user signatures in Java.
///
/// For use from any thread. The only state is two bounded caches of parsed public keys.
final class BlstCryptoProvider implements CryptoProvider {

  /// Distinct signers of a busy minute; an entry is about 4 kB, of which most is the table of
  /// multiples of an Ed25519 key.
  private static final int CACHED_USER_KEYS_MAX = 2_000;

  private final UserKeyParser parser = new UserKeyParser();

  private final BoundedCache<Bytes, UserKey> userKeys = new BoundedCache<>(CACHED_USER_KEYS_MAX);

  private final BlsSignatures bls = new BlsSignatures();

  /// @throws IllegalStateException if blst has no native library for this machine
  @Inject
  BlstCryptoProvider() {
    try {
      P1.generator();
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "native library of blst did not load on %s %s: it exists for Linux and macOS on x86-64 and"
                  .formatted(System.getProperty("os.name"), System.getProperty("os.arch"))
              + " aarch64, and for Windows on x86-64",
          e);
    }
  }

  @Override
  public SignatureVerdict verify(Bytes derPublicKey, Bytes message, Bytes signature) {
    UserKey key;
    try {
      key = userKeys.get(derPublicKey, parser::parse);
    } catch (UnsupportedKeyException e) {
      return new SignatureVerdict.UnsupportedKey(String.valueOf(e.getMessage()));
    }
    return key.verify(message, signature);
  }

  @Override
  public boolean verifyBls(Bytes publicKey, Bytes message, Bytes signature) {
    return bls.verify(publicKey, message, signature);
  }

  @Override
  public ThresholdKey dealThresholdKey(int nodes, int threshold, Bytes seed) {
    if (threshold < 1 || threshold > nodes) {
      throw new IllegalArgumentException(
          "threshold is %d, expected 1 to %d, the number of nodes".formatted(threshold, nodes));
    }
    requireSize("seed", ThresholdDealer.SEED_SIZE_BYTES, seed);
    return ThresholdDealer.deal(nodes, threshold, seed);
  }

  @Override
  public Bytes signShare(Bytes secretShare, Bytes message) {
    return bls.sign(SecretScalar.parse(secretShare), message);
  }

  @Override
  public boolean verifyShare(Bytes publicShare, Bytes message, Bytes share) {
    return bls.verify(publicShare, message, share);
  }

  @Override
  public Bytes combine(int threshold, SortedMap<Integer, Bytes> shares) {
    if (threshold < 1 || shares.size() < threshold) {
      throw new IllegalArgumentException(
          "%d signature shares, at least %d needed".formatted(shares.size(), threshold));
    }
    List<Integer> nodes = shares.keySet().stream().limit(threshold).toList();
    if (nodes.getFirst() < 0) {
      throw new IllegalArgumentException("node index %d is negative".formatted(nodes.getFirst()));
    }
    P1 sum = new P1();
    for (int position = 0; position < threshold; position++) {
      P1 share = share(nodes.get(position), shares);
      sum.add(share.mult(Lagrange.weight(nodes, position)));
    }
    return Bytes.wrap(sum.compress());
  }

  @Override
  public NodeKey nodeKey(Bytes seed) {
    requireSize("seed", Ed25519NodeKey.SEED_SIZE_BYTES, seed);
    return new Ed25519NodeKey(seed);
  }

  private static P1 share(int node, SortedMap<Integer, Bytes> shares) {
    Bytes encoded = shares.getOrDefault(node, Bytes.EMPTY);
    @Nullable P1_Affine point = BlsPoints.signature(encoded);
    if (point == null) {
      throw new IllegalArgumentException(
          "signature share of node %d is %d bytes and no point of the curve, expected %d bytes"
              .formatted(node, encoded.size(), BlsPoints.SIGNATURE_SIZE_BYTES));
    }
    return point.to_jacobian();
  }

  private static void requireSize(String subject, int sizeBytes, Bytes value) {
    if (value.size() != sizeBytes) {
      throw new IllegalArgumentException(
          "%s is %d bytes, expected %d".formatted(subject, value.size(), sizeBytes));
    }
  }
}
