package dev.atoll.replica.management;

import static dev.atoll.replica.management.ManagementFixture.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.management.ManagementOutcome.Deferred;
import dev.atoll.replica.management.ManagementOutcome.Reject;
import dev.atoll.replica.management.ManagementOutcome.Reply;
import dev.atoll.replica.state.CallContext;
import dev.atoll.replica.state.CallOrigin;
import dev.atoll.replica.state.Callback;
import dev.atoll.replica.state.CanisterChange.Details;
import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CanisterStatus;
import dev.atoll.replica.state.CyclesConsumed.Purpose;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.Payload;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import dev.atoll.types.RejectCode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LifeCycleTest {

  private final ManagementFixture fixture = new ManagementFixture();

  private final CanisterState canister = fixture.create();

  @Test
  void stoppingWaitsForTheScheduler() {
    Ingress ingress =
        fixture.ingress(
            ManagementFixture.USER, "stop_canister", fixture.encode("stop_canister", id(canister)));

    ManagementOutcome outcome = fixture.execute(new ManagementCall.ByUser(ingress));

    assertThat(outcome).isEqualTo(new Deferred());
    assertThat(canister.status())
        .isInstanceOfSatisfying(
            CanisterStatus.Stopping.class,
            stopping ->
                assertThat(stopping.waiting())
                    .containsExactly(
                        new CanisterStatus.StopCall.ByUser(
                            ingress.requestId(), ManagementFixture.NOW)));
    assertThat(canister.version()).isEqualTo(1);
  }

  @Test
  void aStoppedCanisterIsStoppedAgainAtOnce() {
    canister.setStatus(new CanisterStatus.Stopped());

    assertThat(fixture.byUser("stop_canister", id(canister))).isInstanceOf(Reply.class);
    assertThat(canister.version()).isEqualTo(1);
  }

  @Test
  void startingCancelsThoseWhoWaitForTheStop() {
    fixture.byUser("stop_canister", id(canister));
    canister.setSettings(
        new SettingsArgument(
                List.of(ManagementFixture.USER, ManagementFixture.CALLER),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null)
            .applyTo(canister.settings()));
    fixture.byCanister(ManagementFixture.CALLER, Cycles.of(9), "stop_canister", id(canister));

    ManagementOutcome outcome = fixture.byUser("start_canister", id(canister));

    assertThat(outcome).isInstanceOf(Reply.class);
    assertThat(canister.status()).isEqualTo(new CanisterStatus.Running());
    String text = "Canister %s's stop request was cancelled.".formatted(canister.id());
    assertThat(fixture.outbox.answers.values())
        .containsExactly(
            new IngressStatus.Rejected(
                RejectCode.CANISTER_ERROR, text, ErrorCode.CANISTER_STOPPING_CANCELLED));
    assertThat(fixture.outbox.messages)
        .singleElement()
        .isInstanceOfSatisfying(
            CanisterMessage.Response.class,
            response -> {
              assertThat(response.receiver()).isEqualTo(ManagementFixture.CALLER);
              assertThat(response.refund()).isEqualTo(Cycles.of(9));
              assertThat(response.payload())
                  .isEqualTo(new Payload.Reject(RejectCode.CANISTER_ERROR, text));
            });
  }

  @Test
  void onlyAStoppedCanisterIsDeleted() {
    assertThat(code(fixture.byUser("delete_canister", id(canister))))
        .isEqualTo(ErrorCode.CANISTER_NOT_STOPPED);

    canister.setStatus(new CanisterStatus.Stopped());
    ManagementOutcome outcome = fixture.byUser("delete_canister", id(canister));

    assertThat(outcome).isInstanceOf(Reply.class);
    assertThat(fixture.state.canister(canister.id())).isNull();
    assertThat(fixture.create().id()).isNotEqualTo(canister.id());
  }

  @Test
  void aCanisterWithMessagesIsNotDeleted() {
    canister.setStatus(new CanisterStatus.Stopped());
    canister.inputs().push(fixture.ingress(ManagementFixture.USER, "m", Bytes.EMPTY));

    assertThat(code(fixture.byUser("delete_canister", id(canister))))
        .isEqualTo(ErrorCode.CANISTER_QUEUE_NOT_EMPTY);
  }

  @Test
  void aCanisterDoesNotDeleteItself() {
    assertThat(
            code(fixture.byCanister(canister.id(), Cycles.ZERO, "delete_canister", id(canister))))
        .isEqualTo(ErrorCode.CANISTER_INVALID_CONTROLLER);
  }

  @Test
  void strangersControlNothing() {
    for (String method :
        List.of("start_canister", "stop_canister", "delete_canister", "uninstall_code")) {
      assertThat(code(fixture.byUser(ManagementFixture.STRANGER, method, id(canister))))
          .as(method)
          .isEqualTo(ErrorCode.CANISTER_INVALID_CONTROLLER);
    }
    assertThat(canister.version()).isZero();
  }

  @Test
  void aCanisterThatDoesNotExistIsNotFound() {
    String arg =
        "(record { canister_id = principal \"%s\" })".formatted(Principal.ofCanisterIndex(5));

    assertThat(fixture.byUser("start_canister", arg))
        .isInstanceOfSatisfying(
            Reject.class,
            reject -> {
              assertThat(reject.errorCode()).isEqualTo(ErrorCode.CANISTER_NOT_FOUND);
              assertThat(reject.message())
                  .startsWith("Canister %s not found.".formatted(Principal.ofCanisterIndex(5)));
            });
  }

  @Test
  void uninstallingRejectsOpenCallsAndRemembersOutstandingOnes() {
    Ingress ingress = fixture.ingress(ManagementFixture.USER, "m", Bytes.EMPTY);
    CallOrigin user = new CallOrigin.User(ingress.requestId(), ManagementFixture.USER, null);
    CallOrigin caller = new CallOrigin.Canister(ManagementFixture.CALLER, 3, 0);
    canister.calls().open(user, Cycles.ZERO, ManagementFixture.NOW);
    CallContext waiting = canister.calls().open(caller, Cycles.of(8), ManagementFixture.NOW);
    Callback.Closure closure = new Callback.Closure(0, 0);
    canister
        .calls()
        .register(
            new Callback(
                canister.calls().nextCallbackId(),
                waiting.id(),
                ManagementFixture.CALLER,
                Cycles.ZERO,
                closure,
                closure,
                null,
                0,
                Cycles.ZERO));
    canister.chunks().put(Bytes.ofUtf8("chunk"));

    ManagementOutcome outcome = fixture.byUser("uninstall_code", id(canister));

    assertThat(outcome).isInstanceOf(Reply.class);
    assertThat(fixture.outbox.answers)
        .containsEntry(
            ingress.requestId(),
            new IngressStatus.Rejected(
                RejectCode.CANISTER_REJECT,
                "Canister has been uninstalled.",
                ErrorCode.CANISTER_REJECTED_MESSAGE));
    assertThat(fixture.outbox.messages)
        .singleElement()
        .isInstanceOfSatisfying(
            CanisterMessage.Response.class,
            response -> assertThat(response.refund()).isEqualTo(Cycles.of(8)));
    assertThat(canister.calls().contexts())
        .singleElement()
        .satisfies(
            context -> {
              assertThat(context.deleted()).isTrue();
              assertThat(context.outstanding()).isEqualTo(1);
            });
    assertThat(canister.chunks().chunks()).isEmpty();
    assertThat(canister.version()).isEqualTo(1);
    assertThat(canister.history().changes())
        .last()
        .satisfies(
            change -> {
              assertThat(change.version()).isEqualTo(1);
              assertThat(change.details()).isEqualTo(new Details.CodeUninstall());
            });
  }

  @Test
  void aCanisterOutOfCyclesLosesEverythingButItsName() {
    fixture.byUser(
        "update_settings",
        "(record { canister_id = principal \"%s\"; settings = record { compute_allocation = opt 1; memory_allocation = opt 5 } })"
            .formatted(canister.id()));
    canister.setCycles(Cycles.of(3));

    fixture.removal.uninstall(fixture.state, canister, fixture.outbox);

    assertThat(canister.cycles()).isEqualTo(Cycles.ZERO);
    assertThat(canister.consumed().of(Purpose.UNINSTALL)).isEqualTo(Cycles.of(3));
    assertThat(canister.settings().computeAllocationPercent()).isZero();
    assertThat(canister.settings().memoryAllocationBytes()).isZero();
    assertThat(canister.settings().controllers()).containsExactly(ManagementFixture.USER);
    assertThat(canister.history().changes()).isEmpty();
    assertThat(canister.history().total()).isEqualTo(1);
  }

  private static ErrorCode code(ManagementOutcome outcome) {
    assertThat(outcome).isInstanceOf(Reject.class);
    return ((Reject) outcome).errorCode();
  }
}
