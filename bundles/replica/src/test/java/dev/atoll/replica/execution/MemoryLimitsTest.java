package dev.atoll.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.cycles.CyclesAccounting;
import dev.atoll.replica.state.CanisterChange.InstallMode;
import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.testing.CanisterHarness;
import dev.atoll.replica.testing.CanisterModule;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import dev.atoll.wasm.Opcodes;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How far memories grow: by their addresses, by what the subnet has, by what the canister can pay.
class MemoryLimitsTest {

  private static final long GIB = 1L << 30;

  private static final long PAGE = 65_536;

  private static final long STABLE_PAGES_MAX = 500 * GIB / PAGE;

  private static final Cycles RICH = Cycles.of(new BigInteger("1000000000000000000"));

  private final CanisterHarness harness = new CanisterHarness();

  @AfterEach
  void close() {
    harness.close();
  }

  /// `stable` and `heap` grow by the pages of the argument and reply what growing gave.
  private static CanisterModule growing() {
    return new CanisterModule()
        .export(
            "canister_update stable", code -> code.arg(16).load(16).ic("stable64_grow").replyLong())
        .export("canister_update size", code -> code.ic("stable64_size").replyLong())
        .export(
            "canister_update heap",
            code -> {
              code.arg(16).i32(16);
              code.wasm()
                  .access(Opcodes.I32_LOAD, 0)
                  .op(Opcodes.MEMORY_GROW, 0)
                  .op(Opcodes.I64_EXTEND_I32_S);
              code.replyLong();
            })
        .export(
            "canister_update mark_end",
            code -> {
              code.store(8, 0x2a).i64(STABLE_PAGES_MAX * PAGE - 8).i64(8).i64(8);
              code.ic("stable64_write").replyText("marked");
            })
        .export(
            "canister_update read_end",
            code -> {
              code.i64(8).i64(STABLE_PAGES_MAX * PAGE - 8).i64(8).ic("stable64_read");
              code.load(8).replyLong();
            });
  }

  private static Bytes pages(long count) {
    return Bytes.wrap(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(count).array());
  }

  private long grow(Principal id, String memory, long count) {
    return number(harness.reply(id, memory, pages(count)));
  }

