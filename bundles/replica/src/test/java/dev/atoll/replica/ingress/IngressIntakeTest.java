package dev.atoll.replica.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.execution.PublishedState;
import dev.atoll.replica.execution.QueryCall;
import dev.atoll.replica.execution.QueryExecutor;
import dev.atoll.replica.execution.QueryOutcome;
import dev.atoll.replica.management.IngressRules;
import dev.atoll.replica.management.ManagementConfig;
import dev.atoll.replica.management.ManagementInterface;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.testing.CertifiedSubnet;
import dev.atoll.replica.testing.TestSigner;
import dev.atoll.replica.testing.TestUser;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.spi.gateway.SubmitResult;
import dev.atoll.types.Bytes;
import dev.atoll.types.CallRequest;
import dev.atoll.types.Cbor;
import dev.atoll.types.Certificate;
import dev.atoll.types.DomainSeparator;
import dev.atoll.types.Envelope;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.HashTree;
import dev.atoll.types.Principal;
import dev.atoll.types.RejectCode;
import dev.atoll.types.SenderInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class IngressIntakeTest {

  private static final long NOW = CertifiedSubnet.NOW;

  private static final Principal CANISTER = Principal.ofCanisterIndex(7);

  private static final Principal OTHER = Principal.ofCanisterIndex(8);

  private static final Principal FOREIGN = Principal.ofCanisterIndex(1000);

  private static final Principal MANAGEMENT = Principal.MANAGEMENT_CANISTER;

  /// Candid of a record without fields.
  private static final Bytes EMPTY_RECORD = Bytes.ofHex("4449444c016c000100");

  private final CertifiedSubnet subnet = new CertifiedSubnet();

  private final TestUser alice = new TestUser(subnet.crypto(), "alice");

  private final TestUser session = new TestUser(subnet.crypto(), "session");

  private final FakeExecutor executor = new FakeExecutor();

  private final IngressPool pool = new IngressPool(3, IngressPool.SIZE_BYTES_MAX);

  private final IngressIntake intake =
      new IngressIntake(
          new RequestGate(
              new Authenticator(
                  subnet.crypto(),
                  new CanisterSignatures(
                      subnet.crypto()::verifyBls, subnet.keys()::subnetPublicKey)),
              () -> NOW),
          subnet.states(),
          executor,
          new IngressRules(ManagementInterface.load(), ManagementConfig.development("1.2.3")),
          pool);

  /// Answers as it is told and keeps what it was asked.
  private static final class FakeExecutor implements QueryExecutor {

    private final List<QueryCall> asked = new ArrayList<>();

    private QueryOutcome outcome = new QueryOutcome.Reply(Bytes.EMPTY, 1);

    @Override
    public QueryOutcome run(PublishedState state, QueryCall call) {
      asked.add(call);
      return outcome;
    }

    @Override
    public void close() {}
  }

  IngressIntakeTest() {
    subnet.create(7);
    subnet.publish();
  }

  @Test
  void aCallThatTheCanisterAcceptsWaitsForABlock() {
    CallRequest call = call(alice.id(), CANISTER, "greet");
    Bytes envelope = alice.envelope(call).encode();

    assertThat(intake.submit(CANISTER, envelope))
        .isEqualTo(new SubmitResult.Accepted(call.requestId()));
    assertThat(pool.select(NOW, 1 << 20))
        .containsExactly(new SignedCall(call.requestId(), CANISTER, call, envelope));
    assertThat(executor.asked)
        .containsExactly(
            new QueryCall(
                QueryCall.Kind.INSPECT,
                CANISTER,
                "greet",
                call.arg(),
                alice.id(),
                null,
                QueryCall.INSPECT_INSTRUCTIONS_MAX));
  }

  @Test
  void aCallThatTheCanisterRejectsWaitsForNothing() {
    executor.outcome =
        new QueryOutcome.Reject(ErrorCode.CANISTER_REJECTED_MESSAGE, "not for you", 5);

    assertThat(submit(CANISTER, call(alice.id(), CANISTER, "greet")))
        .isEqualTo(
            new SubmitResult.Rejected(
                RejectCode.CANISTER_REJECT, "not for you", ErrorCode.CANISTER_REJECTED_MESSAGE));
    assertThat(pool.size()).isZero();
  }

  @Test
  void theCanisterSeesWhoVouchesForTheSender() {
    TestSigner identity = new TestSigner(OTHER, Bytes.ofUtf8("anchor"));
    Bytes facts = Bytes.ofUtf8("verified");
    SenderInfo info =
        new SenderInfo(
            facts,
            OTHER,
            identity.sign(DomainSeparator.IC_SENDER_INFO.payload(facts), this::certify));
    CallRequest call =
        new CallRequest(
            identity.id(), null, NOW, CANISTER, "greet", Bytes.EMPTY, info, Cbor.map().build());
    Envelope envelope =
        new Envelope(
            call,
            identity.publicKey(),
            identity.sign(call.signedPayload(), this::certify),
            List.of());

    assertThat(intake.submit(CANISTER, envelope.encode()))
        .isInstanceOf(SubmitResult.Accepted.class);
    assertThat(executor.asked.getFirst().senderInfo()).isEqualTo(Ingress.SenderInfo.of(info));
  }

  private Certificate certify(HashTree tree) {
    return new Certificate(
        tree, subnet.keys().sign(DomainSeparator.IC_STATE_ROOT.payload(tree.rootHash())), null);
  }

  @Test
  void theSameCallTwiceIsInspectedOnceAndIsOne() {
    CallRequest call = call(alice.id(), CANISTER, "greet");

    assertThat(submit(CANISTER, call)).isEqualTo(submit(CANISTER, call));
    assertThat(pool.size()).isEqualTo(1);
    assertThat(executor.asked).hasSize(1);
  }

  @Test
  void aCallThatWasExecutedIsNotTakenAgain() {
    CallRequest call = call(alice.id(), CANISTER, "greet");
    subnet.answer(
        call.requestId(),
        new IngressStatus.Entry(
            alice.id(), CANISTER, CANISTER, new IngressStatus.Done(), NOW, NOW));
    subnet.publish();

    assertThat(submit(CANISTER, call)).isEqualTo(new SubmitResult.Accepted(call.requestId()));
    assertThat(pool.size()).isZero();
    assertThat(executor.asked).isEmpty();
  }

  @Test
  void theUrlNamesTheCanister() {
    Refusal refusal = refusal(submit(OTHER, call(alice.id(), CANISTER, "greet")));

    assertThat(refusal)
        .isEqualTo(
            new Refusal(
                Refusal.Kind.BAD_REQUEST,
                "Specified CanisterId %s does not match effective canister id in URL %s"
                    .formatted(CANISTER, OTHER)));
  }

  @Test
  void aCanisterOfAnotherSubnetIsNotFound() {
    assertThat(refusal(submit(FOREIGN, call(alice.id(), FOREIGN, "greet"))))
        .isEqualTo(new Refusal(Refusal.Kind.BAD_REQUEST, "canister_not_found"));
  }

  @Test
  void aDelegationForOtherCanistersIsForbidden() {
    CallRequest call = call(alice.id(), CANISTER, "greet");
    Envelope envelope =
        session.envelope(alice, call, List.of(alice.delegate(session, NOW, List.of(OTHER), null)));

    assertThat(refusal(intake.submit(CANISTER, envelope.encode())))
        .isEqualTo(
            new Refusal(
                Refusal.Kind.FORBIDDEN,
                "Failed to authenticate request %s due to: Canister %s is not one of the delegation targets."
                    .formatted(call.requestId(), CANISTER)));
  }

  @Test
  void aDelegationForQueriesMakesNoCalls() {
    Envelope envelope =
        session.envelope(
            alice,
            call(alice.id(), CANISTER, "greet"),
            List.of(alice.delegate(session, NOW, null, "queries")));

    Refusal refusal = refusal(intake.submit(CANISTER, envelope.encode()));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
    assertThat(refusal.text()).endsWith("a delegation permits queries only");
  }

  @Test
  void anExpiredCallIsRefused() {
    CallRequest call =
        new CallRequest(Principal.ANONYMOUS, null, NOW - 1, CANISTER, "greet", Bytes.EMPTY);

    assertThat(refusal(intake.submit(CANISTER, Envelope.anonymous(call).encode())).text())
        .startsWith("Invalid request expiry");
  }

  @Test
  void aFullPoolIsOverloaded() {
    for (int i = 0; i < 3; i++) {
      submit(CANISTER, call(alice.id(), CANISTER, "greet " + i));
    }

    assertThat(refusal(submit(CANISTER, call(alice.id(), CANISTER, "one more"))))
        .isEqualTo(
            new Refusal(Refusal.Kind.UNAVAILABLE, "Service is overloaded, try again later."));
  }

  @Test
  void aCanisterMayBeCreatedThroughAnyUrlOfTheSubnet() {
    for (Principal effective : List.of(CANISTER, MANAGEMENT)) {
      CallRequest call = creation(effective.toString());

      assertThat(submit(effective, call)).isEqualTo(new SubmitResult.Accepted(call.requestId()));
    }
    assertThat(refusal(submit(FOREIGN, creation("foreign"))).text())
        .isEqualTo("canister_not_found");
    assertThat(executor.asked).isEmpty();
  }

  @Test
  void aCanisterMayBeCreatedThroughTheUrlOfTheSubnet() {
    CallRequest call = creation("by subnet");
    Principal id = subnet.keys().subnetId().principal();

    assertThat(intake.submitToSubnet(id, alice.envelope(call).encode()))
        .isEqualTo(new SubmitResult.Accepted(call.requestId()));
    assertThat(pool.select(NOW, 1 << 20).getFirst().effectiveCanisterId()).isEqualTo(id);
  }

  @Test
  void nothingElseGoesThroughTheUrlOfTheSubnet() {
    Principal id = subnet.keys().subnetId().principal();

    assertThat(
            refusal(
                intake.submitToSubnet(
                    id, alice.envelope(call(alice.id(), CANISTER, "greet")).encode())))
        .isEqualTo(
            new Refusal(
                Refusal.Kind.BAD_REQUEST, "Only calls that create canisters name a subnet"));
    assertThat(
            refusal(
                intake.submitToSubnet(
                    id, alice.envelope(call(alice.id(), MANAGEMENT, "start_canister")).encode())))
        .isEqualTo(
            new Refusal(
                Refusal.Kind.BAD_REQUEST, "Only calls that create canisters name a subnet"));
    assertThat(
            refusal(intake.submitToSubnet(OTHER, alice.envelope(creation("elsewhere")).encode())))
        .isEqualTo(
            new Refusal(
                Refusal.Kind.BAD_REQUEST, "This node does not belong to the subnet " + OTHER));
  }

  @Test
  void onlyControllersManageACanister() {
    CallRequest call =
        new CallRequest(
            alice.id(), null, NOW, MANAGEMENT, "start_canister", canisterArgument(CANISTER));

    assertThat(submit(CANISTER, call))
        .isInstanceOfSatisfying(
            SubmitResult.Rejected.class,
            rejected ->
                assertThat(rejected.errorCode()).isEqualTo(ErrorCode.CANISTER_INVALID_CONTROLLER));
    assertThat(refusal(submit(OTHER, call)).kind()).isEqualTo(Refusal.Kind.BAD_REQUEST);
    assertThat(pool.size()).isZero();
  }

  private CallRequest creation(String nonce) {
    return new CallRequest(
        alice.id(),
        Bytes.copyOf(Bytes.ofUtf8(nonce).unsafeArray(), 0, Math.min(32, nonce.length())),
        NOW,
        MANAGEMENT,
        "provisional_create_canister_with_cycles",
        EMPTY_RECORD);
  }

  /// Candid of a record with the field canister_id.
  private static Bytes canisterArgument(Principal canister) {
    return Bytes.concat(
        Bytes.ofHex("4449444c016c01b3c4b1f20468010001"),
        Bytes.wrap(new byte[] {(byte) canister.bytes().size()}),
        canister.bytes());
  }

  private SubmitResult submit(Principal effective, CallRequest call) {
    return intake.submit(effective, alice.envelope(call).encode());
  }

  private static CallRequest call(Principal sender, Principal canister, String method) {
    return new CallRequest(sender, null, NOW, canister, method, Bytes.ofUtf8("arg"));
  }

  private static Refusal refusal(@Nullable SubmitResult result) {
    assertThat(result).isInstanceOf(SubmitResult.Refused.class);
    return ((SubmitResult.Refused) result).refusal();
  }
}
