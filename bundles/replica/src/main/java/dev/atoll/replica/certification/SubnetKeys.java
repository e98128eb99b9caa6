package dev.atoll.replica.certification;

import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.crypto.CryptoProvider.ThresholdKey;
import dev.atoll.spi.crypto.NodeKey;
import dev.atoll.spi.kernel.KeyStore;
import dev.atoll.types.Bytes;
import dev.atoll.types.DerKeys;
import dev.atoll.types.NodeId;
import dev.atoll.types.Principal;
import dev.atoll.types.SubnetId;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// The keys of a subnet whose nodes all run here: the threshold key with all shares, and the node's
/// own key. Immutable.
///
/// Both follow from secrets in the key store of 32 bytes each, made at the first start.
public final class SubnetKeys {

  private static final String SUBNET_SECRET = "subnet-threshold-key";

  private static final String NODE_SECRET = "node-signing-key";

  private static final int SECRET_SIZE_BYTES = 32;

  private final CryptoProvider crypto;

  private final ThresholdKey threshold;

  private final NodeKey node;

  private SubnetKeys(CryptoProvider crypto, ThresholdKey threshold, NodeKey node) {
    this.crypto = crypto;
    this.threshold = threshold;
    this.node = node;
  }

  /// Loads the keys, making what is missing.
  ///
  /// @param entropy a cryptographically strong source
  public static SubnetKeys loadOrCreate(
      CryptoProvider crypto, KeyStore store, RandomGenerator entropy) {
    return new SubnetKeys(
        crypto,
        crypto.dealThresholdKey(1, 1, secret(store, SUBNET_SECRET, entropy)),
        crypto.nodeKey(secret(store, NODE_SECRET, entropy)));
  }

  /// Loads the keys of a subnet that exists.
  ///
  /// @throws IllegalStateException if one is missing
  public static SubnetKeys load(CryptoProvider crypto, KeyStore store) {
    return new SubnetKeys(
        crypto,
        crypto.dealThresholdKey(1, 1, secret(store, SUBNET_SECRET)),
        crypto.nodeKey(secret(store, NODE_SECRET)));
  }

  private static Bytes secret(KeyStore store, String name) {
    return store
        .load(name)
        .map(Bytes::wrap)
        .orElseThrow(() -> new IllegalStateException("the key store has no " + name));
  }

  private static Bytes secret(KeyStore store, String name, RandomGenerator entropy) {
    if (store.load(name).isPresent()) {
      return secret(store, name);
    }
    byte[] fresh = new byte[SECRET_SIZE_BYTES];
    entropy.nextBytes(fresh);
    store.store(name, fresh.clone());
    return Bytes.wrap(fresh);
  }

  /// The DER-wrapped public key of the subnet, 133 bytes.
  public Bytes subnetPublicKey() {
    return DerKeys.wrapBls(threshold.publicKey());
  }

  /// The subnet that has this key from its genesis on.
  public SubnetId subnetId() {
    return new SubnetId(Principal.selfAuthenticating(subnetPublicKey().unsafeArray()));
  }

  public NodeKey nodeKey() {
    return node;
  }

  public NodeId nodeId() {
    return new NodeId(Principal.selfAuthenticating(node.derPublicKey().unsafeArray()));
  }

  /// The subnet's signature over `message`, which contains its domain separator.
  public Bytes sign(Bytes message) {
    SortedMap<Integer, Bytes> shares = new TreeMap<>();
    shares.put(0, crypto.signShare(threshold.secretShares().getFirst(), message));
    return crypto.combine(1, shares);
  }
}
