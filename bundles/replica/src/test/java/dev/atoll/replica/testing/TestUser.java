package dev.atoll.replica.testing;

import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.crypto.NodeKey;
import dev.atoll.types.Bytes;
import dev.atoll.types.Delegation;
import dev.atoll.types.Envelope;
import dev.atoll.types.Hashes;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestContent;
import dev.atoll.types.SignedDelegation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A user with an Ed25519 key.
public final class TestUser {

  private final NodeKey key;

  /// @param name users of one name are one user
  public TestUser(CryptoProvider crypto, String name) {
    key = crypto.nodeKey(Bytes.wrap(Hashes.sha256(Bytes.ofUtf8(name).unsafeArray())));
  }

  public Bytes publicKey() {
    return key.derPublicKey();
  }

  public Principal id() {
    return Principal.selfAuthenticating(publicKey().unsafeArray());
  }

  public Bytes sign(Bytes payload) {
    return key.sign(payload);
  }

  /// A request that this user makes without help.
  public Envelope envelope(RequestContent content) {
    return new Envelope(content, publicKey(), sign(content.signedPayload()), List.of());
  }

  /// A request of `sender` that this user signs by a chain of delegations.
  public Envelope envelope(
      TestUser sender, RequestContent content, List<SignedDelegation> delegations) {
    return new Envelope(content, sender.publicKey(), sign(content.signedPayload()), delegations);
  }

  public SignedDelegation delegate(TestUser to, long expirationNanos) {
    return delegate(to, expirationNanos, null, null);
  }

  public SignedDelegation delegate(
      TestUser to,
      long expirationNanos,
      @Nullable List<Principal> targets,
      @Nullable String permissions) {
    Delegation delegation = new Delegation(to.publicKey(), expirationNanos, targets, permissions);
    return new SignedDelegation(delegation, sign(delegation.signedPayload()));
  }
}
