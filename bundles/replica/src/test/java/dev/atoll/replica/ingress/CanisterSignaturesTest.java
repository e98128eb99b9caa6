package dev.atoll.replica.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.testing.Blst;
import dev.atoll.replica.testing.TestRoot;
import dev.atoll.replica.testing.TestSigner;
import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.types.Bytes;
import dev.atoll.types.CanisterRange;
import dev.atoll.types.Certificate;
import dev.atoll.types.HashTree;
import dev.atoll.types.Principal;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CanisterSignaturesTest {

  private static final Principal CANISTER = Principal.ofCanisterIndex(7);

  private static final Bytes PAYLOAD = Bytes.ofUtf8("payload");

  private final CryptoProvider crypto = Blst.provider();

  private final TestRoot root = new TestRoot(crypto, "root");

  private final TestRoot subnet = new TestRoot(crypto, "subnet");

  private final CanisterSignatures signatures =
      new CanisterSignatures(crypto::verifyBls, root::publicKey);

  private final TestSigner signer = new TestSigner(CANISTER, Bytes.ofUtf8("seed"));

  @Test
  void aCertifiedSignatureIsOne() {
    assertThat(verify(signer.sign(PAYLOAD, root::certify))).isNull();
  }

  @Test
  void anEmptyOrLongSeedIsASeedToo() {
    for (Bytes seed : List.of(Bytes.EMPTY, Bytes.wrap(new byte[150]), Bytes.wrap(new byte[300]))) {
      TestSigner other = new TestSigner(CANISTER, seed);

      assertThat(CanisterSignatures.isCanisterKey(other.publicKey())).isTrue();
      assertThat(CanisterSignatures.signerOf(other.publicKey())).isEqualTo(CANISTER);
      assertThat(signatures.verify(other.publicKey(), PAYLOAD, other.sign(PAYLOAD, root::certify)))
          .isNull();
    }
  }

  @Test
  void aSignatureOfOneSeedIsNoneOfAnother() {
    TestSigner other = new TestSigner(CANISTER, Bytes.ofUtf8("other seed"));

    assertThat(signatures.verify(other.publicKey(), PAYLOAD, signer.sign(PAYLOAD, root::certify)))
        .isEqualTo("the signature tree does not contain the signature");
  }

  @Test
  void aSignatureOfOneCanisterIsNoneOfAnother() {
    TestSigner other = new TestSigner(Principal.ofCanisterIndex(8), signer.seed());

    assertThat(signatures.verify(other.publicKey(), PAYLOAD, signer.sign(PAYLOAD, root::certify)))
        .startsWith("the certificate shows no certified data of canister ");
  }

  @Test
  void aSignatureIsOnOnePayload() {
    assertThat(
            signatures.verify(
                signer.publicKey(), Bytes.ofUtf8("else"), signer.sign(PAYLOAD, root::certify)))
        .isEqualTo("the signature tree does not contain the signature");
  }

  @Test
  void theTreeMustBeTheCertifiedOne() {
    Bytes certified = signer.signatureTree(Bytes.ofUtf8("else")).rootHash();

    assertThat(
            verify(
                TestSigner.signature(
                    root.certify(signer.stateTree(certified)), signer.signatureTree(PAYLOAD))))
        .isEqualTo("the certified data is not the root hash of the signature tree");
  }

  @Test
  void aLeafWithContentIsNoSignature() {
    HashTree tree =
        HashTree.labeled(
            "sig", HashTree.labeled("s", HashTree.labeled("m", HashTree.leaf(PAYLOAD))));

    assertThat(verify(TestSigner.signature(root.certify(signer.stateTree(tree.rootHash())), tree)))
        .isEqualTo("the signature tree does not contain the signature");
  }

  @Test
  void onlyTheRootKeyCertifies() {
    assertThat(verify(signer.sign(PAYLOAD, subnet::certify)))
        .isEqualTo("signature of the certificate does not verify");
  }

  @Test
  void aSubnetCertifiesWhatIsInItsRanges() {
    assertThat(verify(signer.sign(PAYLOAD, bySubnet(0, 9, "application")))).isNull();
    assertThat(verify(signer.sign(PAYLOAD, bySubnet(8, 9, "application"))))
        .contains("is in no range");
  }

  @Test
  void theTypeOfASubnetMustBeShownAndAllowSignatures() {
    assertThat(verify(signer.sign(PAYLOAD, bySubnet(0, 9, null))))
        .isEqualTo("the delegation shows no type of subnet " + subnet.id());
    assertThat(verify(signer.sign(PAYLOAD, bySubnet(0, 9, "cloud_engine"))))
        .isEqualTo(
            "canisters on subnet %s of type cloud_engine cannot sign".formatted(subnet.id()));
    assertThat(verify(signer.sign(PAYLOAD, bySubnet(0, 9, "system")))).isNull();
  }

  @Test
  void theKeyOfAUserIsNoneOfACanister() {
    assertThat(CanisterSignatures.isCanisterKey(root.publicKey())).isFalse();
    assertThat(CanisterSignatures.isCanisterKey(Bytes.EMPTY)).isFalse();
  }

  @Test
  void aKeyHasOneEncoding() {
    byte[] key = signer.publicKey().toByteArray();
    Bytes longLength =
        Bytes.concat(
            Bytes.wrap(new byte[] {0x30, (byte) 0x81}), Bytes.copyOf(key, 1, key.length - 1));

    assertThat(CanisterSignatures.isCanisterKey(longLength)).isFalse();
  }

  @Property
  void whateverIsSentIsJudgedAndNeverThrows(@ForAll byte[] key, @ForAll byte[] signature) {
    assertThat(CanisterSignatures.isCanisterKey(Bytes.copyOf(key))).isFalse();
    assertThat(signatures.verify(Bytes.copyOf(key), PAYLOAD, Bytes.copyOf(signature))).isNotNull();
    assertThat(verify(Bytes.copyOf(signature))).isNotNull();
  }

  @Property(tries = 300)
  void aKeyThatIsCutOrChangedIsJudgedAndNeverThrows(@ForAll int place, @ForAll byte value) {
    byte[] key = signer.publicKey().toByteArray();
    key[Math.floorMod(place, key.length)] = value;
    Bytes cut = Bytes.copyOf(key, 0, Math.floorMod(place, key.length));

    if (!Bytes.wrap(key).equals(signer.publicKey())) {
      assertThat(signatures.verify(Bytes.wrap(key), PAYLOAD, signer.sign(PAYLOAD, root::certify)))
          .isNotNull();
    }
    assertThat(CanisterSignatures.isCanisterKey(cut)).isFalse();
    assertThat(signatures.verify(cut, PAYLOAD, Bytes.EMPTY)).isNotNull();
  }

  private @Nullable String verify(Bytes signature) {
    return signatures.verify(signer.publicKey(), PAYLOAD, signature);
  }

  private Function<HashTree, Certificate> bySubnet(long first, long last, @Nullable String type) {
    TreeMap<Bytes, HashTree> parts = new TreeMap<>();
    parts.put(
        Bytes.ofUtf8("canister_ranges"),
        HashTree.leaf(
            CanisterRange.encode(
                List.of(
                    new CanisterRange(
                        Principal.ofCanisterIndex(first), Principal.ofCanisterIndex(last))))));
    parts.put(Bytes.ofUtf8("public_key"), HashTree.leaf(subnet.publicKey()));
    if (type != null) {
      parts.put(Bytes.ofUtf8("type"), HashTree.leaf(Bytes.ofUtf8(type)));
    }
    HashTree tree =
        HashTree.labeled(
            "subnet", HashTree.labeled(subnet.id().bytes(), HashTree.labeledForest(parts)));
    Certificate.Delegation delegation =
        new Certificate.Delegation(subnet.id(), root.certify(tree).encode());
    return state -> subnet.certify(state, delegation);
  }
}
