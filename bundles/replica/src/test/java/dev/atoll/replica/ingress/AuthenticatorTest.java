package dev.atoll.replica.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.ingress.Authentication.Authentic;
import dev.atoll.replica.ingress.Authentication.NotAuthentic;
import dev.atoll.replica.testing.Blst;
import dev.atoll.replica.testing.TestRoot;
import dev.atoll.replica.testing.TestSigner;
import dev.atoll.replica.testing.TestUser;
import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.types.Bytes;
import dev.atoll.types.CallRequest;
import dev.atoll.types.Cbor;
import dev.atoll.types.Delegation;
import dev.atoll.types.DomainSeparator;
import dev.atoll.types.Envelope;
import dev.atoll.types.Principal;
import dev.atoll.types.SenderInfo;
import dev.atoll.types.SignedDelegation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AuthenticatorTest {

  private static final long NOW = 1_700_000_000_000_000_000L;

  private static final Principal CANISTER = Principal.ofCanisterIndex(7);

  private static final Principal OTHER_CANISTER = Principal.ofCanisterIndex(8);

  private static final Principal THIRD_CANISTER = Principal.ofCanisterIndex(9);

  private final CryptoProvider crypto = Blst.provider();

  private final TestRoot root = new TestRoot(crypto, "root");

  private final Authenticator authenticator =
      new Authenticator(crypto, new CanisterSignatures(crypto::verifyBls, root::publicKey));

  private final TestUser alice = new TestUser(crypto, "alice");

  private final TestUser session = new TestUser(crypto, "session");

  private final TestUser device = new TestUser(crypto, "device");

  private final TestSigner identity = new TestSigner(CANISTER, Bytes.ofUtf8("anchor 10000"));

  @Test
  void theAnonymousUserSignsNothing() {
    assertThat(judge(Envelope.anonymous(call(Principal.ANONYMOUS))))
        .isEqualTo(new Authentic(RequestTargets.ALL, true));
  }

  @Test
  void aUserSignsWithTheKeyOfTheirId() {
    assertThat(judge(alice.envelope(call(alice.id()))))
        .isEqualTo(new Authentic(RequestTargets.ALL, true));
  }

  @Test
  void aKeyIsOfNoOtherSender() {
    assertThat(reasonOf(judge(alice.envelope(call(session.id())))))
        .contains("does not match the public key");
  }

  @Test
  void aSignatureIsOfNoOtherRequest() {
    Envelope signed = alice.envelope(call(alice.id()));
    CallRequest changed = new CallRequest(alice.id(), null, NOW, CANISTER, "burn", Bytes.EMPTY);

    assertThat(
            reasonOf(
                judge(new Envelope(changed, signed.senderPubkey(), signed.senderSig(), List.of()))))
        .startsWith("Invalid signature: Invalid basic signature: ");
  }

  @Test
  void aKeyOfNoSchemeIsRefused() {
    Bytes key = Bytes.ofUtf8("no key");
    CallRequest call = call(Principal.selfAuthenticating(key.unsafeArray()));

    assertThat(reasonOf(judge(new Envelope(call, key, Bytes.EMPTY, List.of()))))
        .startsWith("Invalid signature: Invalid public key: ");
  }

  @Test
  void aChainOfDelegationsLeadsFromTheSenderToWhoSigned() {
    List<SignedDelegation> chain =
        List.of(alice.delegate(session, NOW + 1), session.delegate(device, NOW + 1));

    assertThat(judge(device.envelope(alice, call(alice.id()), chain)))
        .isEqualTo(new Authentic(RequestTargets.ALL, true));
  }

  @Test
  void theOrderOfAChainMatters() {
    List<SignedDelegation> chain =
        List.of(session.delegate(device, NOW + 1), alice.delegate(session, NOW + 1));

    assertThat(reasonOf(judge(device.envelope(alice, call(alice.id()), chain))))
        .startsWith("Invalid delegation: ");
  }

  @Test
  void onlyTheLastKeyOfAChainSigns() {
    List<SignedDelegation> chain = List.of(alice.delegate(session, NOW + 1));

    assertThat(reasonOf(judge(alice.envelope(alice, call(alice.id()), chain))))
        .startsWith("Invalid signature: ");
    assertThat(reasonOf(judge(device.envelope(alice, call(alice.id()), chain))))
        .startsWith("Invalid signature: ");
  }

  @Test
  void aDelegationIsGoodUpToTheNanosecondOfItsExpiry() {
    assertThat(judgeDelegated(alice.delegate(session, NOW))).isInstanceOf(Authentic.class);
    assertThat(reasonOf(judgeDelegated(alice.delegate(session, NOW - 1))))
        .startsWith("Invalid delegation expiry: ")
        .contains("2023-11-14T22:13:20Z");
  }

  @Test
  void anExpiryBeyondTheSignedRangeIsFarAway() {
    assertThat(judgeDelegated(alice.delegate(session, -1))).isInstanceOf(Authentic.class);
  }

  @Test
  void oneExpiredDelegationSpoilsTheChain() {
    List<SignedDelegation> chain =
        List.of(alice.delegate(session, NOW + 1), session.delegate(device, NOW - 1));

    assertThat(reasonOf(judge(device.envelope(alice, call(alice.id()), chain))))
        .startsWith("Invalid delegation expiry: ");
  }

  @Test
  void targetsAreThoseThatAllDelegationsAllow() {
    List<SignedDelegation> chain =
        List.of(
            alice.delegate(session, NOW + 1, List.of(CANISTER, OTHER_CANISTER), null),
            session.delegate(device, NOW + 1, List.of(THIRD_CANISTER, OTHER_CANISTER), null));

    RequestTargets targets = targetsOf(judge(device.envelope(alice, call(alice.id()), chain)));

    assertThat(targets.allows(OTHER_CANISTER)).isTrue();
    assertThat(targets.allows(CANISTER)).isFalse();
    assertThat(targets.allows(THIRD_CANISTER)).isFalse();
  }

  @Test
  void aDelegationWithoutTargetsRestrictsNothing() {
    List<SignedDelegation> chain =
        List.of(
            alice.delegate(session, NOW + 1, List.of(CANISTER), null),
            session.delegate(device, NOW + 1));

    RequestTargets targets = targetsOf(judge(device.envelope(alice, call(alice.id()), chain)));

    assertThat(targets.allows(CANISTER)).isTrue();
    assertThat(targets.allows(OTHER_CANISTER)).isFalse();
  }

  @Test
  void noTargetsAtAllAllowNothing() {
    RequestTargets targets =
        targetsOf(judgeDelegated(alice.delegate(session, NOW + 1, List.of(), null)));

    assertThat(targets.allows(CANISTER)).isFalse();
    assertThat(targets.allows(Principal.MANAGEMENT_CANISTER)).isFalse();
  }

  @Test
  void aLaterDelegationDoesNotLiftThatOnlyQueriesArePermitted() {
    List<SignedDelegation> chain =
        List.of(
            alice.delegate(session, NOW + 1, null, Delegation.PERMISSIONS_QUERIES),
            session.delegate(device, NOW + 1, null, Delegation.PERMISSIONS_ALL));

    assertThat(judge(device.envelope(alice, call(alice.id()), chain)))
        .isEqualTo(new Authentic(RequestTargets.ALL, false));
  }

  @Test
  void noKeyIsTwiceInAChain() {
    List<SignedDelegation> back =
        List.of(alice.delegate(session, NOW + 1), session.delegate(alice, NOW + 1));

    assertThat(reasonOf(judge(alice.envelope(alice, call(alice.id()), back))))
        .contains("contains at least one cycle");
    assertThat(
            reasonOf(
                judge(alice.envelope(alice, call(alice.id()), List.of(alice.delegate(alice, -1))))))
        .contains("contains at least one cycle");
  }

  @Test
  void aChainOfTwentyDelegationsIsFollowed() {
    TestUser from = alice;
    List<SignedDelegation> chain = new ArrayList<>();
    for (int i = 0; i < Envelope.DELEGATIONS_MAX; i++) {
      TestUser to = new TestUser(crypto, "key " + i);
      chain.add(from.delegate(to, NOW + 1));
      from = to;
    }

    assertThat(judge(from.envelope(alice, call(alice.id()), chain))).isInstanceOf(Authentic.class);
  }

  @Test
  void aCanisterSignsForItsUsers() {
    CallRequest call = call(identity.id());

    assertThat(judge(signedByCanister(call, call.signedPayload())))
        .isEqualTo(new Authentic(RequestTargets.ALL, true));
    assertThat(reasonOf(judge(signedByCanister(call, Bytes.ofUtf8("something else")))))
        .startsWith("Invalid signature: Invalid canister signature: ");
  }

  @Test
  void aCanisterDelegatesToASession() {
    Delegation delegation = new Delegation(session.publicKey(), NOW + 1, null, null);
    SignedDelegation signed =
        new SignedDelegation(delegation, identity.sign(delegation.signedPayload(), root::certify));
    CallRequest call = call(identity.id());

    assertThat(
            judge(
                new Envelope(
                    call,
                    identity.publicKey(),
                    session.sign(call.signedPayload()),
                    List.of(signed))))
        .isInstanceOf(Authentic.class);
  }

  @Test
  void aSigningCanisterVouchesForTheSender() {
    SenderInfo info = info(CANISTER, Bytes.ofUtf8("verified"), Bytes.ofUtf8("verified"));
    CallRequest call = call(identity.id(), info);

    assertThat(judge(signedByCanister(call, call.signedPayload()))).isInstanceOf(Authentic.class);
  }

  @Test
  void sentInfoMustBeTheSignedOne() {
    SenderInfo info = info(CANISTER, Bytes.ofUtf8("admin"), Bytes.ofUtf8("guest"));
    CallRequest call = call(identity.id(), info);

    assertThat(reasonOf(judge(signedByCanister(call, call.signedPayload()))))
        .startsWith("Invalid sender info: ");
  }

  @Test
  void onlyTheCanisterOfTheKeyVouchesForTheSender() {
    SenderInfo info = info(OTHER_CANISTER, Bytes.ofUtf8("verified"), Bytes.ofUtf8("verified"));
    CallRequest call = call(identity.id(), info);

    assertThat(reasonOf(judge(signedByCanister(call, call.signedPayload()))))
        .isEqualTo(
            "Invalid sender info: signer is %s, the public key is one of %s"
                .formatted(OTHER_CANISTER, CANISTER));
  }

  @Test
  void nobodyVouchesForUsersWithKeysOfTheirOwn() {
    SenderInfo info = info(CANISTER, Bytes.ofUtf8("admin"), Bytes.ofUtf8("admin"));

    assertThat(reasonOf(judge(alice.envelope(call(alice.id(), info)))))
        .isEqualTo("Invalid sender info: the public key is not one of a canister");
    assertThat(reasonOf(judge(Envelope.anonymous(call(Principal.ANONYMOUS, info)))))
        .isEqualTo("Invalid sender info: the anonymous user has none");
  }

  private SenderInfo info(Principal signer, Bytes sent, Bytes signed) {
    return new SenderInfo(
        sent, signer, identity.sign(DomainSeparator.IC_SENDER_INFO.payload(signed), root::certify));
  }

  private Envelope signedByCanister(CallRequest call, Bytes payload) {
    return new Envelope(
        call, identity.publicKey(), identity.sign(payload, root::certify), List.of());
  }

  private Authentication judgeDelegated(SignedDelegation delegation) {
    return judge(session.envelope(alice, call(alice.id()), List.of(delegation)));
  }

  private Authentication judge(Envelope envelope) {
    return authenticator.authenticate(envelope, envelope.content().requestId(), NOW);
  }

  private static CallRequest call(Principal sender) {
    return call(sender, null);
  }

  private static CallRequest call(Principal sender, @Nullable SenderInfo info) {
    return new CallRequest(
        sender, null, NOW, CANISTER, "mint", Bytes.EMPTY, info, Cbor.map().build());
  }

  private static String reasonOf(Authentication authentication) {
    assertThat(authentication).isInstanceOf(NotAuthentic.class);
    return ((NotAuthentic) authentication).reason();
  }

  private static RequestTargets targetsOf(Authentication authentication) {
    assertThat(authentication).isInstanceOf(Authentic.class);
    return ((Authentic) authentication).targets();
  }
}
