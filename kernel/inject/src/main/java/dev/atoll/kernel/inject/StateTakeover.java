package dev.atoll.kernel.inject;

import dev.atoll.spi.kernel.ExchangePlan;
import dev.atoll.spi.kernel.SwapRefusedException;
import dev.atoll.spi.kernel.Swappable;
import dev.atoll.types.Bytes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// For services whose live state goes over, in the steps of [Swappable]: new calls wait, in their
/// stand-ins, from the fence until the new service works.
final class StateTakeover implements Takeover {

  private static final Logger LOG = LoggerFactory.getLogger(StateTakeover.class);

  /// There is always something new to move ahead; after so many times the rest is small.
  private static final int AHEAD_MAX = 100;

  /// How long work may take to come to its end; stand-ins hold calls for no longer.
  static final Duration FENCE_MAX = ServiceProxy.WAIT_LIMIT.dividedBy(2);

  private enum Phase {
    OPEN,
    FENCED,
    /// The successor begins to work: there is only the way on.
    RESUMED,
    ABANDONED
  }

  private final PluginScope from;

  private final PluginScope to;

  private final Swappable<Object> old;

  private final Swappable<Object> successor;

  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);

  private boolean begun;

  StateTakeover(
      PluginScope from, PluginScope to, Swappable<Object> old, Swappable<Object> successor) {
    this.from = from;
    this.to = to;
    this.old = old;
    this.successor = successor;
  }

  @Override
  public PluginScope from() {
    return from;
  }

  @Override
  public PluginScope to() {
    return to;
  }

  @Override
  public void prepare(ExchangePlan plan) throws Exception {
    if (plan.shadowRounds() > 0) {
      throw Takeover.noShadow(old.getClass().getName());
    }
    if (!old.stateType().equals(successor.stateType()) || !successor.accepts(old.stateFormat())) {
      throw new SwapRefusedException(
          "%s takes the state %s in format %s, found %s in format %s"
              .formatted(
                  to.bundle().getSymbolicName(),
                  successor.stateType().getName(),
                  successor.stateFormat(),
                  old.stateType().getName(),
                  old.stateFormat()));
    }
    long end = System.nanoTime() + plan.limit().toNanos();
    for (int i = 0; i < AHEAD_MAX && System.nanoTime() < end; i++) {
      Optional<Object> part = old.exportAhead();
      if (part.isEmpty()) {
        return;
      }
      take(part.get());
      plan.progress().accept("moved %d parts ahead".formatted(i + 1));
    }
  }

  private void take(Object part) throws Exception {
    successor.importState(part, !begun);
    begun = true;
  }

  @Override
  public void exchange(Commit commit) throws Exception {
    commit.undecided();
    from.exports().withdraw();
    if (!phase.compareAndSet(Phase.OPEN, Phase.FENCED)) {
      from.publish();
      throw new IllegalStateException("the swap was given up");
    }
    try {
      if (!old.fence(FENCE_MAX)) {
        throw new IllegalStateException(
            "%s has not come to rest within %d ms"
                .formatted(from.bundle().getSymbolicName(), FENCE_MAX.toMillis()));
      }
      take(old.exportState());
      checkStillWanted();
      compareDigests();
      if (!phase.compareAndSet(Phase.FENCED, Phase.RESUMED)) {
        checkStillWanted();
      }
      resumeSuccessor();
    } catch (Throwable e) {
      abandon();
      throw e;
    }
    to.publish();
    commit.durable(Map.of());
  }

  private void checkStillWanted() {
    if (phase.get() == Phase.ABANDONED) {
      throw new IllegalStateException("the swap was given up");
    }
  }

  /// If it cannot, it has not changed who counts: the old one goes on.
  private void resumeSuccessor() {
    try {
      successor.resume();
    } catch (RuntimeException | Error e) {
      phase.set(Phase.FENCED);
      throw e;
    }
  }

  private void compareDigests() throws Exception {
    Optional<Bytes> before = old.digest();
    Optional<Bytes> after = successor.digest();
    if (before.isPresent() && after.isPresent() && !before.equals(after)) {
      throw new SwapRefusedException(
          "the state has the digest %s in %s, expected %s as in %s"
              .formatted(
                  after.get().toHex(),
                  to.bundle().getSymbolicName(),
                  before.get().toHex(),
                  from.bundle().getSymbolicName()));
    }
  }

  @Override
  public boolean awaitRelease(Duration limit) {
    return true;
  }

  /// Calls wait meanwhile, in stand-ins for no longer than this.
  @Override
  public Duration exchangeLimit() {
    return ServiceProxy.WAIT_LIMIT.minusSeconds(1);
  }

  @Override
  public boolean abandon() {
    Phase before = phase.getAndUpdate(p -> p == Phase.RESUMED ? p : Phase.ABANDONED);
    if (before == Phase.OPEN || before == Phase.FENCED) {
      LOG.info("{} goes on", from.bundle().getSymbolicName());
      old.resume(); // what was moved ahead is forgotten too
      from.publish();
    }
    return before != Phase.RESUMED;
  }
}
