package dev.atoll.replica.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.management.ManagementOutcome.Reject;
import dev.atoll.replica.management.ManagementOutcome.Reply;
import dev.atoll.replica.state.CanisterChange.Details;
import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterSettings.Visibility;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CyclesConsumed.Purpose;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import java.math.BigInteger;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsTest {

  private final ManagementFixture fixture = new ManagementFixture();

  private final CanisterState canister = fixture.create();

  private ManagementOutcome update(String settings) {
    return update(ManagementFixture.USER, settings);
  }

  private ManagementOutcome update(Principal caller, String settings) {
    return fixture.byUser(
        caller,
        "update_settings",
        "(record { canister_id = principal \"%s\"; settings = record { %s } })"
            .formatted(canister.id(), settings));
  }

  @Test
  void everySettingCanBeChanged() {
    ManagementOutcome outcome =
        update(
            """
            controllers = opt vec { principal "2vxsx-fae" };
            compute_allocation = opt 1;
            memory_allocation = opt 1_000_000;
            freezing_threshold = opt 100;
            reserved_cycles_limit = opt 5;
            minimum_incoming_canister_call_cycles = opt 6;
            log_visibility = opt variant { public };
            snapshot_visibility = opt variant { allowed_viewers = vec { principal "aaaaa-aa" } };
            status_visibility = opt variant { controllers };
            wasm_memory_limit = opt 7;
            wasm_memory_threshold = opt 8;
            log_memory_limit = opt 5_000;
            environment_variables = opt vec { record { name = "A"; value = "1" } };\
            """);

    CanisterSettings settings = canister.settings();
    assertThat(outcome).isInstanceOf(Reply.class);
    assertThat(settings.controllers()).containsExactly(Principal.ANONYMOUS);
    assertThat(settings.computeAllocationPercent()).isEqualTo(1);
    assertThat(settings.memoryAllocationBytes()).isEqualTo(1_000_000);
    assertThat(settings.freezingThresholdSeconds()).isEqualTo(100);
    assertThat(settings.reservedCyclesLimit()).isEqualTo(Cycles.of(5));
    assertThat(settings.minimumIncomingCallCycles()).isEqualTo(Cycles.of(6));
    assertThat(settings.logVisibility()).isEqualTo(new Visibility.Public());
    assertThat(settings.snapshotVisibility())
        .isEqualTo(
            new Visibility.AllowedViewers(new TreeSet<>(List.of(Principal.MANAGEMENT_CANISTER))));
    assertThat(settings.statusVisibility()).isEqualTo(new Visibility.Controllers());
    assertThat(settings.wasmMemoryLimitBytes()).isEqualTo(7);
    assertThat(settings.wasmMemoryThresholdBytes()).isEqualTo(8);
    assertThat(settings.logMemoryLimitBytes()).isEqualTo(5_000);
    assertThat(settings.environmentVariables()).containsEntry("A", "1");
    assertThat(canister.version()).isEqualTo(1);
  }

  @Test
  void settingsThatAreNotNamedStay() {
    CanisterSettings before = canister.settings();

    update("");

    assertThat(canister.settings()).isEqualTo(before);
    assertThat(canister.history().total()).isEqualTo(1);
  }

  @Test
  void theHistoryKeepsNewControllers() {
    update("controllers = opt vec {}");

    assertThat(canister.history().changes())
        .last()
        .satisfies(
            change -> {
              assertThat(change.version()).isEqualTo(1);
              assertThat(change.details()).isEqualTo(new Details.ControllersChange(List.of()));
            });
  }

  @Test
  void onlyControllersChangeSettings() {
    ManagementOutcome outcome = update(ManagementFixture.STRANGER, "compute_allocation = opt 1");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Reject.class,
            reject -> {
              assertThat(reject.errorCode()).isEqualTo(ErrorCode.CANISTER_INVALID_CONTROLLER);
              assertThat(reject.message())
                  .startsWith(
                      "Only the controllers of the canister %s can control it.\nCanister's controllers: %s\nSender's ID: %s\n"
                          .formatted(
                              canister.id(), ManagementFixture.USER, ManagementFixture.STRANGER));
            });
    assertThat(canister.version()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          compute_allocation = opt 101                    | 504 | range [0..100], got 101
          memory_allocation = opt 18446744073709551616    | 504 | got 18_446_744_073_709_551_616
          freezing_threshold = opt 18446744073709551616   | 504 | Freezing threshold expected
          wasm_memory_limit = opt 281474976710657         | 504 | Wasm memory limit expected
          log_memory_limit = opt 4095                     | 406 | limit 4095 is too low
          log_memory_limit = opt 2097153                  | 406 | limit 2097153 is too high
          memory_allocation = opt 2199023255553           | 101 | only 2.00 TiB are available
          """)
  void aSettingOutOfRangeIsRefused(String setting, int code, String message) {
    assertThat(update(setting))
        .isInstanceOfSatisfying(
            Reject.class,
            reject -> {
              assertThat(reject.errorCode().code()).isEqualTo(code);
              assertThat(reject.message()).contains(message);
            });
    assertThat(canister.version()).isZero();
  }

  @Test
  void elevenControllersAreTooMany() {
    String eleven =
        IntStream.range(0, 11)
            .mapToObj(i -> "principal \"%s\"".formatted(Principal.ofCanisterIndex(i)))
            .collect(Collectors.joining("; "));

    assertThat(update("controllers = opt vec { %s }".formatted(eleven)))
        .isInstanceOfSatisfying(
            Reject.class,
            reject ->
                assertThat(reject.message())
                    .contains("'controllers' length exceeds maximum size allowed of 10"));
  }

  @Test
  void environmentVariablesAreUniqueFewAndShort() {
    String long129 = "x".repeat(129);

    assertThat(variables("A", "A")).contains("Duplicate environment variables");
    assertThat(variables(long129)).contains("exceeds the maximum allowed length of 128");
    assertThat(variables(IntStream.range(0, 21).mapToObj(i -> "V" + i).toArray(String[]::new)))
        .isEqualTo("Too many environment variables: 21 (max: 20)");
  }

  /// The message with which variables of these names are refused.
  private String variables(String... names) {
    String list =
        List.of(names).stream()
            .map("record { name = \"%s\"; value = \"\" }"::formatted)
            .collect(Collectors.joining("; "));
    ManagementOutcome outcome = update("environment_variables = opt vec { %s }".formatted(list));
    assertThat(outcome).isInstanceOf(Reject.class);
    return ((Reject) outcome).message();
  }

  @Test
  void anAllocationThatWouldFreezeIsRefused() {
    canister.setCycles(Cycles.of(1_000));

    assertThat(code(update("compute_allocation = opt 1")))
        .isEqualTo(ErrorCode.INSUFFICIENT_CYCLES_IN_COMPUTE_ALLOCATION);
    assertThat(code(update("memory_allocation = opt 1_000_000_000")))
        .isEqualTo(ErrorCode.INSUFFICIENT_CYCLES_IN_MEMORY_ALLOCATION);
  }

  @Test
  void aFreezingThresholdMayFreeze() {
    canister.setCycles(Cycles.of(1_000));

    assertThat(update("freezing_threshold = opt 1_000_000_000_000_000")).isInstanceOf(Reply.class);
  }

  @Test
  void aSmallChangeIsPaidAfterItOrNotAtAll() {
    Cycles before = canister.cycles();

    update("freezing_threshold = opt 0");

    Cycles fee = canister.consumed().of(Purpose.INGRESS_INDUCTION);
    assertThat(fee).isGreaterThan(Cycles.of(1_200_000));
    assertThat(canister.cycles()).isEqualTo(before.minus(fee));

    canister.setCycles(Cycles.of(1));
    update("freezing_threshold = opt 1");

    assertThat(canister.cycles()).isEqualTo(Cycles.of(1));
    assertThat(canister.settings().freezingThresholdSeconds()).isEqualTo(1);
  }

  @Test
  void theSubnetSharesItsComputeAmongCanisters() {
    update("compute_allocation = opt 100; freezing_threshold = opt 0");
    assertThat(canister.settings().computeAllocationPercent()).isEqualTo(100);
    CanisterState other = fixture.create();

    ManagementOutcome outcome =
        fixture.byUser(
            "update_settings",
            "(record { canister_id = principal \"%s\"; settings = record { compute_allocation = opt 100 } })"
                .formatted(other.id()));

    assertThat(code(outcome)).isEqualTo(ErrorCode.SUBNET_OVERSUBSCRIBED);
  }

  @Test
  void theReservedLimitCoversWhatIsReserved() {
    canister.setReservedCycles(Cycles.of(10));

    assertThat(code(update("reserved_cycles_limit = opt 9")))
        .isEqualTo(ErrorCode.RESERVED_CYCLES_LIMIT_IS_TOO_LOW);
  }

  private static ErrorCode code(ManagementOutcome outcome) {
    assertThat(outcome).isInstanceOf(Reject.class);
    return ((Reject) outcome).errorCode();
  }

  @Test
  void scarceMemoryIsSetAsideForWhenItIsAllocated() {
    canister.setCycles(Cycles.of(new BigInteger("10000000000000000000")));
    update("memory_allocation = opt 800_000_000_000; reserved_cycles_limit = opt 1_000");
    assertThat(canister.settings().memoryAllocationBytes()).isEqualTo(800_000_000_000L);
    assertThat(canister.reservedCycles()).isEqualTo(Cycles.ZERO);

    assertThat(update("memory_allocation = opt 900_000_000_000"))
        .isInstanceOfSatisfying(
            Reject.class,
            reject -> {
              assertThat(reject.errorCode())
                  .isEqualTo(ErrorCode.RESERVED_CYCLES_LIMIT_EXCEEDED_IN_MEMORY_ALLOCATION);
              assertThat(reject.message())
                  .startsWith("Cannot increase memory allocation to 838.19 GiB due to its reserved")
                  .contains("The current limit (1_000) would be exceeded by ");
            });
    Cycles before = canister.cycles();

    assertThat(
            update(
                "memory_allocation = opt 900_000_000_000;"
                    + " reserved_cycles_limit = opt 1_000_000_000_000_000_000"))
        .isInstanceOf(Reply.class);
    assertThat(canister.reservedCycles()).isGreaterThan(Cycles.ZERO);
    assertThat(before.minus(canister.cycles())).isGreaterThanOrEqualTo(canister.reservedCycles());
  }
}
