package dev.atoll.replica;

import dev.atoll.spi.consensus.ConsensusEngineFactory;
import dev.atoll.spi.kernel.ExchangePlan;
import dev.atoll.spi.kernel.ServiceExchange;
import dev.atoll.spi.kernel.SwapRefusedException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts another consensus engine in place of the present one between two heights.
///
/// An engine only orders: the pool, the blocks and the keys belong to the core, so that nothing
/// goes over but the height and the time of the last block.
final class ConsensusExchange implements ServiceExchange<ConsensusEngineFactory> {

  private static final Logger LOG = LoggerFactory.getLogger(ConsensusExchange.class);

  private static final Duration REST_MAX = Duration.ofSeconds(3);

  private final Replica replica;

  private @Nullable ConsensusEngineFactory prepared;

  /// Who goes on if the exchange is given up in the middle; null if none is under way.
  private @Nullable ConsensusEngineFactory present;

  @Inject
  ConsensusExchange(Replica replica) {
    this.replica = replica;
  }

  @Override
  public Class<ConsensusEngineFactory> serviceType() {
    return ConsensusEngineFactory.class;
  }

  @Override
  public synchronized void prepare(ConsensusEngineFactory next, ExchangePlan plan)
      throws SwapRefusedException {
    if (plan.shadowRounds() > 0) {
      throw new SwapRefusedException(
          "consensus engines cannot run in the shadow of another one: only execution engines can");
    }
    prepared = next;
  }

  @Override
  public void exchange(Commit commit) throws Exception {
    ReplaceableConsensus consensus = replica.running().consensus();
    ConsensusEngineFactory next;
    synchronized (this) {
      next = Objects.requireNonNull(prepared, "an engine was prepared");
      present = consensus.factory();
    }
    try {
      consensus.replace(next, REST_MAX);
      commit.durable(Map.of());
      synchronized (this) {
        present = null;
        prepared = null;
      }
    } catch (Exception e) {
      abandon();
      throw e;
    }
    LOG.info("orders with consensus={} after={}", next.name(), consensus.status().delivered());
  }

  @Override
  public boolean awaitRelease(Duration limit) {
    return true; // the old engine was closed before the new one began
  }

  @Override
  public synchronized void abandon() {
    prepared = null;
    @Nullable ConsensusEngineFactory old = present;
    present = null;
    if (old != null) {
      replica.running().consensus().goOn(old);
    }
  }
}
