package dev.atoll.replica;

import dev.atoll.replica.certification.CertifiedState;
import dev.atoll.replica.certification.CertifiedStates;
import dev.atoll.replica.certification.SubnetKeys;
import dev.atoll.replica.execution.Publisher;
import dev.atoll.replica.ingress.IngressExpiry;
import dev.atoll.replica.ingress.PayloadCodec;
import dev.atoll.replica.ingress.SignedCall;
import dev.atoll.replica.persistence.Checkpoints;
import dev.atoll.replica.scheduler.RoundExecutor;
import dev.atoll.replica.scheduler.RoundInput;
import dev.atoll.replica.scheduler.RoundSummary;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.tree.StateTree;
import dev.atoll.spi.consensus.FinalizedBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.CallRequest;
import dev.atoll.types.DomainSeparator;
import dev.atoll.types.HashTree;
import dev.atoll.types.RequestId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Executes batches on the replicated state and certifies the results. The subnet's thread alone
/// calls it.
final class BatchExecutor {

  private final ReplicatedState state;

  private final RoundExecutor rounds;

  private final Publisher publisher;

  private final StateTree tree;

  private final SubnetKeys keys;

  private final CertifiedStates states;

  private final Checkpoints checkpoints;

  BatchExecutor(
      ReplicatedState state,
      RoundExecutor rounds,
      Publisher publisher,
      SubnetKeys keys,
      CertifiedStates states,
      Checkpoints checkpoints) {
    this.state = state;
    this.rounds = rounds;
    this.publisher = publisher;
    this.tree = new StateTree(state.subnet());
    this.keys = keys;
    this.states = states;
    this.checkpoints = checkpoints;
  }

  ReplicatedState state() {
    return state;
  }

  /// Certifies the state as it was loaded: everything in it is new to readers.
  void certifyLoaded() {
    HashTree root = tree.rebuild(state);
    publish(
        root,
        List.copyOf(state.canisters().keySet()),
        List.copyOf(state.ingressHistory().entries().keySet()));
  }

  /// Executes a batch that was executed before this process began; nobody is told of it yet.
  void replay(FinalizedBatch batch) {
    RoundSummary summary =
        rounds.execute(state, input(batch, PayloadCodec.decode(batch.payload())));
    publisher.publish(state, summary.changed());
    checkpoints.changed(
        summary.changed(), state.ingressHistory().takeChanged(), state.ingressHistory());
  }

  /// Executes a batch, certifies the state and publishes it.
  RoundSummary execute(FinalizedBatch batch, List<SignedCall> calls) {
    RoundSummary summary = rounds.execute(state, input(batch, calls));
    List<RequestId> statuses = state.ingressHistory().takeChanged();
    checkpoints.changed(summary.changed(), statuses, state.ingressHistory());
    publish(tree.update(state, summary.changed(), statuses), summary.changed(), statuses);
    return summary;
  }

  private void publish(
      HashTree root,
      java.util.Collection<dev.atoll.types.Principal> canisters,
      List<RequestId> statuses) {
    Bytes signature = keys.sign(DomainSeparator.IC_STATE_ROOT.payload(root.rootHash()));
    Map<RequestId, IngressStatus.@Nullable Entry> entries = new TreeMap<>();
    statuses.forEach(id -> entries.put(id, state.ingressHistory().get(id)));
    states.publish(
        new CertifiedState(state.height(), state.timeNanos(), root, signature),
        () ->
            new CertifiedStates.Changes(
                publisher.publish(state, new TreeSet<>(canisters)), entries));
  }

  /// Drops calls that the time of the batch does not allow: every replica drops the same ones.
  static RoundInput input(FinalizedBatch batch, List<SignedCall> calls) {
    List<Ingress> ingress = new ArrayList<>(calls.size());
    for (SignedCall call : calls) {
      if (IngressExpiry.holds(call.expiryNanos(), batch.timeNanos())) {
        ingress.add(ingress(call));
      }
    }
    return new RoundInput(batch.height(), batch.timeNanos(), batch.randomness(), ingress);
  }

  private static Ingress ingress(SignedCall signed) {
    CallRequest call = signed.call();
    return new Ingress(
        signed.requestId(),
        call.sender(),
        signed.effectiveCanisterId(),
        call.canisterId(),
        call.methodName(),
        call.arg(),
        call.ingressExpiryNanos(),
        Ingress.SenderInfo.of(call.senderInfo()));
  }
}
