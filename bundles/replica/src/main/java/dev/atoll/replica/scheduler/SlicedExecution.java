package dev.atoll.replica.scheduler;

import dev.atoll.replica.state.BeforeExecution;
import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.LongExecution;
import dev.atoll.replica.state.LongExecution.Work;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SetBack;
import dev.atoll.replica.state.Slices;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import java.util.SortedSet;

/// One execution, which pauses its thread when a slice is used up: what it sends goes to the round
/// that runs when it sends.
final class SlicedExecution implements Outbox, Slices {

  private final Executions executions;

  private final ExecutionThread thread;

  private final Principal canister;

  private final Work work;

  private final SortedSet<Principal> held;

  private final BeforeExecution before;

  private final long beganNanos;

  /// Of all slices so far.
  private long granted;

  private long used;

  private boolean paused;

  /// Whether it may be one too many.
  private final boolean isNew;

  private long takenBytes;

  /// @param granted of the first slice, or of all slices of an execution that is begun again
  /// @param isNew whether it is not begun again
  SlicedExecution(
      Executions executions,
      ExecutionThread thread,
      CanisterState canister,
      Work work,
      SortedSet<Principal> held,
      long beganNanos,
      long takenBytes,
      long granted,
      boolean isNew) {
    this.isNew = isNew;
    this.executions = executions;
    this.thread = thread;
    this.canister = canister.id();
    this.work = work;
    this.held = held;
    this.before = BeforeExecution.of(canister, work);
    this.beganNanos = beganNanos;
    this.takenBytes = takenBytes;
    this.granted = granted;
  }

  /// Whether it has waited for a later round.
  boolean hasPaused() {
    return paused;
  }

  /// Makes the canister what it was before.
  void undo() {
    before.restore();
  }

  /// What counts for the present round of `all` instructions of the execution.
  long ofLastSlice(long all) {
    return Math.max(0, all - (granted - executions.sliceInstructions()));
  }

  Principal canister() {
    return canister;
  }

  SortedSet<Principal> held() {
    return held;
  }

  ExecutionThread thread() {
    return thread;
  }

  Work work() {
    return work;
  }

  @Override
  public long left() {
    return granted - used;
  }

  @Override
  public void used(long instructions) {
    used += instructions;
  }

  @Override
  public long next() {
    boolean mayBeSetBack = isNew && !paused;
    paused = true;
    LongExecution described =
        new LongExecution(work, beganNanos, takenBytes, granted, held, false, before);
    if (mayBeSetBack && executions.isOneTooMany(described)) {
      executions.setBack(this, described.asSetBack());
      throw new SetBack();
    }
    executions.paused(this, described);
    thread.pause();
    granted += executions.sliceInstructions();
    return executions.sliceInstructions();
  }

  @Override
  public long beganNanos(long nowNanos) {
    return beganNanos;
  }

  /// Asked once: other canisters may hold more or less in a later round.
  @Override
  public long takenBytes(ReplicatedState state) {
    if (takenBytes == LongExecution.NOT_ASKED) {
      takenBytes = state.memory().takenBytes();
    }
    return takenBytes;
  }

  @Override
  public long peekTakenBytes(ReplicatedState state) {
    return takenBytes == LongExecution.NOT_ASKED ? state.memory().takenBytes() : takenBytes;
  }

  @Override
  public Slices slices() {
    return this;
  }

  @Override
  public void send(CanisterMessage message) {
    executions.round().send(message);
  }

  @Override
  public void changed(Principal id) {
    executions.round().changed(id);
  }

  @Override
  public void answer(RequestId requestId, IngressStatus status) {
    executions.round().answer(requestId, status);
  }
}
