package dev.atoll.replica.management;

import static dev.atoll.replica.management.ManagementFixture.STRANGER;
import static dev.atoll.replica.management.ManagementFixture.USER;
import static dev.atoll.replica.management.ManagementFixture.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.execution.CanisterSnapshot;
import dev.atoll.replica.execution.PublishedState;
import dev.atoll.replica.execution.QueryOutcome;
import dev.atoll.replica.state.CanisterMemory;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.spi.gateway.SubmitResult;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Rules for users' calls, and management queries, on a published state.
final class ReaderRulesTest {

  private final ManagementFixture fixture = new ManagementFixture();

  private final CanisterState canister = fixture.create();

  private final IngressRules rules =
      new IngressRules(fixture.candid, ManagementConfig.development("1.2.3"));

  private final ManagementQueries queries =
      new ManagementQueries(fixture.candid, fixture.accounting);

  private final PublishedState published = new Published();

  private final class Published implements PublishedState, PublishedState.View {

    @Override
    public <T extends @Nullable Object> T read(Function<View, T> reader) {
      return reader.apply(this);
    }

    @Override
    public long timeNanos() {
      return fixture.state.timeNanos();
    }

    @Override
    public SubnetInfo subnet() {
      return fixture.state.subnet();
    }

    @Override
    public @Nullable CanisterSnapshot canister(Principal id) {
      @Nullable CanisterState found = fixture.state.canister(id);
      return found == null ? null : snapshot(found);
    }

    @Override
    public Bytes dataCertificate(Principal of) {
      return Bytes.EMPTY;
    }
  }

  private static CanisterSnapshot snapshot(CanisterState canister) {
    return new CanisterSnapshot(
        canister.id(),
        canister.settings(),
        canister.status(),
        canister.cycles(),
        canister.reservedCycles(),
        Cycles.ZERO,
        canister.version(),
        canister.execution(),
        canister.stableMemory(),
        canister.certifiedData(),
        List.copyOf(canister.log().entries()),
        CanisterMemory.of(canister),
        canister.consumed().byPurpose(),
        false);
  }

  @Test
  void theUrlNamesTheCanisterOfTheArgument() {
    Principal other = Principal.ofCanisterIndex(9);

    assertThat(rules.refusal(canister.id(), "start_canister", arg("start_canister"))).isNull();
    assertThat(rules.refusal(other, "start_canister", arg("start_canister")))
        .isEqualTo(
            new Refusal(
                Refusal.Kind.BAD_REQUEST,
                "Specified CanisterId %s does not match effective canister id in URL %s"
                    .formatted(canister.id(), other)));
    assertThat(
            rules.refusal(
                other,
                "provisional_create_canister_with_cycles",
                fixture.encode("provisional_create_canister_with_cycles", "(record {})")))
        .isNull();
  }

  @Test
  void chunkedCodeGoesToItsTarget() {
    String method = "install_chunked_code";
    Bytes arg =
        fixture.encode(
            method,
            "(record { target_canister = principal \"%s\"; store_canister = opt principal \"aaaaa-aa\"; mode = variant { install }; chunk_hashes_list = vec {}; wasm_module_hash = blob \"\"; arg = blob \"\" })"
                .formatted(canister.id()));

    assertThat(rules.refusal(canister.id(), method, arg)).isNull();
    assertThat(rules.refusal(Principal.MANAGEMENT_CANISTER, method, arg)).isNotNull();
  }

  @Test
  void controllersGetIn() {
    assertThat(rules.rejection(published, USER, "stop_canister", arg("stop_canister"))).isEmpty();
    assertThat(rules.rejection(published, STRANGER, "stop_canister", arg("stop_canister")))
        .contains(
            new SubmitResult.Rejected(
                ErrorCode.CANISTER_INVALID_CONTROLLER.rejectCode(),
                "Only controllers of canister %s can call ic00 method stop_canister"
                    .formatted(canister.id()),
                ErrorCode.CANISTER_INVALID_CONTROLLER));
  }

