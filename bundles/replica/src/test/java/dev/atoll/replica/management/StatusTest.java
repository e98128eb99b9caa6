package dev.atoll.replica.management;

import static dev.atoll.replica.management.ManagementFixture.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.candid.CandidValue;
import dev.atoll.replica.management.ManagementOutcome.Reject;
import dev.atoll.replica.management.ManagementOutcome.Reply;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.testing.Subnets;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Height;
import dev.atoll.types.Principal;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import dev.atoll.wasm.memory.CommittedMemory;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StatusTest {

  private final ManagementFixture fixture = new ManagementFixture();

  private final CanisterState canister = fixture.create();

  @Test
  void theStatusShowsWhatTheCanisterIs() {
    CandidValue status =
        fixture.value("canister_status", fixture.byUser("canister_status", id(canister)));

    assertThat(status.field("status").asVariant().tag()).isEqualTo("running");
    assertThat(status.field("version").asNat64()).isZero();
    assertThat(status.optField("module_hash")).isNull();
    assertThat(status.field("cycles").asNat()).isEqualTo(new BigInteger("100000000000000"));
    assertThat(status.field("memory_size").asNat())
        .isEqualTo(status.field("memory_metrics").field("canister_history_size").asNat());
    assertThat(status.field("settings").field("controllers").asVec())
        .singleElement()
        .satisfies(
            controller -> assertThat(controller.asPrincipal()).isEqualTo(ManagementFixture.USER));
    assertThat(status.field("settings").field("freezing_threshold").asLong()).isEqualTo(2_592_000);
  }

  @Test
  void aCanisterSeesItsOwnStatusAndStrangersDoNot() {
    assertThat(fixture.byCanister(canister.id(), Cycles.of(4), "canister_status", id(canister)))
        .isInstanceOfSatisfying(
            Reply.class, reply -> assertThat(reply.refund()).isEqualTo(Cycles.of(4)));
    assertThat(code(fixture.byUser(ManagementFixture.STRANGER, "canister_status", id(canister))))
        .isEqualTo(ErrorCode.CANISTER_INVALID_CONTROLLER);
  }

  @Test
  void aPublicStatusIsForEverybody() {
    fixture.byUser(
        "update_settings",
        "(record { canister_id = principal \"%s\"; settings = record { status_visibility = opt variant { public } } })"
            .formatted(canister.id()));

    assertThat(fixture.byUser(ManagementFixture.STRANGER, "canister_status", id(canister)))
        .isInstanceOf(Reply.class);
  }

  @Test
  void metricsTellWhatWasConsumed() {
    fixture.byUser(
        "upload_chunk",
        "(record { canister_id = principal \"%s\"; chunk = blob \"a\" })".formatted(canister.id()));

    CandidValue metrics =
        fixture.value("canister_metrics", fixture.byUser("canister_metrics", id(canister)));

    assertThat(metrics.field("cycles_consumed").field("instructions").asLong())
        .isEqualTo(ChunkMethods.UPLOAD_INSTRUCTIONS);
    assertThat(metrics.field("cycles_consumed").field("burned_cycles").asLong()).isZero();
  }

  @Test
  void theInfoListsTheNewestChangesOldestFirst() {
    fixture.byUser(
        "update_settings",
        "(record { canister_id = principal \"%s\"; settings = record { controllers = opt vec {} } })"
            .formatted(canister.id()));
    String arg = "(record { canister_id = principal \"%s\"; num_requested_changes = opt %d })";

    CandidValue all = info(arg.formatted(canister.id(), 5));
    CandidValue newest = info(arg.formatted(canister.id(), 1));
    CandidValue none = info(id(canister));

    assertThat(all.field("total_num_changes").asNat64()).isEqualTo(2);
    assertThat(tags(all)).containsExactly("creation", "controllers_change");
    assertThat(tags(newest)).containsExactly("controllers_change");
    assertThat(tags(none)).isEmpty();
    assertThat(all.field("controllers").asVec()).isEmpty();
  }

  private CandidValue info(String arg) {
    return fixture.value(
        "canister_info",
        fixture.byCanister(ManagementFixture.CALLER, Cycles.ZERO, "canister_info", arg));
  }

  private static List<String> tags(CandidValue info) {
    return info.field("recent_changes").asVec().stream()
        .map(change -> change.field("details").asVariant().tag())
        .toList();
  }

  @Test
  void anEmptyCanisterHasNoMetadata() {
    String arg =
        "(record { canister_id = principal \"%s\"; name = \"candid:service\" })"
            .formatted(canister.id());

    ManagementOutcome outcome =
        fixture.byCanister(ManagementFixture.CALLER, Cycles.ZERO, "canister_metadata", arg);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Reject.class, reject -> assertThat(reject.message()).contains("has no Wasm module"));
  }

  @Test
  void privateMetadataIsForControllers() {
    Bytes module =
        new WasmModuleBuilder()
            .customSection("icp:public open", "for all")
            .customSection("icp:private closed", "for some")
            .build();
    canister.setExecution(
        new ExecutionState(
            ValidatedModule.ofCanister(module),
            ManagementFixture.NOW,
            new long[0],
            new CommittedMemory()));

    assertThat(metadata(ManagementFixture.CALLER, "open")).isEqualTo(Bytes.ofUtf8("for all"));
    assertThat(metadata(ManagementFixture.USER, "closed")).isEqualTo(Bytes.ofUtf8("for some"));
    assertThat(code(tryMetadata(ManagementFixture.CALLER, "closed")))
        .isEqualTo(ErrorCode.CANISTER_REJECTED_MESSAGE);
  }

  private Bytes metadata(Principal caller, String name) {
    return fixture.value("canister_metadata", tryMetadata(caller, name)).field("value").asBlob();
  }

  private ManagementOutcome tryMetadata(Principal caller, String name) {
    return fixture.byCanister(
        caller,
        Cycles.ZERO,
        "canister_metadata",
        "(record { canister_id = principal \"%s\"; name = \"%s\" })"
            .formatted(canister.id(), name));
  }

  @Test
  void depositedCyclesStay() {
    Cycles before = canister.cycles();

    ManagementOutcome outcome =
        fixture.byCanister(ManagementFixture.CALLER, Cycles.of(5), "deposit_cycles", id(canister));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Reply.class, reply -> assertThat(reply.refund()).isEqualTo(Cycles.ZERO));
    assertThat(canister.cycles()).isEqualTo(before.plus(Cycles.of(5)));
  }

  @Test
  void everyCallGetsOtherRandomBytesAndTheSameOnEveryNode() {
    Bytes first = random(fixture);
    Bytes second = random(fixture);
    ManagementFixture other = new ManagementFixture();
    other.create();

    assertThat(first.size()).isEqualTo(32);
    assertThat(second).isNotEqualTo(first);
    assertThat(random(other)).isEqualTo(first);

    byte[] seed = new byte[32];
    seed[0] = 1;
    other.state.advance(Height.GENESIS.next(), ManagementFixture.NOW, Bytes.wrap(seed));
    assertThat(random(other)).isNotEqualTo(second);
  }

  private static Bytes random(ManagementFixture fixture) {
    return fixture
        .value(
            "raw_rand", fixture.byCanister(ManagementFixture.CALLER, Cycles.ZERO, "raw_rand", "()"))
        .asBlob();
  }

  @Test
  void theSubnetKnowsItselfOnly() {
    String arg = "(record { subnet_id = principal \"%s\" })";

    CandidValue info =
        fixture.value(
            "subnet_info",
            fixture.byCanister(
                ManagementFixture.CALLER,
                Cycles.ZERO,
                "subnet_info",
                arg.formatted(Subnets.ID.principal())));

    assertThat(info.field("replica_version").asText()).isEqualTo("1.2.3");
    assertThat(
            code(
                fixture.byCanister(
                    ManagementFixture.CALLER,
                    Cycles.ZERO,
                    "subnet_info",
                    arg.formatted(ManagementFixture.USER))))
        .isEqualTo(ErrorCode.SUBNET_NOT_FOUND);
  }

  @Test
  void unknownMissingAndMalformedCallsAreTold() {
    assertThat(code(raw("no_such_method", Bytes.EMPTY)))
        .isEqualTo(ErrorCode.CANISTER_METHOD_NOT_FOUND);
    assertThat(code(raw("sign_with_ecdsa", Bytes.EMPTY)))
        .isEqualTo(ErrorCode.UNKNOWN_MANAGEMENT_MESSAGE);
    assertThat(code(raw("fetch_canister_logs", Bytes.EMPTY)))
        .isEqualTo(ErrorCode.CANISTER_REJECTED_MESSAGE);
    assertThat(raw("start_canister", Bytes.ofUtf8("nonsense")))
        .isInstanceOfSatisfying(
            Reject.class,
            reject -> {
              assertThat(reject.errorCode()).isEqualTo(ErrorCode.INVALID_MANAGEMENT_PAYLOAD);
              assertThat(reject.message()).startsWith("Error decoding candid: ");
              assertThat(reject.refund()).isEqualTo(Cycles.of(6));
            });
  }

  private ManagementOutcome raw(String method, Bytes arg) {
    return fixture.execute(
        new ManagementCall.ByCanister(
            fixture.request(ManagementFixture.CALLER, Cycles.of(6), method, arg)));
  }

  private static ErrorCode code(ManagementOutcome outcome) {
    assertThat(outcome).isInstanceOf(Reject.class);
    return ((Reject) outcome).errorCode();
  }
}
