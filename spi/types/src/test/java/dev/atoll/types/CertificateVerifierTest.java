package dev.atoll.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// With a stand-in for BLS: the signature of a key on a message is a hash of both.
final class CertificateVerifierTest {

  private static final Bytes ROOT_KEY = key(1);

  private static final Bytes SUBNET_KEY = key(2);

  private static final SubnetId SUBNET = new SubnetId(Principal.of(new byte[] {7, 7}));

  private static final Principal INSIDE = Principal.ofCanisterIndex(5);

  private static final Principal IN_SECOND_SHARD = Principal.ofCanisterIndex(25);

  private static final Principal OUTSIDE = Principal.ofCanisterIndex(15);

  private final CertificateVerifier verifier =
      new CertificateVerifier(
          (key, message, signature) -> signature.equals(sign(key, message)),
          DerKeys.wrapBls(ROOT_KEY));

  private final HashTree state = tree("time", HashTree.leaf(Leb128.encodeUnsigned(42)));

  @Test
  void aCertificateOfTheRootSubnetNeedsNoDelegation() {
    Certificate certificate = signed(state, ROOT_KEY, null);

    assertThat(verifier.verify(certificate))
        .isEqualTo(new CertificateVerdict.Verified(certificate, null));
    assertThat(verifier.verifyForCanister(certificate, OUTSIDE))
        .isInstanceOf(CertificateVerdict.Verified.class);
  }

  @Test
  void aCertificateThatWasChangedIsInvalid() {
    Certificate signed = signed(state, ROOT_KEY, null);
    HashTree changed = tree("time", HashTree.leaf(Leb128.encodeUnsigned(43)));

    assertInvalid(
        verifier.verify(new Certificate(changed, signed.signature(), null)),
        "signature of the certificate does not verify");
    assertInvalid(
        verifier.verify(new Certificate(state, Bytes.EMPTY, null)),
        "signature of the certificate is 0 bytes, 48 expected");
    assertInvalid(
        verifier.verify(signed(state, SUBNET_KEY, null)),
        "signature of the certificate does not verify");
  }

  @Test
  void aDelegationProvesTheKeyOfAnotherSubnet() {
    Certificate parent = signed(legacyRanges(), ROOT_KEY, null);
    Certificate certificate = signed(state, SUBNET_KEY, parent);

    assertThat(verifier.verify(certificate))
        .isEqualTo(new CertificateVerdict.Verified(certificate, parent));
    assertThat(verifier.verifyForSubnet(certificate, SUBNET))
        .isInstanceOf(CertificateVerdict.Verified.class);
    assertInvalid(
        verifier.verifyForSubnet(certificate, new SubnetId(Principal.of(new byte[] {8}))),
        "delegation is for subnet %s, %s expected".formatted(SUBNET, Principal.of(new byte[] {8})));
  }

  @Test
  void theCanisterMustLieInARangeOfTheSubnet() {
    for (HashTree tree : List.of(legacyRanges(), shardedRanges())) {
      Certificate certificate = signed(state, SUBNET_KEY, signed(tree, ROOT_KEY, null));

      assertThat(verifier.verifyForCanister(certificate, INSIDE))
          .isInstanceOf(CertificateVerdict.Verified.class);
      assertThat(verifier.verifyForCanister(certificate, IN_SECOND_SHARD))
          .isInstanceOf(CertificateVerdict.Verified.class);
      assertInvalid(
          verifier.verifyForCanister(certificate, OUTSIDE),
          "canister %s is in no range that the delegation shows for subnet %s"
              .formatted(OUTSIDE, SUBNET));
    }
  }

  @Test
  void aShardThatIsPrunedProvesNothing() {
    HashTree pruned =
        HashTree.prune(
            shardedRanges(),
            List.of(
                List.of(Bytes.ofUtf8("subnet")),
                List.of(
                    Bytes.ofUtf8("canister_ranges"),
                    SUBNET.bytes(),
                    Principal.ofCanisterIndex(0).bytes())));
    Certificate certificate = signed(state, SUBNET_KEY, signed(pruned, ROOT_KEY, null));

    assertThat(verifier.verifyForCanister(certificate, INSIDE))
        .isInstanceOf(CertificateVerdict.Verified.class);
    assertThat(verifier.verifyForCanister(certificate, IN_SECOND_SHARD))
        .isInstanceOf(CertificateVerdict.Invalid.class);
  }

