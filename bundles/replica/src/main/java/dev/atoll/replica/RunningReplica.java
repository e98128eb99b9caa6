package dev.atoll.replica;

import dev.atoll.replica.certification.CertifiedStates;
import dev.atoll.replica.certification.SubnetKeys;
import dev.atoll.replica.execution.PooledQueryExecutor;
import dev.atoll.replica.ingress.IngressIntake;
import dev.atoll.replica.ingress.SignedCall;
import dev.atoll.replica.query.QueryHandler;
import dev.atoll.replica.query.StateReader;
import dev.atoll.spi.consensus.ConsensusEngine;
import dev.atoll.spi.storage.Storage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parts of a started replica, in the order in which they are made.
record RunningReplica(
    Storage storage,
    SubnetKeys keys,
    Core core,
    PooledQueryExecutor queries,
    CertifiedStates states,
    SubnetThread thread,
    ReplaceableConsensus consensus,
    IngressIntake intake,
    QueryHandler queryHandler,
    StateReader reader,
    List<SignedCall> setup) {

  /// Why the replica can do no more, null if it can.
  @Nullable String failure() {
    @Nullable Throwable stopped = thread.failure();
    if (stopped != null) {
      return "execution stopped after height %s: %s".formatted(states.require().height(), stopped);
    }
    ConsensusEngine.Status status = consensus.status();
    return status.state() == ConsensusEngine.State.FAILED
        ? "consensus stopped: " + status.detail()
        : null;
  }
}
