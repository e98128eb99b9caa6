package dev.atoll.spi.tck.crypto;

import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import supranational.blst.BLST_ERROR;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.P2;
import supranational.blst.P2_Affine;
import supranational.blst.Scalar;

/// Threshold BLS with the scalars in plain sight.
///
/// Its parts are overridable, because the broken providers break one of them each.
class PlainBls {

  static final BigInteger ORDER =
      new BigInteger("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", 16);

  String domain() {
    return "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
  }

  /// The x at which node `node` holds the value of the polynomial.
  int evaluationPoint(int node) {
    return node + 1;
  }

  List<BigInteger> polynomial(int nodes, int threshold, Bytes seed) {
    List<BigInteger> coefficients = new ArrayList<>();
    coefficients.add(hash(seed, "key"));
    for (int power = 1; power < threshold; power++) {
      coefficients.add(hash(seed, "%d of %d, power %d".formatted(threshold, nodes, power)));
    }
    return coefficients;
  }

  BigInteger weight(List<Integer> nodes, int node) {
    BigInteger own = BigInteger.valueOf(evaluationPoint(node));
    BigInteger weight = BigInteger.ONE;
    for (int other : nodes) {
      if (other != node) {
        BigInteger x = BigInteger.valueOf(evaluationPoint(other));
        weight = weight.multiply(x).multiply(x.subtract(own).modInverse(ORDER)).mod(ORDER);
      }
    }
    return weight;
  }

  boolean verify(Bytes key, Bytes message, Bytes signature) {
    if (key.size() != 96 || signature.size() != 48) {
      return false;
    }
    try {
      P2_Affine point = new P2_Affine(key.unsafeArray());
      return new P1_Affine(signature.unsafeArray())
              .core_verify(point, true, message.unsafeArray(), domain())
          == BLST_ERROR.BLST_SUCCESS;
    } catch (RuntimeException malformed) {
      return false;
    }
  }

  final BigInteger evaluate(List<BigInteger> polynomial, int node) {
    BigInteger value = BigInteger.ZERO;
    for (BigInteger coefficient : polynomial.reversed()) {
      value = value.multiply(BigInteger.valueOf(evaluationPoint(node))).add(coefficient).mod(ORDER);
    }
    return value;
  }

  final Bytes publicKey(BigInteger secret) {
    return Bytes.wrap(P2.generator().mult(new Scalar(secret)).compress());
  }

  final Bytes sign(BigInteger secret, Bytes message) {
    P1 hashed = new P1().hash_to(message.unsafeArray(), domain(), new byte[0]);
    return Bytes.wrap(hashed.sign_with(new Scalar(secret)).compress());
  }

  final Bytes combine(List<Integer> nodes, SortedMap<Integer, Bytes> shares) {
    P1 sum = new P1();
    for (int node : nodes) {
      Bytes share = shares.getOrDefault(node, Bytes.EMPTY);
      if (share.size() != 48 || node < 0) {
        throw new IllegalArgumentException("no share of node " + node);
      }
      try {
        P1 point = new P1(share.unsafeArray());
        sum.add(point.mult(new Scalar(weight(nodes, node))));
      } catch (RuntimeException malformed) {
        throw new IllegalArgumentException("malformed share of node " + node, malformed);
      }
    }
    return Bytes.wrap(sum.compress());
  }

  private static BigInteger hash(Bytes seed, String purpose) {
    byte[] first = Hashes.sha256(seed.unsafeArray(), Bytes.ofUtf8(purpose).unsafeArray());
    byte[] second = Hashes.sha256(first);
    return new BigInteger(1, Bytes.concat(Bytes.wrap(first), Bytes.wrap(second)).unsafeArray())
        .mod(ORDER);
  }
}
