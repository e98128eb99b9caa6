package dev.atoll.replica.state;

import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import dev.atoll.wasm.memory.CommittedMemory;
import org.jspecify.annotations.Nullable;

/// Everything the subnet knows about one canister.
///
/// Not thread-safe: the subnet's thread alone reads and writes it, but for the memories, whose own
/// rules say how queries read beside it.
public final class CanisterState {

  /// The value of [#globalTimerNanos] when no timer is set.
  public static final long TIMER_INACTIVE = 0;

  private final Principal id;

  private final long createdNanos;

  private CanisterSettings settings;

  private CanisterStatus status = new CanisterStatus.Running();

  private Cycles cycles;

  private Cycles reservedCycles = Cycles.ZERO;

  private long version;

  private @Nullable ExecutionState execution;

  private CommittedMemory stableMemory;

  private Bytes certifiedData = Bytes.EMPTY;

  private long globalTimerNanos = TIMER_INACTIVE;

  private LowMemoryHook lowMemoryHook = LowMemoryHook.CONDITION_NOT_SATISFIED;

  private final InputQueues inputs;

  private CallContextManager calls;

  private final ChunkStore chunks;

  private CanisterLog log;

  private final CanisterHistory history;

  private CyclesConsumed consumed;

  /// Fees of users' calls that came during a long execution; taken off when it ends.
  private Cycles ingressDebit = Cycles.ZERO;

  /// When resources were last charged, nanoseconds.
  private long chargedNanos;

  /// Whether `canister_on_low_wasm_memory` is due.
  public enum LowMemoryHook {
    CONDITION_NOT_SATISFIED,
    READY,
    EXECUTED
  }

  /// A new empty canister.
  public CanisterState(
      Principal id,
      CanisterSettings settings,
      Cycles cycles,
      CommittedMemory stableMemory,
      long createdNanos) {
    this(
        id,
        settings,
        cycles,
        stableMemory,
        createdNanos,
        new InputQueues(),
        new CallContextManager(),
        new ChunkStore(),
        new CanisterLog(),
        new CanisterHistory(),
        new CyclesConsumed());
  }

  /// A canister out of a checkpoint; the setters put back the rest.
  public CanisterState(
      Principal id,
      CanisterSettings settings,
      Cycles cycles,
      CommittedMemory stableMemory,
      long createdNanos,
      InputQueues inputs,
      CallContextManager calls,
      ChunkStore chunks,
      CanisterLog log,
      CanisterHistory history,
      CyclesConsumed consumed) {
    this.id = id;
    this.settings = settings;
    this.cycles = cycles;
    this.stableMemory = stableMemory;
    this.createdNanos = createdNanos;
    this.chargedNanos = createdNanos;
    this.inputs = inputs;
    this.calls = calls;
    this.chunks = chunks;
    this.log = log;
    this.history = history;
    this.consumed = consumed;
  }

  public Principal id() {
    return id;
  }

  public long createdNanos() {
    return createdNanos;
  }

  public CanisterSettings settings() {
    return settings;
  }

  public void setSettings(CanisterSettings settings) {
    this.settings = settings;
  }

  public boolean isController(Principal principal) {
    return settings.controllers().contains(principal);
  }

  public CanisterStatus status() {
    return status;
  }

  public void setStatus(CanisterStatus status) {
    this.status = status;
  }

  /// The main balance.
  public Cycles cycles() {
    return cycles;
  }

  public void setCycles(Cycles cycles) {
    this.cycles = cycles;
  }

  public Cycles reservedCycles() {
    return reservedCycles;
  }

  public void setReservedCycles(Cycles reservedCycles) {
    this.reservedCycles = reservedCycles;
  }

  public long version() {
    return version;
  }

  public void setVersion(long version) {
    this.version = version;
  }

  public void bumpVersion() {
    version++;
  }

  /// The installed code, or null if the canister is empty.
  public @Nullable ExecutionState execution() {
    return execution;
  }

  public void setExecution(@Nullable ExecutionState execution) {
    this.execution = execution;
  }

  public CommittedMemory stableMemory() {
    return stableMemory;
  }

  /// Puts a new image in place of the old one, which readers of older states keep.
  public void setStableMemory(CommittedMemory stableMemory) {
    this.stableMemory = stableMemory;
  }

  /// At most 32 bytes.
  public Bytes certifiedData() {
    return certifiedData;
  }

  public void setCertifiedData(Bytes certifiedData) {
    this.certifiedData = certifiedData;
  }

  /// When the global timer is due, or [#TIMER_INACTIVE].
  public long globalTimerNanos() {
    return globalTimerNanos;
  }

  public void setGlobalTimerNanos(long globalTimerNanos) {
    this.globalTimerNanos = globalTimerNanos;
  }

  public LowMemoryHook lowMemoryHook() {
    return lowMemoryHook;
  }

  public void setLowMemoryHook(LowMemoryHook lowMemoryHook) {
    this.lowMemoryHook = lowMemoryHook;
  }

  public InputQueues inputs() {
    return inputs;
  }

  public CallContextManager calls() {
    return calls;
  }

  public void setCalls(CallContextManager calls) {
    this.calls = calls;
  }

  public ChunkStore chunks() {
    return chunks;
  }

  public CanisterLog log() {
    return log;
  }

  void setLog(CanisterLog log) {
    this.log = log;
  }

  public CanisterHistory history() {
    return history;
  }

  public CyclesConsumed consumed() {
    return consumed;
  }

  void setConsumed(CyclesConsumed consumed) {
    this.consumed = consumed;
  }

  public Cycles ingressDebit() {
    return ingressDebit;
  }

  public void setIngressDebit(Cycles ingressDebit) {
    this.ingressDebit = ingressDebit;
  }

  public long chargedNanos() {
    return chargedNanos;
  }

  public void setChargedNanos(long chargedNanos) {
    this.chargedNanos = chargedNanos;
  }
}
