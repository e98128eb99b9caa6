package dev.atoll.replica.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.ingress.RequestGate.Passage;
import dev.atoll.replica.testing.Blst;
import dev.atoll.replica.testing.TestUser;
import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.types.Bytes;
import dev.atoll.types.CallRequest;
import dev.atoll.types.Cbor;
import dev.atoll.types.Envelope;
import dev.atoll.types.Principal;
import dev.atoll.types.QueryRequest;
import dev.atoll.types.RequestContent;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class RequestGateTest {

  private static final long NOW = Calls.NOW;

  private final CryptoProvider crypto = Blst.provider();

  private final TestUser alice = new TestUser(crypto, "alice");

  private final TestUser session = new TestUser(crypto, "session");

  private final RequestGate gate =
      new RequestGate(
          new Authenticator(
              crypto,
              new CanisterSignatures(
                  crypto::verifyBls,
                  () -> {
                    throw new AssertionError("no canister signs here");
                  })),
          () -> NOW);

  @Test
  void aGoodRequestPassesWithItsId() {
    CallRequest call = call(alice.id(), NOW);

    assertThat(gate.check(alice.envelope(call).encode(), CallRequest.class, false))
        .isEqualTo(new Passage.Passed<>(call, call.requestId(), RequestTargets.ALL, true));
  }

  @Test
  void aRequestOfAnotherEndpointIsStopped() {
    Bytes envelope = alice.envelope(call(alice.id(), NOW)).encode();

    assertThat(refusal(gate.check(envelope, QueryRequest.class, false)))
        .isEqualTo(
            new Refusal(
                Refusal.Kind.BAD_REQUEST,
                "Malformed request: request_type does not belong to this endpoint"));
  }

  @Test
  void anExpiredRequestIsStopped() {
    Bytes envelope = alice.envelope(call(alice.id(), NOW - 1)).encode();

    Refusal refusal = refusal(gate.check(envelope, CallRequest.class, true));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.BAD_REQUEST);
    assertThat(refusal.text()).startsWith("Invalid request expiry: ");
  }

  @Test
  void anonymousReadersMayCarryAnyExpiryAndAnonymousCallersMayNot() {
    QueryRequest query =
        new QueryRequest(Principal.ANONYMOUS, null, 0, Calls.CANISTER, "get", Bytes.EMPTY);

    assertThat(gate.check(Envelope.anonymous(query).encode(), QueryRequest.class, true))
        .isInstanceOf(Passage.Passed.class);
    assertThat(
            gate.check(
                Envelope.anonymous(call(Principal.ANONYMOUS, 0)).encode(),
                CallRequest.class,
                false))
        .isInstanceOf(Passage.Stopped.class);
  }

  @Test
  void aWrongSignatureIsForbiddenAndTheRefusalNamesTheRequest() {
    CallRequest call = call(alice.id(), NOW);
    Envelope forged =
        new Envelope(call, alice.publicKey(), session.sign(call.signedPayload()), List.of());

    Refusal refusal = refusal(gate.check(forged.encode(), CallRequest.class, false));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
    assertThat(refusal.text())
        .startsWith(
            "Failed to authenticate request 0x%s due to: Invalid signature: "
                .formatted(call.requestId().bytes().toHex()));
  }

  @Test
  void anExpiredDelegationIsABadRequest() {
    Envelope envelope =
        session.envelope(alice, call(alice.id(), NOW), List.of(alice.delegate(session, NOW - 1)));

    assertThat(refusal(gate.check(envelope.encode(), CallRequest.class, false)).kind())
        .isEqualTo(Refusal.Kind.BAD_REQUEST);
  }

  @Test
  void whatTheDelegationsAllowPassesOn() {
    Envelope envelope =
        session.envelope(
            alice,
            call(alice.id(), NOW),
            List.of(alice.delegate(session, NOW, List.of(Calls.CANISTER), "queries")));

    assertThat(gate.check(envelope.encode(), CallRequest.class, false))
        .isEqualTo(
            new Passage.Passed<RequestContent>(
                envelope.content(),
                envelope.content().requestId(),
                new RequestTargets(List.of(Calls.CANISTER)),
                false));
  }

  @Test
  void aSenderWithoutSignatureIsMalformed() {
    Bytes envelope =
        Cbor.map().put("content", call(alice.id(), NOW).toCbor()).build().encodeSelfDescribed();

    Refusal refusal = refusal(gate.check(envelope, CallRequest.class, false));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.BAD_REQUEST);
    assertThat(refusal.text()).startsWith("Malformed request: ");
  }

  @Property
  void bytesThatAreNoRequestAreStopped(@ForAll byte[] bytes) {
    assertThat(gate.check(Bytes.copyOf(bytes), CallRequest.class, false))
        .isInstanceOf(Passage.Stopped.class);
  }

  @Property(tries = 500)
  void aChangedByteNeverPassesForAnotherRequest(@ForAll int place, @ForAll byte value) {
    CallRequest call = call(alice.id(), NOW);
    byte[] envelope = alice.envelope(call).encode().toByteArray();
    envelope[Math.floorMod(place, envelope.length)] = value;

    if (gate.check(Bytes.wrap(envelope), CallRequest.class, false)
        instanceof Passage.Passed<CallRequest> passed) {
      assertThat(passed.content()).isEqualTo(call);
    }
  }

  private static CallRequest call(Principal sender, long expiryNanos) {
    return new CallRequest(
        sender, Bytes.ofUtf8("nonce"), expiryNanos, Calls.CANISTER, "greet", Bytes.EMPTY);
  }

  private static Refusal refusal(Passage<?> passage) {
    assertThat(passage).isInstanceOf(Passage.Stopped.class);
    return ((Passage.Stopped<?>) passage).refusal();
  }
}
