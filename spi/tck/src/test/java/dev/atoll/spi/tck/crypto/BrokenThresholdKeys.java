package dev.atoll.spi.tck.crypto;

import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.types.Bytes;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;
import java.util.SortedMap;

/// Providers with one mistake each in dealing or combining.
final class BrokenThresholdKeys {

  private BrokenThresholdKeys() {}

  @CaughtBy("aDealingHasAShareOfTheStatedSizeForEachNode")
  static final class ForgetsTheLastNode extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider() {
        @Override
        public ThresholdKey dealThresholdKey(int nodes, int threshold, Bytes seed) {
          return super.dealThresholdKey(nodes - 1, threshold, seed);
        }
      };
    }
  }

  @CaughtBy("aSeedAlwaysGivesTheSameDealing")
  static final class DrawsCoefficientsAtRandom extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider(
          new PlainBls() {
            @Override
            List<BigInteger> polynomial(int nodes, int threshold, Bytes seed) {
              List<BigInteger> coefficients = super.polynomial(nodes, threshold, seed);
              coefficients.replaceAll(ignored -> new BigInteger(250, new SecureRandom()));
              return coefficients;
            }
          });
    }
  }

  @CaughtBy("anotherSeedGivesAnotherKeyAndOtherShares")
  static final class IgnoresTheSeed extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider(
          new PlainBls() {
            @Override
            List<BigInteger> polynomial(int nodes, int threshold, Bytes seed) {
              return super.polynomial(nodes, threshold, Bytes.EMPTY);
            }
          });
    }
  }

  @CaughtBy("dealingTheSeedAgainKeepsTheKeyAndRenewsTheShares")
  static final class DerivesTheKeyFromTheThresholdToo extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider(
          new PlainBls() {
            @Override
            List<BigInteger> polynomial(int nodes, int threshold, Bytes seed) {
              List<BigInteger> coefficients = super.polynomial(nodes, threshold, seed);
              coefficients.set(0, coefficients.getFirst().add(BigInteger.valueOf(threshold)));
              return coefficients;
            }
          });
    }
  }

  @CaughtBy({"dealingTheSeedAgainKeepsTheKeyAndRenewsTheShares", "sharesOfTwoDealingsDoNotCombine"})
  static final class DealsTheSameSharesToMoreNodes extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider(
          new PlainBls() {
            @Override
            List<BigInteger> polynomial(int nodes, int threshold, Bytes seed) {
              return super.polynomial(0, threshold, seed);
            }
          });
    }
  }

  @CaughtBy("fewerSharesThanTheThresholdSignNothing")
  static final class DealsAPolynomialOfOneTermLess extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider(
          new PlainBls() {
            @Override
            List<BigInteger> polynomial(int nodes, int threshold, Bytes seed) {
              return super.polynomial(nodes, threshold - 1, seed);
            }
          });
    }
  }

  @CaughtBy("noNodeHoldsTheWholeKey")
  static final class EvaluatesAtTheIndex extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider(
          new PlainBls() {
            @Override
            int evaluationPoint(int node) {
              return node;
            }
          });
    }
  }

  @CaughtBy({"anyThresholdSharesCombineToTheOneSignature", "theSmallestAndTheLargestThresholdWork"})
  static final class AddsSharesWithoutWeights extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider(
          new PlainBls() {
            @Override
            BigInteger weight(List<Integer> nodes, int node) {
              return BigInteger.ONE;
            }
          });
    }
  }

  @CaughtBy({"fewerSharesThanTheThresholdSignNothing", "sharesThatCannotBeCombinedAreAnError"})
  static final class CombinesWhatItGets extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider() {
        @Override
        public Bytes combine(int threshold, SortedMap<Integer, Bytes> shares) {
          try {
            return super.combine(Math.min(threshold, shares.size()), shares);
          } catch (IllegalArgumentException e) {
            return BlsRules.BLS_SIGNATURE;
          }
        }
      };
    }
  }

  @CaughtBy("aDealingThatCannotWorkIsAnError")
  static final class DealsWhateverIsAsked extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider() {
        @Override
        public ThresholdKey dealThresholdKey(int nodes, int threshold, Bytes seed) {
          int possible = Math.clamp(threshold, 1, nodes);
          return super.dealThresholdKey(nodes, possible, seed);
        }
      };
    }
  }
}