  @Test
  void aDelegationHasNoDelegation() {
    Certificate grandParent = signed(legacyRanges(), ROOT_KEY, null);
    Certificate parent = signed(legacyRanges(), SUBNET_KEY, grandParent);

    assertInvalid(
        verifier.verify(signed(state, SUBNET_KEY, parent)),
        "delegation has a delegation of its own, at most one level allowed");
  }

  @Test
  void aDelegationThatProvesNothingMakesTheCertificateInvalid() {
    assertInvalid(
        verifier.verify(signed(state, SUBNET_KEY, signed(legacyRanges(), SUBNET_KEY, null))),
        "signature of the delegation does not verify");
    assertInvalid(
        verifier.verify(signed(state, SUBNET_KEY, signed(state, ROOT_KEY, null))),
        "delegation shows no public key of subnet " + SUBNET);
    assertInvalid(
        verifier.verify(signed(state, SUBNET_KEY, signed(subnet(Bytes.EMPTY), ROOT_KEY, null))),
        "subnet %s: DER of the BLS public key is 0 bytes, 133 expected".formatted(SUBNET));
    assertInvalid(
        verifier.verify(
            new Certificate(
                state, Bytes.wrap(new byte[48]), new Certificate.Delegation(SUBNET, Bytes.EMPTY))),
        "input ends at byte 0 inside a value");
  }

  @Test
  void theRootKeyIsABlsKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CertificateVerifier((k, m, s) -> true, ROOT_KEY))
        .withMessage("DER of the BLS public key is 96 bytes, 133 expected");
  }

  private static void assertInvalid(CertificateVerdict verdict, String reason) {
    assertThat(verdict).isEqualTo(new CertificateVerdict.Invalid(reason));
  }

  private static HashTree legacyRanges() {
    TreeMap<Bytes, HashTree> fields = new TreeMap<>();
    fields.put(Bytes.ofUtf8("public_key"), HashTree.leaf(DerKeys.wrapBls(SUBNET_KEY)));
    fields.put(
        Bytes.ofUtf8("canister_ranges"),
        HashTree.leaf(CanisterRange.encode(List.of(range(0, 9), range(20, 29)))));
    return tree("subnet", HashTree.labeled(SUBNET.bytes(), HashTree.labeledForest(fields)));
  }

  private static HashTree shardedRanges() {
    TreeMap<Bytes, HashTree> shards = new TreeMap<>();
    for (CanisterRange range : List.of(range(0, 9), range(20, 29))) {
      shards.put(range.first().bytes(), HashTree.leaf(CanisterRange.encode(List.of(range))));
    }
    TreeMap<Bytes, HashTree> top = new TreeMap<>();
    top.put(
        Bytes.ofUtf8("canister_ranges"),
        HashTree.labeled(SUBNET.bytes(), HashTree.labeledForest(shards)));
    top.put(
        Bytes.ofUtf8("subnet"),
        HashTree.labeled(
            SUBNET.bytes(), tree("public_key", HashTree.leaf(DerKeys.wrapBls(SUBNET_KEY)))));
    return HashTree.labeledForest(top);
  }

  private static HashTree subnet(Bytes der) {
    return tree("subnet", HashTree.labeled(SUBNET.bytes(), tree("public_key", HashTree.leaf(der))));
  }

  private static CanisterRange range(long first, long last) {
    return new CanisterRange(Principal.ofCanisterIndex(first), Principal.ofCanisterIndex(last));
  }

  private static HashTree tree(String label, HashTree subtree) {
    return HashTree.labeled(label, subtree);
  }

  private static Certificate signed(HashTree tree, Bytes key, @Nullable Certificate parent) {
    Bytes payload = DomainSeparator.IC_STATE_ROOT.payload(tree.rootHash());
    return new Certificate(
        tree,
        sign(key, payload),
        parent == null ? null : new Certificate.Delegation(SUBNET, parent.encode()));
  }

  private static Bytes sign(Bytes key, Bytes message) {
    return Bytes.wrap(Arrays.copyOf(Hashes.sha256(key.unsafeArray(), message.unsafeArray()), 48));
  }

  private static Bytes key(int seed) {
    byte[] key = new byte[DerKeys.BLS_KEY_SIZE_BYTES];
    Arrays.fill(key, (byte) seed);
    return Bytes.wrap(key);
  }
}
