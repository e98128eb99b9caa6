package dev.atoll.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.management.ManagementCall;
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
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterCanisterCallTest {

  private static final long MILLION = 1_000_000;

  private final CanisterHarness harness = new CanisterHarness();

  @AfterEach
  void close() {
    harness.close();
  }

  private Principal callee() {
    return harness.deploy(
        new CanisterModule()
            .export("canister_update echo", CanisterModule.Code::echo)
            .export("canister_update refuse", code -> code.reject("no thanks"))
            .export("canister_update fall", code -> code.op(Opcodes.UNREACHABLE))
            .export("canister_update silent", code -> {})
            .export(
                "canister_update take",
                code -> {
                  code.i64(0).i64(3 * MILLION).i32(0).ic("msg_cycles_accept128");
                  code.load(0).replyLong();
                })
            .export(
                "canister_update caller",
                code -> {
                  code.i32(0).i32(0).ic("msg_caller_size").ic("msg_caller_copy");
                  code.append(0, 10).reply();
                })
            .export("canister_composite_query composite", code -> code.replyText("composite")));
  }

  private static int replyArg(CanisterModule module) {
    return module.callback(CanisterModule.Code::echo);
  }

  /// Replies reject code and message.
  private static int replyReject(CanisterModule module) {
    return module.callback(
        code -> {
          code.wasm().i32(16);
          code.ic("msg_reject_code");
          code.wasm().access(Opcodes.I32_STORE, 0);
          code.append(16, 1);
          code.i32(64).i32(0).ic("msg_reject_msg_size").ic("msg_reject_msg_copy");
          code.i32(64).ic("msg_reject_msg_size").ic("msg_reply_data_append").reply();
        });
  }

  private Principal caller(Principal callee, String method, Consumer<CanisterModule.Code> extra) {
    CanisterModule module = new CanisterModule();
    int reply = replyArg(module);
    int reject = replyReject(module);
    return harness.deploy(
        module.export(
            "canister_update go",
            code -> {
              code.callNew(callee.bytes(), method, reply, reject);
              code.text("payload").ic("call_data_append");
              extra.accept(code);
              code.perform();
            }));
  }

  private String rejectOf(Principal caller, RejectCode code) {
    Bytes reply = harness.reply(caller, "go");
    assertThat(reply.get(0)).isEqualTo((byte) code.code());
    return Bytes.copyOf(reply.unsafeArray(), 1, reply.size() - 1).toUtf8();
  }

  @Test
  void aCallIsAnsweredWithinTheRound() {
    Principal caller = caller(callee(), "echo", code -> {});

    assertThat(harness.reply(caller, "go").toUtf8()).isEqualTo("payload");
    assertThat(harness.canister(caller).calls().isEmpty()).isTrue();
    assertThat(harness.canister(caller).calls().callbacks()).isEmpty();
  }

  @Test
  void theCalleeSeesItsCaller() {
    Principal caller = caller(callee(), "caller", code -> {});

    assertThat(harness.reply(caller, "go")).isEqualTo(caller.bytes());
  }

  @Test
  void rejectsComeWithCodeAndMessage() {
    Principal callee = callee();
    Principal nobody = Principal.ofCanisterIndex(4711);

    assertThat(rejectOf(caller(callee, "refuse", code -> {}), RejectCode.CANISTER_REJECT))
        .isEqualTo("no thanks");
    assertThat(rejectOf(caller(callee, "fall", code -> {}), RejectCode.CANISTER_ERROR))
        .startsWith("IC0502: Error from Canister " + callee + ": Canister trapped: unreachable");
    assertThat(rejectOf(caller(callee, "silent", code -> {}), RejectCode.CANISTER_ERROR))
        .isEqualTo("No response");
    assertThat(rejectOf(caller(callee, "composite", code -> {}), RejectCode.CANISTER_ERROR))
        .isEqualTo("IC0527: Composite query cannot be called in replicated mode");
    assertThat(rejectOf(caller(nobody, "any", code -> {}), RejectCode.DESTINATION_INVALID))
        .isEqualTo("Canister " + nobody + " not found");
  }

  @Test
  void acceptedCyclesMoveAndTheRestComesBack() {
    Principal callee = callee();
    Principal caller = caller(callee, "take", code -> code.i64(10 * MILLION).ic("call_cycles_add"));
    Cycles callerBefore = harness.canister(caller).cycles();
    Cycles calleeBefore = harness.canister(callee).cycles();

    harness.reply(caller, "go");

    // What execution costs is far above the cycles sent: compare what both sides lost together.
    Cycles consumed =
        harness.canister(caller).consumed().byPurpose().values().stream()
            .reduce(Cycles.ZERO, Cycles::plus);
    assertThat(harness.canister(caller).cycles().plus(consumed).plus(Cycles.of(3 * MILLION)))
        .isEqualTo(CanisterHarness.BALANCE);
    assertThat(callerBefore).isLessThanOrEqualTo(CanisterHarness.BALANCE);
    Cycles calleeConsumed =
        harness.canister(callee).consumed().byPurpose().values().stream()
            .reduce(Cycles.ZERO, Cycles::plus);
    assertThat(harness.canister(callee).cycles().plus(calleeConsumed))
        .isEqualTo(CanisterHarness.BALANCE.plus(Cycles.of(3 * MILLION)));
    assertThat(calleeBefore).isLessThanOrEqualTo(CanisterHarness.BALANCE);
  }

  @Test
  void aTrapInTheCallbackRunsTheCleanupOnTheStateBeforeIt() {
    Principal callee = callee();
    CanisterModule module = new CanisterModule();
    int fails =
        module.callback(
            code -> {
              code.store(0, 99);
              code.trap("callback");
            });
    int cleanup = module.callback(code -> code.increment(0));
    Principal caller =
        harness.deploy(
            module
                .export(
                    "canister_update go",
                    code -> {
                      code.store(0, 5);
                      code.callNew(callee.bytes(), "echo", fails, fails);
                      code.i32(cleanup).i32(0).ic("call_on_cleanup");
                      code.perform();
                    })
                .export("canister_query get", code -> code.load(0).replyLong()));

    assertThat(harness.call(caller, "go"))
        .isInstanceOfSatisfying(
            IngressStatus.Rejected.class,
            rejected -> {
              assertThat(rejected.errorCode()).isEqualTo(ErrorCode.CANISTER_CALLED_TRAP);
              assertThat(rejected.message()).contains("'callback'");
            });
    assertThat(harness.reply(caller, "get").get(0)).isEqualTo((byte) 6);
  }

  @Test
  void aCleanupThatTrapsTooIsMentioned() {
    Principal callee = callee();
    CanisterModule module = new CanisterModule();
    int fails = module.callback(code -> code.trap("callback"));
    int cleanup = module.callback(code -> code.trap("cleanup"));
    Principal caller =
        harness.deploy(
            module.export(
                "canister_update go",
                code -> {
                  code.callNew(callee.bytes(), "echo", fails, fails);
                  code.i32(cleanup).i32(0).ic("call_on_cleanup");
                  code.perform();
                }));

    assertThat(harness.call(caller, "go").toString())
        .contains(
            "Canister called `ic0.trap` with message: 'callback'\n\ncall_on_cleanup also"
                + " failed:\n\nCanister called `ic0.trap` with message: 'cleanup'");
  }

  @Test
  void aReplyThatWasGivenBeforeTheCallReturnsStays() {
    Principal callee = callee();
    CanisterModule module = new CanisterModule();
    int count = module.callback(code -> code.increment(0));
    Principal caller =
        harness.deploy(
            module
                .export(
                    "canister_update go",
                    code -> {
                      code.callNew(callee.bytes(), "echo", count, count).perform();
                      code.replyText("early");
                    })
                .export("canister_query get", code -> code.load(0).replyLong()));

    assertThat(harness.reply(caller, "go").toUtf8()).isEqualTo("early");
    assertThat(harness.reply(caller, "get").get(0)).isEqualTo((byte) 1);
    assertThat(harness.canister(caller).calls().isEmpty()).isTrue();
  }

  @Test
  void aCallWithoutCallbacksLeavesNothingBehind() {
    Principal callee = callee();
    Principal caller =
        harness.deploy(
            new CanisterModule()
                .export(
                    "canister_update go",
                    code -> {
                      code.callNew(callee.bytes(), "echo", -1, -1).perform();
                      code.replyText("sent");
                    }));

    assertThat(harness.reply(caller, "go").toUtf8()).isEqualTo("sent");
    assertThat(harness.canister(caller).calls().isEmpty()).isTrue();
    assertThat(harness.canister(caller).log().entries()).isEmpty();
  }

  @Test
  void aBoundedWaitCallGivesUpAtItsDeadline() {
    CanisterModule module = new CanisterModule();
    int reply = replyArg(module);
    int reject = replyReject(module);
    Principal never = never();
    Principal caller =
        harness.deploy(
            module.export(
                "canister_update go",
                code -> {
                  code.callNew(never.bytes(), "wait", reply, reject);
                  code.i32(10).ic("call_with_best_effort_response");
                  code.perform();
                }));
    Ingress ingress = harness.ingress(caller, "go", Bytes.EMPTY);

    harness.round(ingress);
    assertThat(harness.status(ingress)).isEqualTo(new IngressStatus.Processing());
    harness.roundAfter(20_000_000_000L);

    assertThat(harness.status(ingress))
        .isInstanceOfSatisfying(
            IngressStatus.Replied.class,
            replied -> {
              assertThat(replied.reply().get(0)).isEqualTo((byte) 6);
              assertThat(replied.reply().toUtf8()).endsWith("Call has timed out.");
            });
  }

  /// A canister whose `wait` never answers: it waits for a management canister that does not.
  private Principal never() {
    harness.deferManagement();
    return harness.deploy(
        new CanisterModule()
            .export(
                "canister_update wait",
                code ->
                    code.callNew(Principal.MANAGEMENT_CANISTER.bytes(), "stop", -1, -1).perform()));
  }

  @Test
  void theManagementCanisterIsCalledByItsEmptyId() {
    Principal caller = caller(Principal.MANAGEMENT_CANISTER, "canister_status", code -> {});

    assertThat(harness.reply(caller, "go").toUtf8()).isEqualTo("managed");
    assertThat(harness.managementCalls())
        .singleElement()
        .isInstanceOfSatisfying(
            ManagementCall.ByCanister.class,
            call -> {
              assertThat(call.method()).isEqualTo("canister_status");
              assertThat(call.arg().toUtf8()).isEqualTo("payload");
            });
  }

  @Test
  void tooManyOpenCallsAreRefusedWithoutATrap() {
    CanisterModule module = new CanisterModule();
    Principal callee = callee();
    Principal caller =
        harness.deploy(
            module.export(
                "canister_update go",
                code -> {
                  // 501 calls: the last one finds the queue full.
                  code.wasm().i32(501).set(1).open(Opcodes.LOOP);
                  code.callNew(callee.bytes(), "silent", -1, -1);
                  code.ic("call_perform");
                  code.wasm().op(Opcodes.I64_EXTEND_I32_U).set(0);
                  code.wasm().get(1).i32(1).op(Opcodes.I32_SUB).tee(1).brIf(0).end();
                  code.wasm().get(0);
                  code.replyLong();
                }));
    harness.canister(caller).setCycles(Cycles.of(1_000_000_000_000_000L));

    assertThat(harness.reply(caller, "go").get(0)).isEqualTo((byte) 2);
  }

  @Test
  void aCanisterWithWideAddressesCallsAndKeepsItsMemory() {
    CanisterModule module = new CanisterModule(true);
    int reply =
        module.callback(
            code -> {
              code.increment(0);
              code.append(0, 8).echo();
            });
    Principal callee = callee();
    Principal caller =
        harness.deploy(
            module.export(
                "canister_update go",
                code -> {
                  code.increment(0);
                  code.callNew(callee.bytes(), "echo", reply, reply);
                  code.text("wide").ic("call_data_append");
                  code.perform();
                }));

    assertThat(harness.reply(caller, "go").toUtf8()).endsWith("wide");
    assertThat(harness.reply(caller, "go").get(0)).isEqualTo((byte) 4);
  }
}
