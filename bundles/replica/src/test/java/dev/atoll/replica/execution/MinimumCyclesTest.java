package dev.atoll.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.testing.CanisterHarness;
import dev.atoll.replica.testing.CanisterModule;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Canisters that ask for cycles with every call.
class MinimumCyclesTest {

  private static final long MINIMUM = 1_000_000;

  private final CanisterHarness harness = new CanisterHarness();

  @AfterEach
  void close() {
    harness.close();
  }

  private Principal demanding() {
    Principal id =
        harness.deploy(
            new CanisterModule().export("canister_update go", code -> code.replyText("done")));
    CanisterState canister = harness.canister(id);
    CanisterSettings before = canister.settings();
    canister.setSettings(
        new CanisterSettings(
            before.controllers(),
            before.computeAllocationPercent(),
            before.memoryAllocationBytes(),
            before.freezingThresholdSeconds(),
            before.reservedCyclesLimit(),
            Cycles.of(MINIMUM),
            before.logVisibility(),
            before.snapshotVisibility(),
            before.statusVisibility(),
            before.wasmMemoryLimitBytes(),
            before.wasmMemoryThresholdBytes(),
            before.logMemoryLimitBytes(),
            before.environmentVariables()));
    return id;
  }

  /// Calls with so many cycles, and replies what the callee or the subnet says.
  private Principal paying(Principal callee, long cycles) {
    CanisterModule module = new CanisterModule();
    int reply = module.callback(CanisterModule.Code::echo);
    int reject =
        module.callback(
            code -> {
              code.i32(64).i32(0).ic("msg_reject_msg_size").ic("msg_reject_msg_copy");
              code.i32(64).ic("msg_reject_msg_size").ic("msg_reply_data_append").reply();
            });
    return harness.deploy(
        module.export(
            "canister_update pay",
            code -> {
              code.callNew(callee.bytes(), "go", reply, reject);
              code.i64(0).i64(cycles).ic("call_cycles_add128").perform();
            }));
  }

  @Test
  void aCallWithFewerCyclesIsRejected() {
    Principal callee = demanding();

    assertThat(harness.reply(paying(callee, MINIMUM - 1), "pay").toUtf8())
        .isEqualTo(
            "IC0520: Canister "
                + callee
                + " requires at least 1_000_000 transferred cycles, found 999_999");
  }

  @Test
  void enoughCyclesAndUsersPass() {
    Principal callee = demanding();

    assertThat(harness.reply(paying(callee, MINIMUM), "pay").toUtf8()).isEqualTo("done");
    assertThat(harness.reply(callee, "go", Bytes.EMPTY).toUtf8()).isEqualTo("done");
  }
}
