package dev.atoll.replica.state;

import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import dev.atoll.types.Principal;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The state of one subnet between two rounds.
///
/// Not thread-safe: the subnet's thread alone reads and writes it.
public final class ReplicatedState {

  private final SubnetInfo subnet;

  private Height height = Height.GENESIS;

  private long timeNanos;

  private final TreeMap<Principal, CanisterState> canisters = new TreeMap<>();

  private final IngressHistory ingressHistory = new IngressHistory();

  /// Calls to the management canister that wait for their turn.
  private final ArrayDeque<InputQueues.Input> management = new ArrayDeque<>();

  private final SubnetMemory memory = new SubnetMemory(this);

  /// By the canister that executes.
  private final TreeMap<Principal, LongExecution> longExecutions = new TreeMap<>();

  private long nextCanisterIndex;

  /// Replaced by each batch; the source of `raw_rand` and of nothing outside replicated execution.
  private Bytes randomness = Bytes.wrap(new byte[32]);

  /// Calls executed since genesis, for `/subnet/<id>/metrics`.
  private long updateTransactions;

  public ReplicatedState(SubnetInfo subnet, long timeNanos) {
    this.subnet = subnet;
    this.timeNanos = timeNanos;
  }

  public SubnetInfo subnet() {
    return subnet;
  }

  /// The height of the last executed batch.
  public Height height() {
    return height;
  }

  /// The time of the last executed batch, nanoseconds.
  public long timeNanos() {
    return timeNanos;
  }

  /// Moves to the batch that is executed now.
  public void advance(Height newHeight, long newTimeNanos, Bytes newRandomness) {
    height = newHeight;
    timeNanos = newTimeNanos;
    randomness = newRandomness;
    memory.beginRound();
  }

  public @Nullable CanisterState canister(Principal id) {
    return canisters.get(id);
  }

  /// Canisters by id; unmodifiable.
  public SortedMap<Principal, CanisterState> canisters() {
    return Collections.unmodifiableSortedMap(canisters);
  }

  public void add(CanisterState canister) {
    canisters.put(canister.id(), canister);
  }

  public void remove(Principal id) {
    canisters.remove(id);
  }

  public IngressHistory ingressHistory() {
    return ingressHistory;
  }

  /// What the canisters hold together.
  public SubnetMemory memory() {
    return memory;
  }

  public void pushManagement(InputQueues.Input input) {
    management.addLast(input);
  }

  /// Puts calls in front of those that wait, in the order of `inputs`.
  public void pushManagementFirst(List<InputQueues.Input> inputs) {
    inputs.reversed().forEach(management::addFirst);
  }

  public InputQueues.@Nullable Input pollManagement() {
    return management.pollFirst();
  }

  public Collection<InputQueues.Input> management() {
    return Collections.unmodifiableCollection(management);
  }

  /// The executions that go on in later rounds, by the canister that executes; unmodifiable.
  public SortedMap<Principal, LongExecution> longExecutions() {
    return Collections.unmodifiableSortedMap(longExecutions);
  }

  /// Whether the canister is in the middle of an execution.
  public boolean isExecuting(Principal canister) {
    return longExecutions.containsKey(canister);
  }

  /// Whether an execution, its own or another one, needs the canister as it is.
  public boolean isHeld(Principal canister) {
    return !longExecutions.isEmpty()
        && longExecutions.values().stream()
            .anyMatch(execution -> execution.held().contains(canister));
  }

  public void putLongExecution(Principal canister, LongExecution execution) {
    longExecutions.put(canister, execution);
  }

  public void removeLongExecution(Principal canister) {
    longExecutions.remove(canister);
  }

  /// The index of the next canister that is created without a given id.
  public long nextCanisterIndex() {
    return nextCanisterIndex;
  }

  public void setNextCanisterIndex(long index) {
    nextCanisterIndex = index;
  }

  public Bytes randomness() {
    return randomness;
  }

  public long updateTransactions() {
    return updateTransactions;
  }

  public void setUpdateTransactions(long count) {
    updateTransactions = count;
  }

  /// The bytes that all canisters hold, for `/subnet/<id>/metrics`.
  public long canisterStateBytes() {
    return canisters.values().stream().mapToLong(CanisterMemory::totalBytes).sum();
  }
}
