package dev.atoll.crypto.blst;

import dev.atoll.spi.crypto.CryptoProvider.ThresholdKey;
import dev.atoll.types.Bytes;
import java.util.ArrayList;
import java.util.List;
import supranational.blst.P2;
import supranational.blst.Scalar;

/// Deals a key by Shamir's scheme: a secret polynomial whose value at zero is the key.
///
/// Node `i` gets the value at `i + 1`. The constant term follows from the seed alone; the other
/// coefficients also from the number of nodes and the threshold, so that two dealings of one seed
/// have one public key and yet unrelated shares.
///
/// The dealer knows the whole key: right for development, and for production only until nodes
/// generate their key together.
final class ThresholdDealer {

  static final int SEED_SIZE_BYTES = 32;

  /// Changing either of these changes every key that was dealt.
  private static final String KEY_DOMAIN = "ATOLL-THRESHOLD-KEY-V1";

  private static final String COEFFICIENT_DOMAIN = "ATOLL-THRESHOLD-COEFFICIENT-V1";

  private ThresholdDealer() {}

  static ThresholdKey deal(int nodes, int threshold, Bytes seed) {
    List<Scalar> polynomial = polynomial(nodes, threshold, seed);
    List<Bytes> publicShares = new ArrayList<>(nodes);
    List<Bytes> secretShares = new ArrayList<>(nodes);
    for (int node = 0; node < nodes; node++) {
      Scalar share = evaluate(polynomial, Lagrange.evaluationPoint(node));
      publicShares.add(publicKey(share));
      secretShares.add(Bytes.wrap(share.to_bendian()));
    }
    return new ThresholdKey(publicKey(polynomial.getFirst()), publicShares, secretShares);
  }

  private static List<Scalar> polynomial(int nodes, int threshold, Bytes seed) {
    List<Scalar> coefficients = new ArrayList<>(threshold);
    coefficients.add(SecretScalar.hash(KEY_DOMAIN, seed));
    for (int power = 1; power < threshold; power++) {
      coefficients.add(SecretScalar.hash(COEFFICIENT_DOMAIN, seed, nodes, threshold, power));
    }
    return coefficients;
  }

  private static Scalar evaluate(List<Scalar> polynomial, Scalar x) {
    Scalar value = polynomial.getLast().dup();
    for (Scalar coefficient : polynomial.reversed().subList(1, polynomial.size())) {
      value = value.mul(x).add(coefficient);
    }
    return value;
  }

  private static Bytes publicKey(Scalar secret) {
    return Bytes.wrap(P2.generator().mult(secret).compress());
  }
}
