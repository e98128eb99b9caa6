package dev.atoll.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CyclesConsumed.Purpose;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.testing.CanisterHarness;
import dev.atoll.replica.testing.CanisterModule;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import dev.atoll.types.RejectCode;
import dev.atoll.wasm.Opcodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallTest {

  private final CanisterHarness harness = new CanisterHarness();

  @AfterEach
  void close() {
    harness.close();
  }

  private static CanisterModule counter() {
    return new CanisterModule()
        .export(
            "canister_update inc",
            code -> {
              code.increment(0);
              code.wasm().globalGet(0).i64(1).op(Opcodes.I64_ADD).globalSet(0);
              code.load(0).replyLong();
            })
        .export(
            "canister_update inc_trap",
            code -> {
              code.increment(0);
              code.wasm().globalGet(0).i64(1).op(Opcodes.I64_ADD).globalSet(0);
              code.i32(1).wasm().with(Opcodes.MEMORY_GROW, 0).op(Opcodes.DROP);
              code.text("before").ic("debug_print").trap("no");
            })
        .export("canister_query inc_query", code -> code.increment(0).load(0).replyLong())
        .export(
            "canister_query global",
            code -> {
              code.wasm().globalGet(0);
              code.replyLong();
            });
  }

  private static Bytes little(long value) {
    return Bytes.wrap(
        java.nio.ByteBuffer.allocate(8)
            .order(java.nio.ByteOrder.LITTLE_ENDIAN)
            .putLong(value)
            .array());
  }

  private void assertRejected(IngressStatus status, ErrorCode code, String message) {
    assertThat(status).isEqualTo(new IngressStatus.Rejected(code.rejectCode(), message, code));
  }

  @Test
  void anUpdateKeepsMemoryAndGlobals() {
    Principal id = harness.deploy(counter());

    assertThat(harness.reply(id, "inc")).isEqualTo(little(1));
    assertThat(harness.reply(id, "inc")).isEqualTo(little(2));
    assertThat(harness.reply(id, "global")).isEqualTo(little(2));
  }

  @Test
  void aTrapTakesEverythingBackButTheLog() {
    Principal id = harness.deploy(counter());
    harness.reply(id, "inc");

    assertRejected(
        harness.call(id, "inc_trap"),
        ErrorCode.CANISTER_CALLED_TRAP,
        "Error from Canister "
            + id
            + ": Canister called `ic0.trap` with message: 'no'.\n"
            + "Consider gracefully handling failures from this canister or altering the canister to"
            + " handle exceptions. See documentation:"
            + " https://internetcomputer.org/docs/current/references/execution-errors#trapped-explicitly");

    assertThat(harness.reply(id, "inc")).isEqualTo(little(2));
    assertThat(harness.reply(id, "global")).isEqualTo(little(2));
    assertThat(harness.canister(id).log().entries())
        .extracting(entry -> entry.content().toUtf8())
        .containsExactly("before", "[TRAP]: no");
  }

  @Test
  void severalMessagesOfOneRoundBuildOnEachOther() {
    Principal id = harness.deploy(counter());
    Ingress first = harness.ingress(id, "inc", Bytes.EMPTY);
    Ingress failing = harness.ingress(id, "inc_trap", Bytes.EMPTY);
    Ingress last = harness.ingress(id, "inc", Bytes.EMPTY);

    harness.round(first, failing, last);

    assertThat(harness.status(first)).isEqualTo(new IngressStatus.Replied(little(1)));
    assertThat(harness.status(failing)).isInstanceOf(IngressStatus.Rejected.class);
    assertThat(harness.status(last)).isEqualTo(new IngressStatus.Replied(little(2)));
  }

  @Test
  void aQueryMethodInAnUpdateCallKeepsNothingButCostsCyclesAndAVersion() {
    Principal id = harness.deploy(counter());
    CanisterState canister = harness.canister(id);
    Cycles before = canister.cycles();
    long version = canister.version();

    assertThat(harness.reply(id, "inc_query")).isEqualTo(little(1));
    assertThat(harness.reply(id, "inc_query")).isEqualTo(little(1));

    assertThat(canister.cycles()).isLessThan(before);
    assertThat(canister.version()).isEqualTo(version + 2);
    assertThat(canister.consumed().of(Purpose.INSTRUCTIONS)).isGreaterThan(Cycles.ZERO);
    assertThat(canister.consumed().of(Purpose.INGRESS_INDUCTION)).isGreaterThan(Cycles.ZERO);
  }

  @Test
  void anUnknownMethodIsNamed() {
    Principal id = harness.deploy(counter());

    assertRejected(
        harness.call(id, "none"),
        ErrorCode.CANISTER_METHOD_NOT_FOUND,
        "Error from Canister "
            + id
            + ": Canister has no update method 'none'..\n"
            + "Check that the method being called is exported by the target canister. See"
            + " documentation:"
            + " https://internetcomputer.org/docs/current/references/execution-errors#method-not-found");
  }

  @Test
  void aCallWithoutAnswerIsRejected() {
    Principal id = harness.deploy(new CanisterModule().export("canister_update go", code -> {}));

    assertRejected(
        harness.call(id, "go"),
        ErrorCode.CANISTER_DID_NOT_REPLY,
        "Canister " + id + " did not reply to the call");
  }

  @Test
  void aCanisterCanReject() {
    Principal id =
        harness.deploy(
            new CanisterModule().export("canister_update go", code -> code.reject("not today")));

    assertThat(harness.call(id, "go"))
        .isEqualTo(
            new IngressStatus.Rejected(
                RejectCode.CANISTER_REJECT, "not today", ErrorCode.CANISTER_REJECTED_MESSAGE));
  }

  @Test
  void aFunctionInTheWrongModeIsAContractViolation() {
    Principal id =
        harness.deploy(
            new CanisterModule()
                .export(
                    "canister_query go",
                    code -> code.i64(5).ic("global_timer_set").op(Opcodes.DROP)));

    IngressStatus status = harness.call(id, "go");

    assertThat(status)
        .isInstanceOfSatisfying(
            IngressStatus.Rejected.class,
            rejected -> {
              assertThat(rejected.errorCode()).isEqualTo(ErrorCode.CANISTER_CONTRACT_VIOLATION);
              assertThat(rejected.message())
                  .contains(
                      "Canister violated contract: \"ic0_global_timer_set\" cannot be executed in"
                          + " replicated query mode");
            });
  }

  @Test
  void aTrapOfTheCodeIsWorded() {
    Principal id =
        harness.deploy(
            new CanisterModule()
                .export("canister_update go", code -> code.op(Opcodes.UNREACHABLE)));

    assertThat(harness.call(id, "go"))
        .isInstanceOfSatisfying(
            IngressStatus.Rejected.class,
            rejected -> {
              assertThat(rejected.errorCode()).isEqualTo(ErrorCode.CANISTER_TRAPPED);
              assertThat(rejected.message())
                  .startsWith("Error from Canister " + id + ": Canister trapped: unreachable.\n");
            });
  }

  @Test
  void aCanisterWithoutCyclesDoesNotRun() {
    Principal id = harness.deploy(counter());
    harness.canister(id).setCycles(Cycles.of(1_000_000_000L));

    assertRejected(
        harness.call(id, "inc"),
        ErrorCode.CANISTER_OUT_OF_CYCLES,
        "Canister " + id + " is out of cycles");
  }

  @Test
  void aCallIsInductedOnce() {
    Principal id = harness.deploy(counter());
    Ingress ingress = harness.ingress(id, "inc", Bytes.EMPTY);

    harness.round(ingress, ingress);
    harness.round(ingress);

    assertThat(harness.reply(id, "inc")).isEqualTo(little(2));
  }

  @Test
  void aCallToNobodyIsRejected() {
    Principal nobody = Principal.ofCanisterIndex(7);

    assertRejected(
        harness.call(nobody, "inc"),
        ErrorCode.CANISTER_NOT_FOUND,
        "Canister " + nobody + " not found");
  }

  @Test
  void stableMemoryWorksInBothWidths() {
    Principal id =
        harness.deploy(
            new CanisterModule()
                .export(
                    "canister_update write",
                    code -> {
                      code.i64(2).ic("stable64_grow").op(Opcodes.DROP);
                      code.store(100, 0x0102030405060708L);
                      code.i64(65_530).i64(100).i64(8).ic("stable64_write");
                      code.i32(200).i32(65_530).i32(8).ic("stable_read");
                      code.append(200, 8).reply();
                    })
                .export(
                    "canister_query read",
                    code -> {
                      code.i64(200).i64(65_530).i64(8).ic("stable64_read");
                      code.append(200, 8).reply();
                    })
                .export(
                    "canister_update outside",
                    code -> code.i64(0).i64(131_072).i64(1).ic("stable64_read").reply()));

    assertThat(harness.reply(id, "write")).isEqualTo(little(0x0102030405060708L));
    assertThat(harness.query(id, "read", Bytes.EMPTY))
        .isInstanceOfSatisfying(
            QueryOutcome.Reply.class,
            reply -> assertThat(reply.reply()).isEqualTo(little(0x0102030405060708L)));
    assertThat(harness.call(id, "outside").toString()).contains("stable memory out of bounds");
  }
}