  @Test
  void everybodyUsesTheProvisionalApiWhereItIsThere() {
    String method = "provisional_create_canister_with_cycles";
    Bytes arg = fixture.encode(method, "(record {})");
    IngressRules production =
        new IngressRules(fixture.candid, new ManagementConfig(false, Cycles.ZERO, "1.2.3"));

    assertThat(rules.rejection(published, STRANGER, method, arg)).isEmpty();
    assertThat(code(production.rejection(published, STRANGER, method, arg)))
        .isEqualTo(ErrorCode.CANISTER_REJECTED_MESSAGE);
    assertThat(rules.isSubnetScoped(method)).isTrue();
    assertThat(rules.isSubnetScoped("install_code")).isFalse();
  }

  @Test
  void whatNoUserMayCallStaysOut() {
    assertThat(code(rejection("raw_rand", Bytes.EMPTY)))
        .isEqualTo(ErrorCode.CANISTER_REJECTED_MESSAGE);
    assertThat(code(rejection("fetch_canister_logs", arg("fetch_canister_logs"))))
        .isEqualTo(ErrorCode.CANISTER_REJECTED_MESSAGE);
    assertThat(code(rejection("take_canister_snapshot", Bytes.EMPTY)))
        .isEqualTo(ErrorCode.UNKNOWN_MANAGEMENT_MESSAGE);
    assertThat(code(rejection("no_such_method", Bytes.EMPTY)))
        .isEqualTo(ErrorCode.UNKNOWN_MANAGEMENT_MESSAGE);
    assertThat(code(rejection("install_code", Bytes.ofUtf8("nonsense"))))
        .isEqualTo(ErrorCode.INVALID_MANAGEMENT_PAYLOAD);
  }

  private Optional<SubmitResult.Rejected> rejection(String method, Bytes arg) {
    return rules.rejection(published, USER, method, arg);
  }

  private static ErrorCode code(Optional<SubmitResult.Rejected> rejection) {
    return rejection.orElseThrow().errorCode();
  }

  @Test
  void theStatusQueryAnswersAsTheCallDoes() {
    ManagementOutcome call = fixture.byUser("canister_status", id(canister));
    QueryOutcome query = query(USER, "canister_status");

    assertThat(query)
        .isEqualTo(new QueryOutcome.Reply(((ManagementOutcome.Reply) call).reply(), 0));
    assertThat(query(STRANGER, "canister_status")).isInstanceOf(QueryOutcome.Reject.class);
  }

  @Test
  void logsAreForThoseWhoMaySeeThem() {
    canister.log().add(5, Bytes.ofUtf8("line"), 4_096);

    QueryOutcome outcome = query(USER, "fetch_canister_logs");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            QueryOutcome.Reply.class,
            reply -> {
              var logs = fixture.decode("fetch_canister_logs", reply.reply());
              assertThat(logs).isNotNull();
              assertThat(logs.field("canister_log_records").asVec())
                  .singleElement()
                  .satisfies(
                      line ->
                          assertThat(line.field("content").asBlob())
                              .isEqualTo(Bytes.ofUtf8("line")));
            });
    assertThat(query(STRANGER, "fetch_canister_logs"))
        .isInstanceOfSatisfying(
            QueryOutcome.Reject.class,
            reject ->
                assertThat(reject.errorCode()).isEqualTo(ErrorCode.CANISTER_REJECTED_MESSAGE));
  }

  @Test
  void canistersAreListedToNobodyAndUpdatesAreNoQueries() {
    assertThat(
            queries.run(published, USER, "list_canisters", fixture.encode("list_canisters", "()")))
        .isInstanceOf(QueryOutcome.Reject.class);
    assertThat(query(USER, "stop_canister"))
        .isInstanceOfSatisfying(
            QueryOutcome.Reject.class,
            reject ->
                assertThat(reject.errorCode()).isEqualTo(ErrorCode.CANISTER_METHOD_NOT_FOUND));
  }

  private QueryOutcome query(Principal caller, String method) {
    return queries.run(published, caller, method, arg(method));
  }

  private Bytes arg(String method) {
    return fixture.encode(method, id(canister));
  }
}
