package dev.atoll.replica.scheduler;

import dev.atoll.replica.management.ManagementCall;
import dev.atoll.replica.management.ManagementCanister;
import dev.atoll.replica.management.ManagementOutcome;
import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.InputQueues.Input;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.Payload;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One round: where messages go, who is ready to run, and what was used.
///
/// Messages to canisters of the subnet are delivered at once and may run in the same round. There
/// are no streams to other subnets yet: canisters elsewhere are unknown.
final class Round implements Outbox {

  private final ReplicatedState state;

  private final ArrayDeque<Principal> ready = new ArrayDeque<>();

  private final TreeSet<Principal> waiting = new TreeSet<>();

  private final TreeSet<Principal> changed = new TreeSet<>();

  /// Those who had a turn.
  private final TreeSet<Principal> served = new TreeSet<>();

  /// Those whose long execution had a slice.
  private final TreeSet<Principal> sliced = new TreeSet<>();

  /// What the calls that are postponed are about.
  private final TreeSet<Principal> postponedFor = new TreeSet<>();

  /// Without those of the management canister.
  private long instructions;

  private long managementInstructions;

  private long messages;

  private final ManagementCanister management;

  /// Calls to the management canister that waited when the round began.
  private int waitingSinceBefore;

  private final List<Input> postponed = new ArrayList<>();

  Round(ReplicatedState state, ManagementCanister management) {
    this.state = state;
    this.management = management;
    this.waitingSinceBefore = state.management().size();
  }

  ReplicatedState state() {
    return state;
  }

  long nowNanos() {
    return state.timeNanos();
  }

  /// Puts a canister at the end of the line, if it is not in it.
  void makeReady(Principal canister) {
    if (waiting.add(canister)) {
      ready.addLast(canister);
    }
  }

  /// Makes these the line, beginning with another one at each height.
  void lineUp(List<Principal> canisters) {
    ready.clear();
    waiting.clear();
    int count = canisters.size();
    for (int i = 0; i < count; i++) {
      makeReady(canisters.get((int) ((state.height().value() + i) % count)));
    }
  }

  /// Whether a canister begins its first turn.
  boolean isFirstTurn(Principal canister) {
    return served.add(canister);
  }

  /// The next canister of the line, null if it is empty.
  @Nullable CanisterState nextReady() {
    while (!ready.isEmpty()) {
      Principal id = ready.removeFirst();
      waiting.remove(id);
      @Nullable CanisterState canister = state.canister(id);
      if (canister != null) {
        return canister;
      }
    }
    return null;
  }

  /// Whether the call to the management canister that was polled now waited when the round began.
  boolean waitedBefore() {
    return waitingSinceBefore-- > 0;
  }

  /// Lets a call to the management canister wait for the next round.
  void postpone(Input call) {
    postponed.add(call);
  }

  /// Lets a call about canisters that are in the middle of something wait, and all that follow it.
  void postpone(Input call, Collection<Principal> canisters) {
    postpone(call);
    postponedFor.addAll(canisters);
  }

  boolean isPostponedFor(Principal canister) {
    return postponedFor.contains(canister);
  }

  /// Notes that the canister's long execution has had its slice of this round.
  ///
  /// @return whether it had none before
  boolean slicedIn(Principal canister) {
    return sliced.add(canister);
  }

  /// Puts what was postponed back into the queue, before the rest, at the end of the round.
  void returnPostponed() {
    state.pushManagementFirst(postponed);
    postponed.clear();
  }

  /// Counts an execution of the management canister.
  void executedByManagement(long used) {
    managementInstructions += used + RoundLimits.EXECUTION_OVERHEAD_INSTRUCTIONS;
    messages++;
  }

  boolean isManagementOver() {
    return managementInstructions >= RoundLimits.MANAGEMENT_INSTRUCTIONS_MAX;
  }

  /// Counts an execution of a canister.
  void executed(long used) {
    instructions += used + RoundLimits.EXECUTION_OVERHEAD_INSTRUCTIONS;
    messages++;
  }

  boolean isOver() {
    return instructions >= RoundLimits.INSTRUCTIONS_MAX;
  }

  long instructions() {
    return instructions;
  }

  RoundSummary summary() {
    boolean moreToDo =
        !ready.isEmpty() || !state.management().isEmpty() || !state.longExecutions().isEmpty();
    return new RoundSummary(instructions + managementInstructions, messages, changed, moreToDo);
  }

  @Override
  public void changed(Principal canister) {
    changed.add(canister);
  }

  @Override
  public void answer(RequestId requestId, IngressStatus status) {
    state.ingressHistory().update(requestId, status, nowNanos());
    if (status.isTerminal()) {
      state.setUpdateTransactions(state.updateTransactions() + 1);
    }
  }

  @Override
  public void send(CanisterMessage message) {
    switch (message) {
      case CanisterMessage.Request request -> send(request);
      case CanisterMessage.Response response -> deliver(response);
    }
  }

  private void send(CanisterMessage.Request request) {
    Principal receiver = request.receiver();
    if (receiver.isManagementCanister() || receiver.equals(state.subnet().id().principal())) {
      sendToManagement(request);
    } else if (state.canister(receiver) == null) {
      reject(request, ErrorCode.CANISTER_NOT_FOUND, "Canister %s not found".formatted(receiver));
    } else {
      deliver(request);
    }
  }

  private void sendToManagement(CanisterMessage.Request request) {
    @Nullable CanisterState sender = state.canister(request.sender());
    // The execution that made the call has raised the version already.
    ManagementOutcome.@Nullable Reject refusal =
        sender == null
            ? null
            : management.refusal(new ManagementCall.ByCanister(request), sender.version() - 1);
    if (refusal == null) {
      state.pushManagement(new Input.FromCanister(request));
    } else {
      ErrorCode code = refusal.errorCode();
      reject(request, code, code.describe(refusal.message()));
    }
  }

  /// Answers a request that never reaches its receiver; all cycles go back.
  void reject(CanisterMessage.Request request, ErrorCode code, String message) {
    deliver(
        new CanisterMessage.Response(
            /* sender= */ request.receiver(),
            /* receiver= */ request.sender(),
            request.callbackId(),
            new Payload.Reject(code.rejectCode(), message),
            request.cycles(),
            request.deadlineNanos()));
  }

  /// A receiver that was deleted meanwhile takes the message with it.
  void deliver(CanisterMessage message) {
    @Nullable CanisterState receiver = state.canister(message.receiver());
    if (receiver != null) {
      receiver.inputs().push(message);
      changed(receiver.id());
      makeReady(receiver.id());
    }
  }
}
