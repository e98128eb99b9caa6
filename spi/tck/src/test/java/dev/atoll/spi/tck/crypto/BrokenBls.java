package dev.atoll.spi.tck.crypto;

import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.types.Bytes;
import java.math.BigInteger;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.P2_Affine;
import supranational.blst.PT;

/// Providers with one mistake each in BLS signatures.
final class BrokenBls {

  private BrokenBls() {}

  @CaughtBy({
    "aBlsSignatureOfAnotherMessageIsRefused",
    "aBlsSignatureWithAnyByteChangedIsRefused",
    "aBlsKeyWithAnyByteChangedIsRefused",
    "aShareVerifiesUnderThePublicShareOfItsNodeAlone",
    "fewerSharesThanTheThresholdSignNothing",
    "aWrongShareSpoilsTheSignatureAndIsFound",
    "sharesUnderTheIndexOfAnotherNodeSpoilTheSignature"
  })
  static final class AcceptsEverySignature extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider(
          new PlainBls() {
            @Override
            boolean verify(Bytes key, Bytes message, Bytes signature) {
              return true;
            }
          });
    }
  }

  @CaughtBy({"aKnownBlsSignatureVerifies", "aKnownSecretSignsAsEveryProviderDoes"})
  static final class HashesWithAnotherDomain extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider(
          new PlainBls() {
            @Override
            String domain() {
              return "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_POP_";
            }
          });
    }
  }

  @CaughtBy("blsBytesOfAnotherSizeAreRefused")
  static final class ThrowsOnMalformedBytes extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider(
          new PlainBls() {
            @Override
            boolean verify(Bytes key, Bytes message, Bytes signature) {
              if (key.size() != 96 || signature.size() != 48) {
                throw new IllegalArgumentException("malformed");
              }
              return super.verify(key, message, signature);
            }
          });
    }
  }

  @CaughtBy({"blsPointsOutsideTheGroupAreRefused", "theIdentityIsNoBlsKey"})
  static final class ChecksTheEquationAlone extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider(
          new PlainBls() {
            @Override
            boolean verify(Bytes key, Bytes message, Bytes signature) {
              try {
                P1_Affine hashed =
                    new P1().hash_to(message.unsafeArray(), domain(), new byte[0]).to_affine();
                PT left = new PT(hashed, new P2_Affine(key.unsafeArray())).final_exp();
                P1_Affine point = new P1_Affine(signature.unsafeArray());
                return new PT(point, P2_Affine.generator()).final_exp().is_equal(left);
              } catch (RuntimeException malformed) {
                return false;
              }
            }
          });
    }
  }

  @CaughtBy("aSecretThatIsNoScalarDoesNotSign")
  static final class ReducesTheSecret extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider() {
        @Override
        public Bytes signShare(Bytes secretShare, Bytes message) {
          return bls.sign(
              new BigInteger(1, secretShare.unsafeArray()).mod(PlainBls.ORDER), message);
        }
      };
    }
  }
}
