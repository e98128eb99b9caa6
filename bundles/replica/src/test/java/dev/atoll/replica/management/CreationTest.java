package dev.atoll.replica.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.management.ManagementOutcome.Reject;
import dev.atoll.replica.management.ManagementOutcome.Reply;
import dev.atoll.replica.state.CanisterChange;
import dev.atoll.replica.state.CanisterChange.Details;
import dev.atoll.replica.state.CanisterChange.Origin;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CanisterStatus;
import dev.atoll.replica.state.CyclesConsumed.Purpose;
import dev.atoll.replica.testing.Subnets;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CreationTest {

  private static final String PROVISIONAL = "provisional_create_canister_with_cycles";

  private static final Cycles FEE = Cycles.of(500_000_000_000L);

  private final ManagementFixture fixture = new ManagementFixture();

  @Test
  void aProvisionalCanisterBelongsToItsCreatorAndHasCycles() {
    CanisterState canister = fixture.create();

    assertThat(canister.id()).isEqualTo(Principal.ofCanisterIndex(0));
    assertThat(canister.settings().controllers()).containsExactly(ManagementFixture.USER);
    assertThat(canister.cycles()).isEqualTo(ManagementConfig.DEFAULT_PROVISIONAL_CYCLES);
    assertThat(canister.status()).isEqualTo(new CanisterStatus.Running());
    assertThat(canister.execution()).isNull();
    assertThat(canister.version()).isZero();
    assertThat(canister.history().changes())
        .containsExactly(
            new CanisterChange(
                ManagementFixture.NOW,
                0,
                new Origin.FromUser(ManagementFixture.USER),
                new Details.Creation(List.of(ManagementFixture.USER), null)));
    assertThat(fixture.outbox.changed).containsExactly(canister.id());
  }

  @Test
  void idsAscendThroughAllRangesAndEnd() {
    for (int i = 0; i < 10; i++) {
      fixture.create();
    }
    CanisterState eleventh = fixture.create();

    assertThat(eleventh.id()).isEqualTo(Principal.ofCanisterIndex(20));
    for (int i = 0; i < 9; i++) {
      fixture.create();
    }
    assertThat(fixture.byUser(PROVISIONAL, "(record {})"))
        .isInstanceOfSatisfying(
            Reject.class,
            reject -> assertThat(reject.errorCode()).isEqualTo(ErrorCode.SUBNET_OVERSUBSCRIBED));
  }

  @Test
  void anIdThatWasAskedForIsSkippedLater() {
    CanisterState first =
        fixture.create(
            "(record { specified_id = opt principal \"%s\" })"
                .formatted(Principal.ofCanisterIndex(0)));
    CanisterState second = fixture.create();

    assertThat(first.id()).isEqualTo(Principal.ofCanisterIndex(0));
    assertThat(second.id()).isEqualTo(Principal.ofCanisterIndex(1));
  }

  @Test
  void anIdOfAnotherSubnetOrOfAnExistingCanisterIsRefused() {
    String arg = "(record { specified_id = opt principal \"%s\" })";
    fixture.create();

    ManagementOutcome elsewhere =
        fixture.byUser(PROVISIONAL, arg.formatted(Principal.ofCanisterIndex(15)));
    ManagementOutcome taken =
        fixture.byUser(PROVISIONAL, arg.formatted(Principal.ofCanisterIndex(0)));

    assertThat(code(elsewhere)).isEqualTo(ErrorCode.CANISTER_NOT_HOSTED_BY_SUBNET);
    assertThat(code(taken)).isEqualTo(ErrorCode.CANISTER_ALREADY_INSTALLED);
  }

  @Test
  void amountAndSettingsAreTaken() {
    CanisterState canister =
        fixture.create(
            """
            (record {
              amount = opt 7;
              settings = opt record {
                controllers = opt vec { principal "aaaaa-aa"; principal "2vxsx-fae" };
                freezing_threshold = opt 0;
                environment_variables = opt vec { record { name = "A"; value = "1" } };
              };
            })\
            """);

    assertThat(canister.cycles()).isEqualTo(Cycles.of(7));
    assertThat(canister.settings().controllers())
        .containsExactly(Principal.MANAGEMENT_CANISTER, Principal.ANONYMOUS);
    assertThat(canister.settings().environmentVariables()).containsEntry("A", "1");
    assertThat(canister.history().changes().iterator().next().details())
        .isInstanceOfSatisfying(
            Details.Creation.class,
            creation -> assertThat(creation.environmentVariablesHash()).isNotNull());
  }

  @Test
  void aCanisterPaysForCreatingAnother() {
    ManagementOutcome outcome =
        fixture.byCanister(
            ManagementFixture.CALLER,
            FEE.plus(Cycles.of(5)),
            "create_canister",
            "(record { sender_canister_version = opt 12 })");

    CanisterState created = fixture.canister(Principal.ofCanisterIndex(0));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Reply.class, reply -> assertThat(reply.refund()).isEqualTo(Cycles.ZERO));
    assertThat(created.cycles()).isEqualTo(Cycles.of(5));
    assertThat(created.consumed().of(Purpose.CANISTER_CREATION)).isEqualTo(FEE);
    assertThat(created.history().changes().iterator().next().origin())
        .isEqualTo(new Origin.FromCanister(ManagementFixture.CALLER, 12L));
  }

  @Test
  void tooFewCyclesCreateNothingAndComeBack() {
    Cycles sent = Cycles.of(499_999_999_999L);

    ManagementOutcome outcome =
        fixture.byCanister(ManagementFixture.CALLER, sent, "create_canister", "(record {})");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Reject.class,
            reject -> {
              assertThat(reject.errorCode())
                  .isEqualTo(ErrorCode.INSUFFICIENT_CYCLES_FOR_CREATE_CANISTER);
              assertThat(reject.message())
                  .startsWith(
                      "Creating a canister requires a fee of 500_000_000_000 that is deducted");
              assertThat(reject.refund()).isEqualTo(sent);
            });
    assertThat(fixture.state.canisters()).isEmpty();
  }

  @Test
  void usersDoNotCreateWithoutTheProvisionalApi() {
    ManagementFixture production =
        new ManagementFixture(
            Subnets.application(), new ManagementConfig(false, Cycles.ZERO, "1.2.3"));

    assertThat(code(production.byUser(PROVISIONAL, "(record {})")))
        .isEqualTo(ErrorCode.CANISTER_METHOD_NOT_FOUND);
    assertThat(code(production.byUser("create_canister", "(record {})")))
        .isEqualTo(ErrorCode.CANISTER_REJECTED_MESSAGE);
  }

  @Test
  void anybodyTopsUp() {
    CanisterState canister = fixture.create("(record { amount = opt 1 })");

    ManagementOutcome outcome =
        fixture.byUser(
            ManagementFixture.STRANGER,
            "provisional_top_up_canister",
            "(record { canister_id = principal \"%s\"; amount = 41 })".formatted(canister.id()));

    assertThat(outcome).isInstanceOf(Reply.class);
    assertThat(canister.cycles()).isEqualTo(Cycles.of(42));
  }

  private static ErrorCode code(ManagementOutcome outcome) {
    assertThat(outcome).isInstanceOf(Reject.class);
    return ((Reject) outcome).errorCode();
  }
}
