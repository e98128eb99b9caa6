package dev.atoll.spi.crypto;

import dev.atoll.types.Bytes;
import java.util.List;
import java.util.SortedMap;
import org.osgi.annotation.versioning.ConsumerType;

/// Verifies and makes the signatures of the Internet Computer.
///
/// All methods are pure functions of their arguments: the same input gives the same output in every
/// process, and randomness comes in as a seed. Callable from any thread.
///
/// Keys and signatures: BLS12-381 public keys are 96 bytes (compressed, in G2), signatures 48 bytes
/// (compressed, in G1), messages are hashed with
/// `BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_`; secret scalars are 32 bytes, big endian.
///
/// Source: Internet Computer interface specification, "Signatures" and "Certification"; reference
/// implementation `rs/crypto`.
@ConsumerType
public interface CryptoProvider {

  /// Verifies a user's signature under a DER-wrapped public key.
  ///
  /// Supports Ed25519 (RFC 8410), ECDSA on P-256 and secp256k1 (SHA-256, signature r·s of 64
  /// bytes) and web authentication (DER-wrapped COSE keys of ES256, RS256 and EdDSA). Canister
  /// signatures are made of certificates, and not known here: they answer
  /// [SignatureVerdict.UnsupportedKey].
  ///
  /// Replicas must agree on every signature, so nothing is left open:
  ///
  /// - a key is accepted in its one canonical DER encoding only, an ECDSA point uncompressed and on
  ///   the curve;
  /// - Ed25519 follows ZIP 215: points need neither be canonical nor of prime order, s is below the
  ///   group order, and the equation is multiplied by the cofactor;
  /// - ECDSA accepts a low and a high s alike;
  /// - in web authentication, the challenge is the base64url of `message` without padding, RSA keys
  ///   have 2048 to 4096 bits, and type and origin are there but not judged.
  ///
  /// @param derPublicKey the DER form of a SubjectPublicKeyInfo
  /// @param message the whole message, with its domain separator
  SignatureVerdict verify(Bytes derPublicKey, Bytes message, Bytes signature);

  /// Verifies a BLS signature; malformed or non-subgroup points make it false, never an exception.
  boolean verifyBls(Bytes publicKey, Bytes message, Bytes signature);

  /// Deals a threshold key to `nodes` nodes, any `threshold` of which can sign.
  ///
  /// The public key follows from the seed alone: dealing one seed to other nodes, or with another
  /// threshold, keeps it. The shares of two dealings do not combine. Another provider may deal
  /// another key from the same seed, so keep what was dealt and not the seed.
  ///
  /// @param seed 32 bytes of entropy that nobody else may learn
  /// @throws IllegalArgumentException unless `1 <= threshold <= nodes` and the seed has 32 bytes
  ThresholdKey dealThresholdKey(int nodes, int threshold, Bytes seed);

  /// Signs `message` with one share of the threshold key.
  ///
  /// @param secretShare 32 bytes of [ThresholdKey#secretShares]
  /// @throws IllegalArgumentException unless the share is 32 bytes, above zero and below the group
  ///   order
  Bytes signShare(Bytes secretShare, Bytes message);

  /// Whether `share` is the signature share of the node that holds `publicShare`.
  ///
  /// Like [#verifyBls], it answers malformed bytes with false.
  boolean verifyShare(Bytes publicShare, Bytes message, Bytes share);

  /// Combines signature shares by Lagrange interpolation at zero.
  ///
  /// The result does not depend on which shares are given; of more than `threshold`, those with the
  /// lowest indexes are used. The shares are not checked: verify the result, which costs one
  /// pairing check instead of one for each share, and check single shares only when that fails.
  ///
  /// @param shares signature shares by node index, counted from 0; at least `threshold` of them
  /// @throws IllegalArgumentException if there are fewer than `threshold` shares, an index is
  ///   negative, or a share that is used is no point of the curve
  Bytes combine(int threshold, SortedMap<Integer, Bytes> shares);

  /// The Ed25519 key pair that follows from `seed` (RFC 8032 secret key, 32 bytes).
  ///
  /// @throws IllegalArgumentException unless the seed has 32 bytes
  NodeKey nodeKey(Bytes seed);

  /// A threshold key with all its shares; whoever holds this value can sign alone.
  ///
  /// @param publicKey 96 bytes, the key that certificates verify under
  /// @param publicShares 96 bytes each, by node index
  /// @param secretShares 32 bytes each, by node index
  record ThresholdKey(Bytes publicKey, List<Bytes> publicShares, List<Bytes> secretShares) {

    public ThresholdKey {
      publicShares = List.copyOf(publicShares);
      secretShares = List.copyOf(secretShares);
      if (publicShares.size() != secretShares.size()) {
        throw new IllegalArgumentException(
            "%d public shares for %d secret shares"
                .formatted(publicShares.size(), secretShares.size()));
      }
    }

    /// Without the secret shares, which must not end in a log.
    @Override
    public String toString() {
      return "ThresholdKey[publicKey=%s, nodes=%d]".formatted(publicKey, publicShares.size());
    }
  }
}
