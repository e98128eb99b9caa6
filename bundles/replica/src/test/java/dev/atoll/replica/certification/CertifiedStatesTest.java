package dev.atoll.replica.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.replica.execution.CanisterSnapshot;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.testing.CertifiedSubnet;
import dev.atoll.types.Bytes;
import dev.atoll.types.Certificate;
import dev.atoll.types.CertificateVerdict;
import dev.atoll.types.CertificateVerifier;
import dev.atoll.types.HashTree;
import dev.atoll.types.Hashes;
import dev.atoll.types.Lookup;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CertifiedStatesTest {

  private static final Principal CANISTER = Principal.ofCanisterIndex(7);

  private static final Principal ALICE = Principal.of(new byte[] {1, 1, 2});

  private final CertifiedSubnet subnet = new CertifiedSubnet();

  private final CertifiedStates states = subnet.states();

  private final RequestId request = requestId("request");

  @Test
  void anAnswerThatIsThereIsGivenAtOnce() {
    put(request, replied("hello"));
    subnet.publish();

    CompletableFuture<Bytes> answer = states.answer(request);

    assertThat(answer).isCompleted();
    assertThat(reply(answer.join())).isEqualTo(Bytes.ofUtf8("hello"));
    assertThat(states.waitingCalls()).isZero();
  }

  @Test
  void anAnswerThatIsNotThereIsWaitedFor() {
    subnet.publish();
    CompletableFuture<Bytes> answer = states.answer(request);

    put(request, new IngressStatus.Processing());
    subnet.publish();
    assertThat(answer).isNotDone();

    put(request, replied("hello"));
    subnet.publish();

    assertThat(reply(join(answer))).isEqualTo(Bytes.ofUtf8("hello"));
    assertThat(states.waitingCalls()).isZero();
  }

  @Test
  void anAnswerCanBeWaitedForBeforeTheFirstState() {
    CompletableFuture<Bytes> answer = states.answer(request);
    put(request, replied("hello"));
    subnet.publish();

    assertThat(reply(join(answer))).isEqualTo(Bytes.ofUtf8("hello"));
  }

  @Test
  void aRejectionIsAnAnswer() {
    subnet.publish();
    CompletableFuture<Bytes> answer = states.answer(request);
    put(request, new IngressStatus.Done());
    subnet.publish();

    assertThat(lookup(join(answer), "status")).isEqualTo(new Lookup.Found(Bytes.ofUtf8("done")));
  }

  @Test
  void whoeverWaitsForOneCallGetsTheSameAnswer() {
    subnet.publish();
    CompletableFuture<Bytes> first = states.answer(request);
    CompletableFuture<Bytes> second = states.answer(request);
    assertThat(states.waitingCalls()).isEqualTo(1);

    put(request, replied("hello"));
    subnet.publish();

    assertThat(join(first)).isSameAs(join(second));
  }

  @Test
  void whoGivesUpLeavesTheOthersWaiting() {
    subnet.publish();
    CompletableFuture<Bytes> first = states.answer(request);
    CompletableFuture<Bytes> second = states.answer(request);

    first.cancel(false);
    put(request, replied("hello"));
    subnet.publish();

    assertThat(reply(join(second))).isEqualTo(Bytes.ofUtf8("hello"));
    assertThat(first).isCancelled();
  }

  @Test
  void whenTheLastOneGivesUpNothingIsLeft() {
    subnet.publish();
    CompletableFuture<Bytes> first = states.answer(request);
    CompletableFuture<Bytes> second = states.answer(request);

    first.cancel(false);
    assertThat(states.waitingCalls()).isEqualTo(1);
    second.cancel(false);

    assertThat(states.waitingCalls()).isZero();
  }

  @Test
  void anAnswerIsNeverMissedAndNeverTooOld() throws ExecutionException, InterruptedException {
    subnet.publish();
    for (int i = 0; i < 300; i++) {
      RequestId id = requestId("race " + i);
      put(id, replied("reply"));
      CountDownLatch started = new CountDownLatch(1);
      FutureTask<Bytes> answer =
          new FutureTask<>(
              () -> {
                started.countDown();
                return join(states.answer(id));
              });
      Thread.ofVirtual().start(answer);
      started.await();
      LockSupport.parkNanos(i * 300L);
      subnet.publish();

      assertThat(lookup(answer.get(), id, "reply"))
          .isEqualTo(new Lookup.Found(Bytes.ofUtf8("reply")));
    }
    assertThat(states.waitingCalls()).isZero();
  }

  @Test
  void certificatesVerifyUnderTheKeyOfTheSubnet() {
    CanisterState canister = subnet.create(7);
    CertifiedSubnet.install(canister, new WasmModuleBuilder().build());
    canister.setCertifiedData(Bytes.ofUtf8("certified"));
    CertifiedState state = subnet.publish();
    CertificateVerifier verifier =
        new CertificateVerifier(subnet.crypto()::verifyBls, subnet.keys().subnetPublicKey());

    Certificate certificate = Certificate.decode(state.dataCertificate(CANISTER));

    assertThat(verifier.verifyForCanister(certificate, CANISTER))
        .isInstanceOf(CertificateVerdict.Verified.class);
    assertThat(certificate.timeNanos()).isEqualTo(state.timeNanos());
    assertThat(
            certificate
                .tree()
                .lookup(
                    List.of(
                        Bytes.ofUtf8("canister"),
                        CANISTER.bytes(),
                        Bytes.ofUtf8("certified_data"))))
        .isEqualTo(new Lookup.Found(Bytes.ofUtf8("certified")));
    assertThat(certificate.tree().listPaths()).hasSize(2);
  }

  @Test
  void aCertificateProvesThatACallIsUnknown() {
    put(requestId("other"), replied("secret"));
    CertifiedState state = subnet.publish();

    Bytes certificate = state.statusCertificate(request);

    assertThat(lookup(certificate, "status")).isEqualTo(new Lookup.Absent());
    assertThat(Certificate.decode(certificate).tree().listPaths())
        .containsExactly(HashTree.path("time"));
  }

  @Test
  void readersSeeTheStateThatWasPublishedLast() {
    subnet.create(7);
    CertifiedState state = subnet.publish();

    assertThat(states.require()).isSameAs(state);
    assertThat(states.canister(CANISTER)).isNotNull();
    assertThat(states.canister(Principal.ofCanisterIndex(8))).isNull();
    long seen = states.<Long>read(view -> view.timeNanos());
    assertThat(seen).isEqualTo(state.timeNanos());
  }

  @Test
  void whatIsGoneIsSeenNoMore() {
    subnet.create(7);
    put(request, replied("hello"));
    CertifiedState state = subnet.publish();
    Map<Principal, @Nullable CanisterSnapshot> gone = new HashMap<>();
    gone.put(CANISTER, null);
    Map<RequestId, IngressStatus.@Nullable Entry> forgotten = new HashMap<>();
    forgotten.put(request, null);

    states.publish(state, () -> new CertifiedStates.Changes(gone, forgotten));

    assertThat(states.canister(CANISTER)).isNull();
    assertThat(states.status(request)).isNull();
  }

  @Test
  void thereIsNothingToReadBeforeTheFirstState() {
    assertThat(states.latest()).isNull();
    assertThatThrownBy(states::require).hasMessage("no state is certified yet");
    assertThatThrownBy(() -> states.<Long>read(view -> view.timeNanos()))
        .hasMessage("no state is certified yet");
  }

  @Test
  void publicationWaitsForReadersAndReadersForPublication() throws InterruptedException {
    subnet.publish();
    CertifiedState next = states.require();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    AtomicBoolean published = new AtomicBoolean();
    Thread reader =
        Thread.ofVirtual()
            .start(
                () ->
                    states.<Boolean>read(
                        view -> {
                          inside.countDown();
                          awaitLatch(leave);
                          return published.get();
                        }));
    inside.await();
    Thread publisher =
        Thread.ofPlatform()
            .start(
                () ->
                    states.publish(
                        next,
                        () -> {
                          published.set(true);
                          return new CertifiedStates.Changes(Map.of(), Map.of());
                        }));

    publisher.join(50);
    assertThat(published).isFalse();
    leave.countDown();
    publisher.join();
    reader.join();

    assertThat(published).isTrue();
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void put(RequestId id, IngressStatus status) {
    subnet.answer(
        id,
        new IngressStatus.Entry(
            ALICE, CANISTER, CANISTER, status, CertifiedSubnet.NOW, CertifiedSubnet.NOW));
  }

  private static IngressStatus replied(String text) {
    return new IngressStatus.Replied(Bytes.ofUtf8(text));
  }

  private static RequestId requestId(String name) {
    return new RequestId(Bytes.wrap(Hashes.sha256(Bytes.ofUtf8(name).unsafeArray())));
  }

  private static Bytes join(CompletableFuture<Bytes> answer) {
    return answer.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private Bytes reply(Bytes certificate) {
    Lookup found = lookup(certificate, "reply");
    assertThat(found).isInstanceOf(Lookup.Found.class);
    return ((Lookup.Found) found).value();
  }

  private Lookup lookup(Bytes certificate, String field) {
    return lookup(certificate, request, field);
  }

  private static Lookup lookup(Bytes certificate, RequestId id, String field) {
    return Certificate.decode(certificate)
        .tree()
        .lookup(List.of(Bytes.ofUtf8("request_status"), id.bytes(), Bytes.ofUtf8(field)));
  }
}
