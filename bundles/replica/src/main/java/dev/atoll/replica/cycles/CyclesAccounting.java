package dev.atoll.replica.cycles;

import dev.atoll.replica.execution.ExecutionCosts;
import dev.atoll.replica.state.CanisterMemory;
import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CyclesConsumed.Purpose;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.replica.state.SubnetInfo.CostSchedule;
import dev.atoll.replica.state.SubnetMemory;
import dev.atoll.replica.systemapi.Prices.ChainKey;
import dev.atoll.types.Cycles;
import java.math.BigInteger;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The prices of everything, in proportion to the number of nodes, and the charges for what a
/// canister holds.
///
/// Nothing costs anything on system subnets and on subnets with a free cost schedule. Immutable;
/// safe for use from any thread, except that charges belong to the subnet's thread.
///
/// Source: reference implementation `rs/cycles_account_manager`.
public final class CyclesAccounting implements ExecutionCosts {

  private static final long SECONDS_PER_DAY = 86_400;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /// For how long the last free byte of a subnet is paid ahead. Source:
  /// `max_storage_reservation_period`.
  private static final long RESERVATION_SECONDS_MAX = 300_000_000;

  private static final BigInteger GIB = BigInteger.ONE.shiftLeft(30);

  /// HTTPS outcalls: fees for each node, which are not relative to the reference subnet. Source:
  /// `http_request_linear_baseline_fee` and its neighbours.
  private static final BigInteger HTTP_BASE = BigInteger.valueOf(3_000_000);

  private static final BigInteger HTTP_NODE = BigInteger.valueOf(60_000);

  private static final BigInteger HTTP_REQUEST_BYTE = BigInteger.valueOf(400);

  private static final BigInteger HTTP_RESPONSE_BYTE = BigInteger.valueOf(800);

  private final SortedMap<String, Integer> chainKeys;

  /// @param chainKeys the names of the keys that the network signs with, and the size of the subnet
  ///     that holds each
  public CyclesAccounting(Map<String, Integer> chainKeys) {
    this.chainKeys = Collections.unmodifiableSortedMap(new TreeMap<>(chainKeys));
  }

  @Override
  public Cycles execution(SubnetInfo subnet, long instructions, boolean memory64) {
    Fee perInstruction = memory64 ? Fee.INSTRUCTION_MEMORY64 : Fee.INSTRUCTION;
    return scaled(subnet, Fee.EXECUTION.times(1).add(perInstruction.times(instructions)));
  }

  /// The price of `instructions` that the management canister counts for its own work.
  public Cycles managementExecution(SubnetInfo subnet, long instructions) {
    return scaled(subnet, Fee.INSTRUCTION.times(instructions));
  }

  @Override
  public Cycles freezingThreshold(
      SubnetInfo subnet, CanisterSettings settings, long memoryBytes, Cycles reserved) {
    BigInteger daily = idlePerDay(subnet, settings, memoryBytes).value();
    BigInteger threshold =
        daily
            .multiply(Fee.unsigned(settings.freezingThresholdSeconds()))
            .divide(BigInteger.valueOf(SECONDS_PER_DAY));
    return capped(threshold).saturatingMinus(reserved);
  }

  /// What a canister of these settings and this size pays in a day without doing anything.
  public Cycles idlePerDay(SubnetInfo subnet, CanisterSettings settings, long memoryBytes) {
    return storage(subnet, settings, memoryBytes, SECONDS_PER_DAY)
        .saturatingPlus(compute(subnet, settings, SECONDS_PER_DAY));
  }

  private static Cycles storage(
      SubnetInfo subnet, CanisterSettings settings, long memoryBytes, long seconds) {
    BigInteger bytes =
        Fee.unsigned(memoryBytes).max(Fee.unsigned(settings.memoryAllocationBytes()));
    return scaled(subnet, Fee.GIB_STORAGE_SECOND.times(seconds).multiply(bytes).divide(GIB));
  }

  /// Above the threshold, the first byte is paid for no time ahead and the last one for
  /// [#RESERVATION_SECONDS_MAX], so a range of bytes costs the difference of two triangles.
  @Override
  public Cycles storageReservation(SubnetInfo subnet, long takenBytes, long bytes) {
    return totalReservation(subnet, takenBytes + bytes).minus(totalReservation(subnet, takenBytes));
  }

