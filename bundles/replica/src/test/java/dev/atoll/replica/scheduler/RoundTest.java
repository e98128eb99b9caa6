package dev.atoll.replica.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.execution.QueryOutcome;
import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CanisterState.LowMemoryHook;
import dev.atoll.replica.state.CanisterStatus;
import dev.atoll.replica.state.CanisterStatus.StopCall;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.testing.CanisterHarness;
import dev.atoll.replica.testing.CanisterModule;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import dev.atoll.wasm.Opcodes;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundTest {

  private static final long SECOND = 1_000_000_000L;

  private final CanisterHarness harness = new CanisterHarness();

  @AfterEach
  void close() {
    harness.close();
  }

  private static CanisterModule counting(String export) {
    return new CanisterModule()
        .export(export, code -> code.increment(0))
        .export("canister_query get", code -> code.load(0).replyLong())
        .export(
            "canister_update set_timer",
            code -> {
              code.arg(8);
              code.load(8).ic("global_timer_set").op(Opcodes.DROP).reply();
            });
  }

  private byte count(Principal id) {
    return harness.reply(id, "get").get(0);
  }

  private static Bytes little(long value) {
    return Bytes.wrap(
        java.nio.ByteBuffer.allocate(8)
            .order(java.nio.ByteOrder.LITTLE_ENDIAN)
            .putLong(value)
            .array());
  }

  @Test
  void aHeartbeatRunsInEveryRound() {
    Principal id = harness.deploy(counting("canister_heartbeat"));

    harness.round();
    harness.round();

    assertThat(count(id)).isEqualTo((byte) 3);
  }

  @Test
  void aTimerRunsOnceWhenItIsDue() {
    Principal id = harness.deploy(counting("canister_global_timer"));
    harness.reply(id, "set_timer", little(harness.state().timeNanos() + 3 * SECOND));

    harness.round();
    assertThat(harness.canister(id).globalTimerNanos()).isNotEqualTo(CanisterState.TIMER_INACTIVE);
    harness.round();
    harness.round();
    harness.round();

    assertThat(count(id)).isEqualTo((byte) 1);
    assertThat(harness.canister(id).globalTimerNanos()).isEqualTo(CanisterState.TIMER_INACTIVE);
  }

  @Test
  void aTaskThatTrapsLeavesALogLine() {
    Principal id =
        harness.deploy(
            new CanisterModule().export("canister_heartbeat", code -> code.trap("beat")));

    harness.round();

    assertThat(harness.canister(id).log().entries())
        .extracting(entry -> entry.content().toUtf8())
        .containsExactly("[TRAP]: beat");
  }

  @Test
  void theLowMemoryHookRunsOnceUntilThereIsRoomAgain() {
    Principal id =
        harness.deploy(
            counting("canister_on_low_wasm_memory")
                .export(
                    "canister_update grow",
                    code -> {
                      code.wasm().i32(8).with(Opcodes.MEMORY_GROW, 0).op(Opcodes.DROP);
                      code.reply();
                    }));
    CanisterState canister = harness.canister(id);
    canister.setSettings(limits(canister, 20 * 65_536, 15 * 65_536));

    harness.reply(id, "grow");
    harness.round();

    assertThat(canister.lowMemoryHook()).isEqualTo(LowMemoryHook.EXECUTED);
    assertThat(count(id)).isEqualTo((byte) 1);
    assertThat(harness.reply(id, "grow")).isEqualTo(Bytes.EMPTY);
    assertThat(harness.call(id, "grow").toString())
        .contains("Canister exceeded its current Wasm memory limit of 1310720 bytes.");
    assertThat(count(id)).isEqualTo((byte) 1);
  }

  private static CanisterSettings limits(CanisterState canister, long limit, long threshold) {
    CanisterSettings old = canister.settings();
    return new CanisterSettings(
        old.controllers(),
        old.computeAllocationPercent(),
        old.memoryAllocationBytes(),
        old.freezingThresholdSeconds(),
        old.reservedCyclesLimit(),
        old.minimumIncomingCallCycles(),
        old.logVisibility(),
        old.snapshotVisibility(),
        old.statusVisibility(),
        limit,
        threshold,
        old.logMemoryLimitBytes(),
        old.environmentVariables());
  }

  @Test
  void aCanisterStopsWhenItsLastCallIsAnswered() {
    harness.deferManagement();
    CanisterModule module = new CanisterModule();
    int done = module.callback(code -> code.replyText("done"));
    Principal id =
        harness.deploy(
            module.export(
                "canister_update go",
                code ->
                    code.callNew(Principal.MANAGEMENT_CANISTER.bytes(), "any", done, done)
                        .i32(5)
                        .ic("call_with_best_effort_response")
                        .perform()));
    Ingress ingress = harness.ingress(id, "go", Bytes.EMPTY);
    harness.round(ingress);
    Ingress stop = harness.ingress(Principal.MANAGEMENT_CANISTER, "stop_canister", Bytes.EMPTY);
    harness.round(stop);
    harness
        .canister(id)
        .setStatus(
            new CanisterStatus.Stopping(
                List.of(new StopCall.ByUser(stop.requestId(), harness.state().timeNanos()))));

    harness.round();
    assertThat(harness.canister(id).status()).isInstanceOf(CanisterStatus.Stopping.class);
    assertThat(harness.call(id, "go").toString()).contains("is stopping");

    harness.roundAfter(10 * SECOND);
    assertThat(harness.status(ingress)).isEqualTo(new IngressStatus.Replied(Bytes.ofUtf8("done")));
    assertThat(harness.canister(id).status()).isEqualTo(new CanisterStatus.Stopped());
    assertThat(harness.status(stop))
        .isEqualTo(new IngressStatus.Replied(Bytes.ofHex("4449444c0000")));
  }

  @Test
  void aStopThatTakesTooLongIsRejected() {
    harness.deferManagement();
    Principal id =
        harness.deploy(
            new CanisterModule()
                .export(
                    "canister_update go",
                    code ->
                        code.callNew(Principal.MANAGEMENT_CANISTER.bytes(), "any", 0, 0)
                            .perform()));
    harness.call(id, "go");
    Ingress stop = harness.ingress(Principal.MANAGEMENT_CANISTER, "stop_canister", Bytes.EMPTY);
    harness.round(stop);
    harness
        .canister(id)
        .setStatus(
            new CanisterStatus.Stopping(
                List.of(new StopCall.ByUser(stop.requestId(), harness.state().timeNanos()))));

    harness.roundAfter(299 * SECOND);
    assertThat(harness.status(stop)).isEqualTo(new IngressStatus.Processing());
    harness.roundAfter(SECOND);

    ErrorCode code = ErrorCode.STOP_CANISTER_REQUEST_TIMEOUT;
    assertThat(harness.status(stop))
        .isEqualTo(
            new IngressStatus.Rejected(code.rejectCode(), "Stop canister request timed out", code));
    assertThat(harness.canister(id).status()).isInstanceOf(CanisterStatus.Stopping.class);
  }

  @Test
  void aCanisterThatCannotPayForItsMemoryLosesItsCode() {
    Principal id = harness.deploy(counting("canister_update inc"));
    harness.canister(id).setCycles(Cycles.of(5));

    harness.roundAfter(10 * SECOND);

    assertThat(harness.canister(id).execution()).isNull();
    assertThat(harness.canister(id).cycles()).isEqualTo(Cycles.ZERO);
  }

  @Test
  void aRoundEndsAtItsLimitAndTheRestRunsInTheNext() {
    // About 30 M instructions for each call: 7 B are used up before 400 calls.
    Principal id =
        harness.deploy(
            new CanisterModule()
                .export(
                    "canister_update spin",
                    code -> {
                      code.wasm().i64(6_000_000).set(0).open(Opcodes.LOOP);
                      code.wasm().get(0).i64(1).op(Opcodes.I64_SUB).tee(0);
                      code.wasm().i64(0).op(Opcodes.I64_GT_S).brIf(0).end();
                      code.reply();
                    }));
    Ingress[] calls = new Ingress[200];
    for (int i = 0; i < calls.length; i++) {
      calls[i] = harness.ingress(id, "spin", Bytes.EMPTY);
    }

    RoundSummary first = harness.round(calls);
    assertThat(first.moreToDo()).isTrue();
    assertThat(first.instructions()).isGreaterThanOrEqualTo(7_000_000_000L);
    assertThat(harness.status(calls[0])).isInstanceOf(IngressStatus.Replied.class);
    assertThat(harness.status(calls[199])).isEqualTo(new IngressStatus.Received());

    RoundSummary second = harness.round();
    assertThat(second.moreToDo()).isFalse();
    assertThat(harness.status(calls[199])).isInstanceOf(IngressStatus.Replied.class);
  }

  /// Its heartbeat uses up a round, quickly: filling memory counts each byte.
  private static CanisterModule hog() {
    return new CanisterModule()
        .export(
            "canister_heartbeat",
            code -> {
              code.wasm().i32(199).with(Opcodes.MEMORY_GROW, 0).op(Opcodes.DROP);
              code.wasm().i64(550).set(0).open(Opcodes.LOOP);
              code.wasm().i32(0).i32(0).i32(13_000_000).op(0xfc, 11, 0);
              code.wasm().get(0).i64(1).op(Opcodes.I64_SUB).tee(0);
              code.wasm().i64(0).op(Opcodes.I64_GT_S).brIf(0).end();
            });
  }

  @Test
  void canistersThatUseUpRoundsDelayOthersByAsManyRounds() {
    Principal timer = harness.deploy(counting("canister_global_timer"));
    harness.deploy(hog());
    Principal id = harness.deploy(counting("canister_update inc"));
    harness.deploy(hog());
    harness.canister(timer).setGlobalTimerNanos(harness.state().timeNanos() + 1);
    Ingress ingress = harness.ingress(id, "inc", Bytes.EMPTY);

    assertThat(harness.round(ingress).instructions())
        .isGreaterThanOrEqualTo(RoundLimits.INSTRUCTIONS_MAX);
    harness.round();
    harness.round();
    harness.round();

    assertThat(number(id)).isEqualTo((byte) 1);
    assertThat(number(timer)).isEqualTo((byte) 1);
  }

  /// Without a round.
  private byte number(Principal id) {
    return ((QueryOutcome.Reply) harness.query(id, "get", Bytes.EMPTY)).reply().get(0);
  }

  @Test
  void aCallThatWaitedTooLongIsDropped() {
    Principal id = harness.deploy(counting("canister_update inc"));
    Ingress ingress = harness.ingress(id, "inc", Bytes.EMPTY);
    harness.canister(id).inputs().push(ingress);
    harness
        .state()
        .ingressHistory()
        .put(
            ingress.requestId(),
            new IngressStatus.Entry(
                ingress.sender(),
                id,
                id,
                new IngressStatus.Received(),
                harness.state().timeNanos(),
                ingress.expiryNanos()));

    harness.roundAfter(301 * SECOND);

    assertThat(harness.status(ingress))
        .isInstanceOfSatisfying(
            IngressStatus.Rejected.class,
            rejected ->
                assertThat(rejected.errorCode()).isEqualTo(ErrorCode.INGRESS_MESSAGE_TIMEOUT));
    assertThat(count(id)).isEqualTo((byte) 0);
  }

  @Test
  void twoReplicasComputeTheSame() {
    try (CanisterHarness other = new CanisterHarness()) {
      for (CanisterHarness replica : List.of(harness, other)) {
        Principal first = replica.deploy(counting("canister_heartbeat"));
        Principal second = replica.deploy(counting("canister_update inc"));
        for (int i = 0; i < 5; i++) {
          replica.round(
              replica.ingress(second, "inc", Bytes.EMPTY),
              replica.ingress(first, "get", Bytes.EMPTY));
        }
      }

      assertThat(other.state().canisters().keySet())
          .isEqualTo(harness.state().canisters().keySet());
      for (CanisterState canister : harness.state().canisters().values()) {
        assertThat(other.canister(canister.id()).cycles()).isEqualTo(canister.cycles());
        assertThat(other.canister(canister.id()).version()).isEqualTo(canister.version());
      }
      assertThat(other.state().ingressHistory().entries())
          .isEqualTo(harness.state().ingressHistory().entries());
    }
  }
}
