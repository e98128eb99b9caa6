package dev.atoll.replica.testing;

import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.crypto.CryptoProvider.ThresholdKey;
import dev.atoll.types.Bytes;
import dev.atoll.types.Certificate;
import dev.atoll.types.DerKeys;
import dev.atoll.types.DomainSeparator;
import dev.atoll.types.HashTree;
import dev.atoll.types.Hashes;
import dev.atoll.types.Principal;
import dev.atoll.types.SubnetId;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A subnet that signs whatever tree it is given.
public final class TestRoot {

  private final CryptoProvider crypto;

  private final ThresholdKey key;

  /// @param name subnets of one name have one key
  public TestRoot(CryptoProvider crypto, String name) {
    this.crypto = crypto;
    this.key =
        crypto.dealThresholdKey(1, 1, Bytes.wrap(Hashes.sha256(Bytes.ofUtf8(name).unsafeArray())));
  }

  public Bytes publicKey() {
    return DerKeys.wrapBls(key.publicKey());
  }

  public SubnetId id() {
    return new SubnetId(Principal.selfAuthenticating(publicKey().unsafeArray()));
  }

  public Bytes sign(HashTree tree) {
    TreeMap<Integer, Bytes> shares = new TreeMap<>();
    shares.put(
        0,
        crypto.signShare(
            key.secretShares().getFirst(), DomainSeparator.IC_STATE_ROOT.payload(tree.rootHash())));
    return crypto.combine(1, shares);
  }

  public Certificate certify(HashTree tree) {
    return certify(tree, null);
  }

  public Certificate certify(HashTree tree, Certificate.@Nullable Delegation delegation) {
    return new Certificate(tree, sign(tree), delegation);
  }
}
