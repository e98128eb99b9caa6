package dev.atoll.spi.tck.crypto;

import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.crypto.NodeKey;
import dev.atoll.spi.crypto.SignatureVerdict;
import dev.atoll.types.Bytes;
import dev.atoll.types.DerKeys;
import dev.atoll.types.Hashes;
import java.math.BigInteger;
import java.util.Arrays;

/// Providers with one mistake each in the signatures of users and nodes.
final class BrokenUserSignatures {

  private BrokenUserSignatures() {}

  @CaughtBy({
    "anEd25519SignatureOfAnotherMessageIsInvalid",
    "anEd25519SignatureWithAnyByteChangedIsInvalid",
    "anEcdsaSignatureOfAnotherMessageIsInvalid",
    "anEcdsaSignatureWithAByteChangedIsInvalid",
    "anEcdsaSignatureWithAScalarOutOfRangeIsInvalid",
    "anEcdsaSignatureInDerIsInvalid",
    "anAssertionOfAnotherChallengeIsInvalid",
    "anAssertionWithAByteChangedIsInvalid",
    "anAssertionIsInvalidWithoutItsEnvelope",
    "aCoseKeyOfAnotherAlgorithmIsUnsupported",
    "aNodeSignatureVerifiesUnderTheNodeKey"
  })
  static final class AcceptsEverySignature extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider() {
        @Override
        public SignatureVerdict verify(Bytes derPublicKey, Bytes message, Bytes signature) {
          return new SignatureVerdict.Valid();
        }
      };
    }
  }

  @CaughtBy({
    "aKnownEd25519SignatureIsValid",
    "aKnownEcdsaSignatureIsValid",
    "aKnownAssertionOfWebAuthenticationIsValid"
  })
  static final class RefusesEverySignature extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider() {
        @Override
        public SignatureVerdict verify(Bytes derPublicKey, Bytes message, Bytes signature) {
          return verdict(false);
        }
      };
    }
  }

  @CaughtBy({"anEd25519SignatureOfAnotherSizeIsInvalid", "anEcdsaSignatureOfAnotherSizeIsInvalid"})
  static final class IgnoresWhatFollowsTheSignature extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider() {
        @Override
        public SignatureVerdict verify(Bytes derPublicKey, Bytes message, Bytes signature) {
          byte[] cut = Arrays.copyOf(signature.unsafeArray(), 64);
          return super.verify(derPublicKey, message, Bytes.wrap(cut));
        }
      };
    }
  }

  @CaughtBy("anEd25519ScalarOfTheGroupOrderOrMoreIsInvalid")
  static final class ReducesTheEd25519Scalar extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider() {
        @Override
        SignatureVerdict verifyEd25519(Bytes key, Bytes message, Bytes signature) {
          SignatureVerdict verdict = super.verifyEd25519(key, message, signature);
          if (verdict instanceof SignatureVerdict.Invalid && signature.size() == 64) {
            return super.verifyEd25519(key, message, lowered(signature));
          }
          return verdict;
        }
      };
    }

    private static Bytes lowered(Bytes signature) {
      byte[] lowered = signature.toByteArray();
      BigInteger order = Ed25519Rules.ED25519_GROUP_ORDER;
      int borrow = 0;
      for (int i = 0; i < 32; i++) {
        int digit =
            (lowered[32 + i] & 0xff) - (order.shiftRight(8 * i).byteValue() & 0xff) - borrow;
        borrow = digit < 0 ? 1 : 0;
        lowered[32 + i] = (byte) digit;
      }
      return Bytes.wrap(lowered);
    }
  }

  @CaughtBy("everySmallOrderKeyAndPointWithTheZeroScalarIsValid")
  static final class RefusesSmallOrderKeys extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider() {
        @Override
        SignatureVerdict verifyEd25519(Bytes key, Bytes message, Bytes signature) {
          return Ed25519Rules.SMALL_ORDER_POINTS.contains(key)
              ? verdict(false)
              : super.verifyEd25519(key, message, signature);
        }
      };
    }
  }

  @CaughtBy("everySmallOrderKeyAndPointWithTheZeroScalarIsValid")
  static final class RefusesPointsThatAreNotCanonical extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider() {
        @Override
        SignatureVerdict verifyEd25519(Bytes key, Bytes message, Bytes signature) {
          boolean canonical =
              PlainEdwards.decode(key).filter(p -> p.encode().equals(key)).isPresent();
          return canonical ? super.verifyEd25519(key, message, signature) : verdict(false);
        }
      };
    }
  }

  @CaughtBy({
    "anEd25519KeyThatIsNoPointIsUnsupported",
    "anEcdsaKeyOffTheCurveIsUnsupported",
    "anEcdsaKeyInAnyOtherFormIsUnsupported"
  })
  static final class BlamesTheSignatureForABadKey extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider() {
        @Override
        public SignatureVerdict verify(Bytes derPublicKey, Bytes message, Bytes signature) {
          SignatureVerdict verdict = super.verify(derPublicKey, message, signature);
          return verdict instanceof SignatureVerdict.UnsupportedKey ? verdict(false) : verdict;
        }
      };
    }
  }

  @CaughtBy("anEd25519KeyInAnyOtherDerIsUnsupported")
  static final class TakesTheLastBytesOfAnyDer extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider() {
        @Override
        public SignatureVerdict verify(Bytes derPublicKey, Bytes message, Bytes signature) {
          int size = derPublicKey.size();
          if (size < 32 || size > 50) {
            return super.verify(derPublicKey, message, signature);
          }
          Bytes raw = Bytes.copyOf(derPublicKey.unsafeArray(), size - 32, 32);
          return super.verify(DerKeys.wrapEd25519(raw), message, signature);
        }
      };
    }
  }

  @CaughtBy("anEcdsaSignatureIsValidWithEitherS")
  static final class RefusesAHighS extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider() {
        @Override
        SignatureVerdict verifyEcdsa(
            EcdsaVector scheme, Bytes der, Bytes message, Bytes signature) {
          byte[] s = Arrays.copyOfRange(signature.unsafeArray(), 32, 64);
          boolean high = new BigInteger(1, s).compareTo(scheme.order().shiftRight(1)) > 0;
          return high ? verdict(false) : super.verifyEcdsa(scheme, der, message, signature);
        }
      };
    }
  }

  @CaughtBy({"aKnownSeedGivesTheKnownNodeKeyAndSignature", "aNodeSeedOfAnotherSizeIsAnError"})
  static final class HashesTheNodeSeed extends CryptoProviderContract {

    @Override
    public CryptoProvider newProvider() {
      return new PlainCryptoProvider() {
        @Override
        public NodeKey nodeKey(Bytes seed) {
          return super.nodeKey(Bytes.wrap(Hashes.sha256(seed.unsafeArray())));
        }
      };
    }
  }
}
