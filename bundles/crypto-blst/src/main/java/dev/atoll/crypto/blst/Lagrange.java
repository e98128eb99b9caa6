package dev.atoll.crypto.blst;

import java.util.List;
import supranational.blst.Scalar;

/// Interpolation at zero of the polynomial that [ThresholdDealer] evaluates.
final class Lagrange {

  private Lagrange() {}

  /// Node `index` holds the value at `index + 1`, because the value at zero is the key itself.
  static Scalar evaluationPoint(int index) {
    return SecretScalar.of(Math.addExact(index, 1));
  }

  /// The weight of the share of `nodes.get(position)` in the value at zero.
  ///
  /// @param nodes distinct node indexes
  static Scalar weight(List<Integer> nodes, int position) {
    Scalar own = evaluationPoint(nodes.get(position));
    Scalar numerator = SecretScalar.of(1);
    Scalar denominator = SecretScalar.of(1);
    for (int other = 0; other < nodes.size(); other++) {
      if (other != position) {
        Scalar x = evaluationPoint(nodes.get(other));
        numerator = numerator.mul(x);
        denominator = denominator.mul(x.dup().sub(own));
      }
    }
    return numerator.mul(denominator.inverse());
  }
}