  private static long number(Bytes reply) {
    return ByteBuffer.wrap(reply.toByteArray()).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private IngressStatus.Rejected rejected(Principal id, String memory, long count) {
    return (IngressStatus.Rejected) harness.call(id, memory, pages(count));
  }

  private Principal deployRich() {
    Principal id = harness.deploy(growing());
    harness.canister(id).setCycles(RICH);
    return id;
  }

  /// Another canister holds so much of the subnet.
  private void occupy(long bytes) {
    CanisterState other = harness.canister(harness.create());
    other.setCycles(RICH);
    other.setSettings(
        withAllocation(other.settings(), bytes, other.settings().reservedCyclesLimit()));
  }

  private static CanisterSettings withAllocation(
      CanisterSettings before, long bytes, Cycles reservedLimit) {
    return new CanisterSettings(
        before.controllers(),
        before.computeAllocationPercent(),
        bytes,
        before.freezingThresholdSeconds(),
        reservedLimit,
        before.minimumIncomingCallCycles(),
        before.logVisibility(),
        before.snapshotVisibility(),
        before.statusVisibility(),
        before.wasmMemoryLimitBytes(),
        before.wasmMemoryThresholdBytes(),
        before.logMemoryLimitBytes(),
        before.environmentVariables());
  }

  private void limitReservation(Principal id, Cycles limit) {
    CanisterState canister = harness.canister(id);
    canister.setSettings(withAllocation(canister.settings(), 0, limit));
  }

  @Test
  void stableMemoryGrowsTo500GibibytesAndNoPageMore() {
    Principal id = deployRich();

    assertThat(grow(id, "stable", STABLE_PAGES_MAX + 1)).isEqualTo(-1);
    assertThat(grow(id, "stable", -1)).isEqualTo(-1);
    assertThat(grow(id, "stable", STABLE_PAGES_MAX - 1)).isZero();
    assertThat(grow(id, "stable", 2)).isEqualTo(-1);
    assertThat(grow(id, "stable", 1)).isEqualTo(STABLE_PAGES_MAX - 1);
    assertThat(grow(id, "stable", 0)).isEqualTo(STABLE_PAGES_MAX);
    assertThat(number(harness.reply(id, "size"))).isEqualTo(STABLE_PAGES_MAX);
    assertThat(harness.reply(id, "mark_end").toUtf8()).isEqualTo("marked");
    assertThat(number(harness.reply(id, "read_end"))).isEqualTo(0x2a);
  }

  @Test
  void growingMustNotFreezeTheCanister() {
    Principal id = harness.deploy(growing());

    IngressStatus.Rejected rejected = rejected(id, "stable", STABLE_PAGES_MAX);

    assertThat(rejected.errorCode()).isEqualTo(ErrorCode.INSUFFICIENT_CYCLES_IN_MEMORY_GROW);
    assertThat(rejected.message())
        .contains("Canister cannot grow memory by 536870912000 bytes due to insufficient cycles.");
    assertThat(number(harness.reply(id, "size"))).isZero();
  }

  @Test
  void aFullSubnetHasNoMemoryLeft() {
    Principal id = deployRich();
    occupy((2048 - 10) * GIB);

    assertThat(grow(id, "stable", 1)).isEqualTo(-1);
    IngressStatus.Rejected rejected = rejected(id, "heap", 1);
    assertThat(rejected.errorCode()).isEqualTo(ErrorCode.CANISTER_OUT_OF_MEMORY);
    assertThat(rejected.message()).contains("Canister cannot grow its memory usage.");
  }

  @Test
  void whatACanisterHasAllocatedItGetsOnAFullSubnet() {
    Principal id = deployRich();
    CanisterState canister = harness.canister(id);
    canister.setSettings(
        withAllocation(canister.settings(), GIB, canister.settings().reservedCyclesLimit()));
    occupy((2048 - 11) * GIB);

    assertThat(grow(id, "stable", GIB / PAGE / 2)).isZero();
    assertThat(canister.reservedCycles()).isEqualTo(Cycles.ZERO);
    assertThat(grow(id, "stable", GIB / PAGE)).isEqualTo(-1);
  }

  @Test
  void cyclesAreSetAsideForMemoryThatIsScarce() {
    Principal id = deployRich();
    limitReservation(id, RICH);
    occupy(1000 * GIB);
    Cycles before = harness.canister(id).cycles();

    assertThat(grow(id, "stable", 100)).isZero();

    Cycles reserved = harness.canister(id).reservedCycles();
    assertThat(reserved)
        .isGreaterThan(Cycles.ZERO)
        .isBetween(reservation(999 * GIB), reservation(1001 * GIB));
    assertThat(before.minus(harness.canister(id).cycles())).isGreaterThanOrEqualTo(reserved);
  }

  private Cycles reservation(long taken) {
    return new CyclesAccounting(Map.of())
        .storageReservation(harness.state().subnet(), taken, 100 * PAGE);
  }

  @Test
  void nothingIsSetAsideWhileMemoryIsPlentiful() {
    Principal id = deployRich();
    limitReservation(id, Cycles.ZERO);
    occupy(700 * GIB);

    assertThat(grow(id, "stable", 100)).isZero();
    assertThat(harness.canister(id).reservedCycles()).isEqualTo(Cycles.ZERO);
  }

  @Test
  void noMoreIsSetAsideThanTheLimitAllows() {
    Principal id = deployRich();
    limitReservation(id, Cycles.of(1_000));
    occupy(1000 * GIB);

    IngressStatus.Rejected rejected = rejected(id, "stable", 100);

    assertThat(rejected.errorCode())
        .isEqualTo(ErrorCode.RESERVED_CYCLES_LIMIT_EXCEEDED_IN_MEMORY_GROW);
    assertThat(rejected.message())
        .contains(
            "Canister cannot grow memory by 6553600 bytes due to its reserved cycles limit. The"
                + " current limit (1_000) would be exceeded by ");
    assertThat(harness.canister(id).reservedCycles()).isEqualTo(Cycles.ZERO);
    assertThat(number(harness.reply(id, "size"))).isZero();
  }

  @Test
  void anInstallationSetsCyclesAsideToo() {
    occupy(1000 * GIB);
    Principal id = harness.create();
    limitReservation(id, Cycles.of(1_000));

    assertThat(harness.install(id, growing().build(), InstallMode.INSTALL, Bytes.EMPTY))
        .isInstanceOfSatisfying(
            InstallResult.Failure.class,
            failure ->
                assertThat(failure.errorCode())
                    .isEqualTo(ErrorCode.RESERVED_CYCLES_LIMIT_EXCEEDED_IN_MEMORY_GROW));

    limitReservation(id, RICH);
    assertThat(harness.install(id, growing().build(), InstallMode.INSTALL, Bytes.EMPTY))
        .isInstanceOf(InstallResult.Success.class);
    assertThat(harness.canister(id).reservedCycles()).isGreaterThan(Cycles.ZERO);
  }

  @Test
  void anInstallationThatNeverEndsStopsAtItsLimit() {
    Principal id = harness.create();
    CanisterModule spinning =
        new CanisterModule()
            .export("canister_init", code -> code.wasm().open(Opcodes.LOOP).br(0).end());

    InstallResult result =
        harness
            .installer()
            .install(
                harness.state(),
                harness.canister(id),
                new InstallRequest(
                    InstallMode.INSTALL,
                    spinning.build(),
                    Bytes.EMPTY,
                    CanisterHarness.CONTROLLER,
                    null,
                    null),
                harness.outbox(),
                3_000_000);

    assertThat(result)
        .isInstanceOfSatisfying(
            InstallResult.Failure.class,
            failure -> {
              assertThat(failure.errorCode())
                  .isEqualTo(ErrorCode.CANISTER_INSTRUCTION_LIMIT_EXCEEDED);
              assertThat(failure.message()).contains("instructions for single message execution.");
            });
    assertThat(harness.canister(id).execution()).isNull();
  }
}
