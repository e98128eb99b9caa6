package dev.atoll.replica.cycles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CyclesConsumed.Purpose;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.replica.state.SubnetInfo.CostSchedule;
import dev.atoll.replica.systemapi.Prices.ChainKey;
import dev.atoll.replica.testing.Subnets;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import dev.atoll.wasm.memory.CommittedMemory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class CyclesAccountingTest {

  private static final long GIB = 1L << 30;

  private static final long SECOND = 1_000_000_000;

  private static final long START = 1_700_000_000_000_000_000L;

  private static final SubnetInfo SUBNET = Subnets.application();

  private static final SubnetInfo FREE = Subnets.of("application", CostSchedule.FREE, 13);

  private final CyclesAccounting accounting = new CyclesAccounting(Map.of("key_1", 34));

  /// Source of the amounts: interface documentation, "Cycle costs", for 13 nodes.
  @Test
  void thirteenNodesCostWhatTheDocumentationSays() {
    assertThat(accounting.canisterCreation(SUBNET)).isEqualTo(Cycles.of(500_000_000_000L));
    assertThat(accounting.execution(SUBNET, 1_000, false)).isEqualTo(Cycles.of(5_001_000));
    assertThat(accounting.execution(SUBNET, 1_000, true)).isEqualTo(Cycles.of(5_002_000));
    assertThat(accounting.managementExecution(SUBNET, 1_000)).isEqualTo(Cycles.of(1_000));
    assertThat(accounting.ingressInduction(SUBNET, 10)).isEqualTo(Cycles.of(1_220_000));
    assertThat(accounting.request(SUBNET, 10)).isEqualTo(Cycles.of(270_000));
    assertThat(accounting.responseTransmission(SUBNET, 10)).isEqualTo(Cycles.of(10_000));
    assertThat(accounting.httpRequest(SUBNET, 100, 1_000))
        .isEqualTo(Cycles.of((3_000_000L + 60_000 * 13 + 400 * 100 + 800 * 1_000) * 13));
  }

  @Test
  void costsGrowWithTheNumberOfNodes() {
    SubnetInfo large = Subnets.of("application", CostSchedule.NORMAL, 34);

    assertThat(accounting.canisterCreation(large)).isEqualTo(Cycles.of(1_307_692_307_692L));
    assertThat(accounting.execution(large, 0, false)).isEqualTo(Cycles.of(13_076_923));
  }

  /// Above 750 GiB the price rises in proportion, to 300,000,000 seconds ahead at 2 TiB.
  @Test
  void scarceMemoryIsPaidAhead() {
    long threshold = 750 * GIB;
    long capacity = 2048 * GIB;

    assertThat(accounting.storageReservation(SUBNET, 0, threshold)).isEqualTo(Cycles.ZERO);
    assertThat(accounting.storageReservation(SUBNET, threshold, capacity - threshold))
        .isEqualTo(Cycles.of(127_000L * 150_000_000 * (2048 - 750)));
    assertThat(accounting.storageReservation(SUBNET, 0, capacity))
        .isEqualTo(accounting.storageReservation(SUBNET, threshold, capacity - threshold));
    assertThat(
            accounting
                .storageReservation(SUBNET, threshold, GIB)
                .plus(accounting.storageReservation(SUBNET, threshold + GIB, GIB)))
        .isEqualTo(accounting.storageReservation(SUBNET, threshold, 2 * GIB));
    assertThat(accounting.storageReservation(SUBNET, capacity - GIB, GIB))
        .isGreaterThan(accounting.storageReservation(SUBNET, threshold, GIB));
    assertThat(accounting.storageReservation(FREE, 0, capacity)).isEqualTo(Cycles.ZERO);
  }

  @Test
  void aChainKeyCostsByTheSubnetThatHoldsIt() {
    assertThat(accounting.chainKey(SUBNET, ChainKey.ECDSA, "key_1"))
        .isEqualTo(Cycles.of(26_153_846_153L));
    assertThat(accounting.chainKey(FREE, ChainKey.ECDSA, "key_1")).isEqualTo(Cycles.ZERO);
    assertThat(accounting.chainKey(SUBNET, ChainKey.ECDSA, "key_2")).isNull();
  }

  @Test
  void systemSubnetsAndFreeSchedulesPayNothing() {
    for (SubnetInfo subnet : List.of(FREE, Subnets.of("system", CostSchedule.NORMAL, 40))) {
      assertThat(accounting.canisterCreation(subnet)).isEqualTo(Cycles.ZERO);
      assertThat(accounting.execution(subnet, 1_000, true)).isEqualTo(Cycles.ZERO);
      assertThat(accounting.httpRequest(subnet, 1, 1)).isEqualTo(Cycles.ZERO);
      assertThat(accounting.idlePerDay(subnet, settings(100, GIB), 0)).isEqualTo(Cycles.ZERO);
    }
  }

  @Test
  void aGibibyteCostsItsStorageForADay() {
    assertThat(accounting.idlePerDay(SUBNET, settings(0, 0), GIB))
        .isEqualTo(Cycles.of(127_000L * 86_400));
    assertThat(accounting.idlePerDay(SUBNET, settings(2, 0), 0))
        .isEqualTo(Cycles.of(2 * 10_000_000L * 86_400));
  }

  @Test
  void anAllocationAboveTheUseIsPaidInFull() {
    assertThat(accounting.idlePerDay(SUBNET, settings(0, GIB), 5))
        .isEqualTo(accounting.idlePerDay(SUBNET, settings(0, 0), GIB));
  }

  @Test
  void theFreezingThresholdIsTheIdleCostOfItsTimeLessTheReserve() {
    Cycles monthly = Cycles.of(127_000L * CanisterSettings.FREEZING_THRESHOLD_SECONDS_DEFAULT);

    assertThat(accounting.freezingThreshold(SUBNET, settings(0, 0), GIB, Cycles.ZERO))
        .isEqualTo(monthly);
    assertThat(accounting.freezingThreshold(SUBNET, settings(0, 0), GIB, Cycles.of(100)))
        .isEqualTo(monthly.minus(Cycles.of(100)));
    assertThat(accounting.freezingThreshold(SUBNET, settings(0, 0), GIB, Cycles.MAX))
        .isEqualTo(Cycles.ZERO);
  }

  @Test
  void absurdAmountsStayInRange() {
    assertThat(accounting.request(SUBNET, -1)).isNotEqualTo(Cycles.ZERO);
    assertThat(accounting.httpRequest(SUBNET, -1, -1)).isNotEqualTo(Cycles.ZERO);
    assertThat(accounting.freezingThreshold(SUBNET, settings(100, -1), -1, Cycles.ZERO))
        .isNotEqualTo(Cycles.ZERO);
  }

  @Test
  void aCanisterPaysForTheSecondsThatPassed() {
    CanisterState canister = canister(Cycles.of(1_000_000_000_000L));

    boolean paid = accounting.chargeResources(SUBNET, canister, START + 10 * SECOND + 7);

    Cycles charge = Cycles.of(10 * 10_000_000L);
    assertThat(paid).isTrue();
    assertThat(canister.cycles()).isEqualTo(Cycles.of(1_000_000_000_000L).minus(charge));
    assertThat(canister.consumed().of(Purpose.COMPUTE_ALLOCATION)).isEqualTo(charge);
    assertThat(canister.chargedNanos()).isEqualTo(START + 10 * SECOND);
  }

  @Test
  void reservedCyclesArePaidFirst() {
    CanisterState canister = canister(Cycles.of(500));
    canister.setReservedCycles(Cycles.of(10_000_000));

    boolean paid = accounting.chargeResources(SUBNET, canister, START + SECOND);

    assertThat(paid).isTrue();
    assertThat(canister.reservedCycles()).isEqualTo(Cycles.ZERO);
    assertThat(canister.cycles()).isEqualTo(Cycles.of(500));
  }

  @Test
  void aCanisterThatCannotPayKeepsItsBalanceUntilItIsUninstalled() {
    CanisterState canister = canister(Cycles.of(9_999_999));

    boolean paid = accounting.chargeResources(SUBNET, canister, START + SECOND);

    assertThat(paid).isFalse();
    assertThat(canister.cycles()).isEqualTo(Cycles.of(9_999_999));
  }

  @Test
  void aSecondThatIsNotOverCostsNothing() {
    CanisterState canister = canister(Cycles.ZERO);

    assertThat(accounting.chargeResources(SUBNET, canister, START + SECOND - 1)).isTrue();
    assertThat(canister.chargedNanos()).isEqualTo(START);
  }

  @Test
  void moreInstructionsNeverCostLess() {
    for (int nodes = 1; nodes < 50; nodes++) {
      SubnetInfo subnet = Subnets.of("application", CostSchedule.NORMAL, nodes);
      Cycles fewer = Cycles.ZERO;
      for (long instructions = 1; instructions < 300_000_000_000L; instructions *= 7) {
        Cycles more = accounting.execution(subnet, instructions, false);
        assertThat(more).isGreaterThanOrEqualTo(fewer);
        fewer = more;
      }
    }
  }

  private static CanisterState canister(Cycles cycles) {
    return new CanisterState(
        Principal.ofCanisterIndex(1), settings(1, 0), cycles, new CommittedMemory(), START);
  }

  private static CanisterSettings settings(int computePercent, long memoryAllocationBytes) {
    CanisterSettings defaults = CanisterSettings.defaults(Principal.ANONYMOUS);
    return new CanisterSettings(
        new TreeSet<>(defaults.controllers()),
        computePercent,
        memoryAllocationBytes,
        defaults.freezingThresholdSeconds(),
        defaults.reservedCyclesLimit(),
        Cycles.ZERO,
        defaults.logVisibility(),
        defaults.snapshotVisibility(),
        defaults.statusVisibility(),
        0,
        0,
        defaults.logMemoryLimitBytes(),
        new TreeMap<>());
  }
}