  private static Cycles totalReservation(SubnetInfo subnet, long takenBytes) {
    BigInteger above =
        BigInteger.valueOf(Math.max(0, takenBytes - SubnetMemory.RESERVATION_THRESHOLD_BYTES));
    BigInteger most =
        BigInteger.valueOf(SubnetMemory.CAPACITY_BYTES - SubnetMemory.RESERVATION_THRESHOLD_BYTES);
    long seconds =
        BigInteger.valueOf(RESERVATION_SECONDS_MAX).multiply(above).divide(most).longValue();
    return scaled(subnet, Fee.GIB_STORAGE_SECOND.times(seconds / 2).multiply(above).divide(GIB));
  }

  private static Cycles compute(SubnetInfo subnet, CanisterSettings settings, long seconds) {
    BigInteger percent = BigInteger.valueOf(settings.computeAllocationPercent());
    return scaled(subnet, Fee.COMPUTE_PERCENT_SECOND.times(seconds).multiply(percent));
  }

  @Override
  public Cycles request(SubnetInfo subnet, long payloadBytes) {
    return scaled(subnet, Fee.CALL.times(1).add(Fee.CALL_BYTE.times(payloadBytes)));
  }

  @Override
  public Cycles responseTransmission(SubnetInfo subnet, long payloadBytes) {
    return scaled(subnet, Fee.CALL_BYTE.times(payloadBytes));
  }

  @Override
  public Cycles ingressInduction(SubnetInfo subnet, long payloadBytes) {
    return scaled(subnet, Fee.INGRESS_MESSAGE.times(1))
        .saturatingPlus(scaled(subnet, Fee.INGRESS_BYTE.times(payloadBytes)));
  }

  @Override
  public Cycles canisterCreation(SubnetInfo subnet) {
    return scaled(subnet, Fee.CANISTER_CREATION.times(1));
  }

  @Override
  public Cycles httpRequest(SubnetInfo subnet, long requestBytes, long responseBytesMax) {
    if (isFree(subnet)) {
      return Cycles.ZERO;
    }
    BigInteger nodes = BigInteger.valueOf(subnet.size());
    return capped(
        HTTP_BASE
            .add(HTTP_NODE.multiply(nodes))
            .add(HTTP_REQUEST_BYTE.multiply(Fee.unsigned(requestBytes)))
            .add(HTTP_RESPONSE_BYTE.multiply(Fee.unsigned(responseBytesMax)))
            .multiply(nodes));
  }

  /// The subnet that holds the key is paid, so its size counts; calls of system subnets are free.
  @Override
  public @Nullable Cycles chainKey(SubnetInfo subnet, ChainKey kind, String keyName) {
    @Nullable Integer size = chainKeys.get(keyName);
    if (size == null) {
      return null;
    }
    return isFree(subnet) ? Cycles.ZERO : scaled(Fee.CHAIN_KEY.times(1), size);
  }

  /// Takes the charge from the reserved cycles first; seconds begun are charged the next time.
  @Override
  public boolean chargeResources(SubnetInfo subnet, CanisterState canister, long nowNanos) {
    long seconds = (nowNanos - canister.chargedNanos()) / NANOS_PER_SECOND;
    if (seconds <= 0) {
      return true;
    }
    canister.setChargedNanos(canister.chargedNanos() + seconds * NANOS_PER_SECOND);
    CanisterSettings settings = canister.settings();
    long memoryBytes = CanisterMemory.totalBytes(canister);
    return pay(canister, Purpose.MEMORY, storage(subnet, settings, memoryBytes, seconds))
        && pay(canister, Purpose.COMPUTE_ALLOCATION, compute(subnet, settings, seconds));
  }

  private static boolean pay(CanisterState canister, Purpose purpose, Cycles charge) {
    if (charge.isZero()) {
      return true;
    }
    Cycles fromReserved = charge.min(canister.reservedCycles());
    Cycles fromBalance = charge.minus(fromReserved);
    if (canister.cycles().isLessThan(fromBalance)) {
      return false;
    }
    canister.setReservedCycles(canister.reservedCycles().minus(fromReserved));
    canister.setCycles(canister.cycles().minus(fromBalance));
    canister.consumed().add(purpose, charge);
    return true;
  }

  /// Whether canisters of the subnet pay nothing.
  private static boolean isFree(SubnetInfo subnet) {
    return subnet.costSchedule() == CostSchedule.FREE || subnet.type().equals("system");
  }

  private static Cycles scaled(SubnetInfo subnet, BigInteger reference) {
    return isFree(subnet) ? Cycles.ZERO : scaled(reference, subnet.size());
  }

  private static Cycles scaled(BigInteger reference, int nodes) {
    return capped(
        reference
            .multiply(BigInteger.valueOf(nodes))
            .divide(BigInteger.valueOf(Fee.REFERENCE_SUBNET_SIZE)));
  }

  private static Cycles capped(BigInteger amount) {
    return Cycles.of(amount.min(Cycles.MAX.value()));
  }
}
