package dev.atoll.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.execution.InstallRequest.WasmMemoryPersistence;
import dev.atoll.replica.state.CanisterChange.InstallMode;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CyclesConsumed.Purpose;
import dev.atoll.replica.testing.CanisterHarness;
import dev.atoll.replica.testing.CanisterModule;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Hashes;
import dev.atoll.types.Principal;
import dev.atoll.wasm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InstallTest {

  private static final String EOP = "icp:private enhanced-orthogonal-persistence";

  private final CanisterHarness harness = new CanisterHarness();

  @AfterEach
  void close() {
    harness.close();
  }

  /// Keeps a number in the heap at 0 and one in the stable memory at 0.
  private static CanisterModule numbers() {
    return new CanisterModule()
        .export("canister_update inc", code -> code.increment(0).load(0).replyLong())
        .export("canister_query heap", code -> code.load(0).replyLong())
        .export(
            "canister_query stable",
            code -> {
              code.store(24, 0);
              code.i64(24).i64(0).i64(8).ic("stable64_read");
              code.load(24).replyLong();
            });
  }

  private static CanisterModule saving() {
    return numbers()
        .export(
            "canister_pre_upgrade",
            code -> {
              code.i64(1).ic("stable64_grow").op(Opcodes.DROP);
              code.i64(0).i64(0).i64(8).ic("stable64_write");
              code.store(0, 77);
            });
  }

  private byte first(Principal id, String method) {
    return harness.reply(id, method).get(0);
  }

  private InstallResult upgrade(
      Principal id,
      CanisterModule module,
      @Nullable Boolean skip,
      @Nullable WasmMemoryPersistence persistence) {
    return harness.install(
        id,
        new InstallRequest(
            InstallMode.UPGRADE,
            module.build(),
            Bytes.ofUtf8("arg"),
            CanisterHarness.CONTROLLER,
            skip,
            persistence));
  }

  private static void assertFailed(InstallResult result, ErrorCode code, String message) {
    assertThat(result)
        .isInstanceOfSatisfying(
            InstallResult.Failure.class,
            failure -> {
              assertThat(failure.errorCode()).isEqualTo(code);
              assertThat(failure.message()).contains(message);
            });
  }

  @Test
  void startRunsBeforeInitAndBothSeeTheSameMemory() {
    Bytes module =
        new CanisterModule()
            .start(code -> code.store(0, 3))
            .export(
                "canister_init",
                code -> code.increment(0).i64(9).ic("global_timer_set").op(Opcodes.DROP))
            .export("canister_query heap", code -> code.load(0).replyLong())
            .build();
    Principal id = harness.create();

    InstallResult result = harness.install(id, module, InstallMode.INSTALL, Bytes.EMPTY);

    assertThat(result)
        .isInstanceOfSatisfying(
            InstallResult.Success.class,
            success ->
                assertThat(success.moduleHash())
                    .isEqualTo(Bytes.wrap(Hashes.sha256(module.unsafeArray()))));
    assertThat(harness.canister(id).globalTimerNanos()).isEqualTo(9);
    assertThat(first(id, "heap")).isEqualTo((byte) 4);
  }

  @Test
  void aTrapInInitLeavesTheCanisterEmpty() {
    Principal id = harness.create();
    Bytes module =
        new CanisterModule()
            .export(
                "canister_init", code -> code.text("line").ic("debug_print").trap("bad argument"))
            .build();

    InstallResult result = harness.install(id, module, InstallMode.INSTALL, Bytes.EMPTY);

    assertFailed(
        result,
        ErrorCode.CANISTER_CALLED_TRAP,
        "Error from Canister " + id + ": Canister called `ic0.trap` with message: 'bad argument'");
    assertThat(harness.canister(id).execution()).isNull();
    assertThat(harness.canister(id).log().entries())
        .extracting(entry -> entry.content().toUtf8())
        .containsExactly("line", "[TRAP]: bad argument");
    assertThat(harness.call(id, "any").toString())
        .contains("Attempted to execute a message, but the canister contains no Wasm module.");
  }

  @Test
  void anInvalidModuleIsRefused() {
    Principal id = harness.create();

    assertFailed(
        harness.install(id, Bytes.ofUtf8("no module"), InstallMode.INSTALL, Bytes.EMPTY),
        ErrorCode.CANISTER_INVALID_WASM,
        "Error from Canister " + id + ": Canister's Wasm module is not valid: ");
  }

  @Test
  void anUpgradeKeepsTheStableMemoryAndDropsTheHeap() {
    Principal id = harness.deploy(saving());
    harness.reply(id, "inc");
    harness.reply(id, "inc");

    assertThat(upgrade(id, numbers(), null, null)).isInstanceOf(InstallResult.Success.class);

    assertThat(first(id, "heap")).isEqualTo((byte) 0);
    assertThat(first(id, "stable")).isEqualTo((byte) 2);
  }

  @Test
  void anUpgradeCanSkipTheOldHook() {
    Principal id = harness.deploy(saving());
    harness.reply(id, "inc");

    upgrade(id, saving(), true, null);
    assertThat(harness.canister(id).stableMemory().latestSizeBytes()).isZero();

    upgrade(id, saving(), false, null);
    assertThat(harness.canister(id).stableMemory().latestSizeBytes()).isEqualTo(65_536);
  }

  @Test
  void aFailedUpgradeTakesTheOldHookBack() {
    Principal id = harness.deploy(saving());
    harness.reply(id, "inc");
    CanisterModule failing =
        numbers()
            .export(
                "canister_post_upgrade",
                code -> {
                  code.i64(0).i64(500).i64(8).ic("stable64_write");
                  code.i64(5).ic("stable64_grow").op(Opcodes.DROP);
                  code.trap("post");
                });

    assertFailed(upgrade(id, failing, null, null), ErrorCode.CANISTER_CALLED_TRAP, "'post'");

    assertThat(first(id, "inc")).isEqualTo((byte) 2);
    assertThat(harness.canister(id).stableMemory().latestSizeBytes()).isZero();
    assertThat(upgrade(id, numbers(), null, null)).isInstanceOf(InstallResult.Success.class);
    assertThat(first(id, "stable")).isEqualTo((byte) 2);
  }

  @Test
  void theHeapIsKeptWhenBothSidesWantIt() {
    Principal id = harness.deploy(numbers().section(EOP, ""));
    harness.reply(id, "inc");
    CanisterModule next =
        numbers().section(EOP, "").export("canister_post_upgrade", code -> code.increment(0));

    assertFailed(
        upgrade(id, next, null, null),
        ErrorCode.CANISTER_CONTRACT_VIOLATION,
        "Missing upgrade option: Enhanced orthogonal persistence requires the"
            + " `wasm_memory_persistence` upgrade option.");
    assertFailed(
        upgrade(id, numbers(), null, WasmMemoryPersistence.KEEP),
        ErrorCode.CANISTER_CONTRACT_VIOLATION,
        "Invalid upgrade option: The `wasm_memory_persistence: opt Keep` upgrade option requires");

    upgrade(id, next, null, WasmMemoryPersistence.KEEP);
    assertThat(first(id, "heap")).isEqualTo((byte) 2);
    harness.publish(new java.util.TreeSet<>());
    assertThat(harness.query(id, "heap", Bytes.EMPTY))
        .isInstanceOfSatisfying(
            QueryOutcome.Reply.class,
            reply -> assertThat(reply.reply().get(0)).isEqualTo((byte) 2));

    upgrade(id, next, null, WasmMemoryPersistence.REPLACE);
    assertThat(first(id, "heap")).isEqualTo((byte) 1);
  }

  @Test
  void aFailedUpgradeThatKeepsTheHeapGivesItBack() {
    Principal id = harness.deploy(saving().section(EOP, ""));
    harness.reply(id, "inc");
    CanisterModule failing =
        numbers()
            .section(EOP, "")
            .export("canister_post_upgrade", code -> code.increment(0).op(Opcodes.UNREACHABLE));

    assertFailed(
        upgrade(id, failing, null, WasmMemoryPersistence.KEEP),
        ErrorCode.CANISTER_TRAPPED,
        "unreachable");

    assertThat(first(id, "heap")).isEqualTo((byte) 1);
    assertThat(first(id, "inc")).isEqualTo((byte) 2);
  }

  @Test
  void reinstallingBeginsAnew() {
    Principal id = harness.deploy(saving());
    harness.reply(id, "inc");
    upgrade(id, saving(), null, null);
    CanisterState canister = harness.canister(id);
    canister.setCertifiedData(Bytes.ofUtf8("old"));

    harness.install(id, numbers().build(), InstallMode.REINSTALL, Bytes.EMPTY);

    assertThat(canister.stableMemory().latestSizeBytes()).isZero();
    assertThat(canister.certifiedData()).isEqualTo(Bytes.EMPTY);
    assertThat(first(id, "heap")).isEqualTo((byte) 0);
  }

  @Test
  void aTimerDoesNotOutliveAnUpgrade() {
    Principal id =
        harness.deploy(
            numbers()
                .export(
                    "canister_init", code -> code.i64(-1).ic("global_timer_set").op(Opcodes.DROP)));
    assertThat(harness.canister(id).globalTimerNanos()).isEqualTo(-1);

    upgrade(id, numbers(), null, null);

    assertThat(harness.canister(id).globalTimerNanos()).isEqualTo(CanisterState.TIMER_INACTIVE);
  }

  @Test
  void theHookSeesArgumentAndCaller() {
    CanisterModule module =
        new CanisterModule()
            .export(
                "canister_post_upgrade",
                code -> {
                  code.arg(100);
                  code.i32(104).i32(0).ic("msg_caller_size").ic("msg_caller_copy");
                })
            .export("canister_query get", code -> code.append(100, 8).reply())
            .section(EOP, "");
    Principal id = harness.deploy(module);

    upgrade(id, module, null, WasmMemoryPersistence.KEEP);

    assertThat(harness.reply(id, "get"))
        .isEqualTo(
            Bytes.concat(
                Bytes.ofUtf8("arg"), Bytes.wrap(new byte[1]), CanisterHarness.CONTROLLER.bytes()));
  }

  @Test
  void compilingIsCharged() {
    Principal id = harness.create();

    InstallResult result = harness.install(id, numbers().build(), InstallMode.INSTALL, Bytes.EMPTY);

    assertThat(result.instructions()).isGreaterThan(6_000 * 20);
    assertThat(harness.canister(id).consumed().of(Purpose.INSTRUCTIONS))
        .isGreaterThanOrEqualTo(Cycles.of(result.instructions()));
    assertThat(
            harness
                .canister(id)
                .cycles()
                .plus(harness.canister(id).consumed().of(Purpose.INSTRUCTIONS)))
        .isEqualTo(CanisterHarness.BALANCE);
  }

  @Test
  void aCanisterThatCannotPayIsToldWhatIsMissing() {
    Principal id = harness.create();
    harness.canister(id).setCycles(Cycles.of(1_000_000));

    assertFailed(
        harness.install(id, numbers().build(), InstallMode.INSTALL, Bytes.EMPTY),
        ErrorCode.CANISTER_OUT_OF_CYCLES,
        "Canister installation failed with `Canister "
            + id
            + " is out of cycles: please top up the canister with at least 300_00");
  }
}
