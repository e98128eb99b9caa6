package dev.atoll.replica.ingress;

import static dev.atoll.replica.ingress.Calls.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.types.Bytes;
import dev.atoll.types.CallRequest;
import dev.atoll.types.Cbor;
import dev.atoll.types.Envelope;
import dev.atoll.types.Height;
import dev.atoll.types.Principal;
import dev.atoll.types.QueryRequest;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/// Payloads as bytes, and the memory of those that were built here.
final class PayloadTest {

  private final IngressPool pool = new IngressPool();

  private final PoolPayloadSource source = new PoolPayloadSource(pool);

  @Property
  void whatWasEncodedIsDecoded(@ForAll("calls") List<SignedCall> calls) {
    Bytes payload = PayloadCodec.encode(calls);

    assertThat(PayloadCodec.decode(payload)).isEqualTo(calls);
    assertThat(payload.size())
        .isLessThanOrEqualTo(
            calls.stream()
                .mapToInt(call -> call.envelope().size() + PayloadCodec.OVERHEAD_BYTES_PER_CALL)
                .sum());
  }

  @Provide
  Arbitrary<List<SignedCall>> calls() {
    Arbitrary<Bytes> blobs = Arbitraries.bytes().array(byte[].class).map(Bytes::copyOf);
    Arbitrary<Principal> effective =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(29).map(Principal::of);
    return Combinators.combine(effective, blobs, Arbitraries.longs(), Arbitraries.strings())
        .as(
            (id, arg, expiry, method) -> {
              CallRequest call =
                  new CallRequest(Principal.ANONYMOUS, null, expiry, id, method, arg);
              return new SignedCall(call.requestId(), id, call, Envelope.anonymous(call).encode());
            })
        .list()
        .ofMaxSize(20);
  }

  @Test
  void noCallsAreNoBytes() {
    assertThat(PayloadCodec.encode(List.of())).isEqualTo(Bytes.EMPTY);
    assertThat(PayloadCodec.decode(Bytes.EMPTY)).isEmpty();
  }

  @Test
  void aPayloadOfAnythingElseIsNone() {
    QueryRequest query =
        new QueryRequest(Principal.ANONYMOUS, null, NOW, Calls.CANISTER, "get", Bytes.EMPTY);
    Cbor effective = Cbor.blob(Calls.CANISTER);
    Cbor call = Cbor.blob(Calls.of(1).envelope());

    assertThatThrownBy(
            () ->
                PayloadCodec.decode(
                    payload(Cbor.array(effective, Cbor.blob(Envelope.anonymous(query).encode())))))
        .hasMessage("payload contains a request that is no call");
    assertThatThrownBy(() -> PayloadCodec.decode(payload(Cbor.array(effective, call, call))))
        .hasMessage("payload contains a call of 3 parts, 2 expected");
    assertThatThrownBy(() -> PayloadCodec.decode(payload(Cbor.array(effective))))
        .hasMessage("payload contains a call of 1 parts, 2 expected");
    assertThatThrownBy(() -> PayloadCodec.decode(Bytes.ofUtf8("no payload")))
        .isInstanceOf(RuntimeException.class);
  }

  private static Bytes payload(Cbor... calls) {
    return Cbor.array(calls).encode();
  }

  @Test
  void aBlockOfThisNodeIsNotDecodedAgain() {
    SignedCall call = Calls.of(1);
    pool.add(call);

    Bytes payload = source.build(Height.GENESIS, NOW, 1 << 20);

    assertThat(source.callsOf(Bytes.copyOf(payload.unsafeArray()))).singleElement().isSameAs(call);
  }

  @Test
  void aBlockOfAnotherNodeIsDecoded() {
    pool.add(Calls.of(1));
    source.build(Height.GENESIS, NOW, 1 << 20);

    assertThat(source.callsOf(PayloadCodec.encode(List.of(Calls.of(2)))))
        .containsExactly(Calls.of(2));
    assertThat(source.callsOf(Bytes.EMPTY)).isEmpty();
  }

  @Test
  void aProposalThatLostOrWasForgottenIsDecoded() {
    SignedCall first = Calls.of(0);
    pool.add(first);
    Bytes payload = source.build(Height.GENESIS, NOW, 1 << 20);
    for (int i = 1; i <= PoolPayloadSource.REMEMBERED_PAYLOADS_MAX; i++) {
      pool.add(Calls.of(i));
      source.build(Height.GENESIS, NOW, 1 << 20);
    }

    assertThat(source.callsOf(payload)).singleElement().isEqualTo(first).isNotSameAs(first);
  }

  @Test
  void thereIsWorkWhileThePoolHasCalls() throws InterruptedException {
    assertThat(source.awaitWork(java.time.Duration.ZERO)).isFalse();

    pool.add(Calls.of(1));

    assertThat(source.awaitWork(java.time.Duration.ZERO)).isTrue();
  }
}
