package dev.atoll.kernel.inject;

import dev.atoll.spi.gateway.Gateway;
import dev.atoll.spi.kernel.ExchangePlan;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// For gateways: both accept from the kernel's socket until the node is well with the new one, then
/// the old one stops accepting and gives the answers that it owes. No client waits.
///
/// A gateway that was drained does not accept again, and one that is stopped cuts its clients off:
/// on the way back the old one, which never ceased to accept, goes on.
final class GatewayTakeover implements Takeover {

  private static final Logger LOG = LoggerFactory.getLogger(GatewayTakeover.class);

  /// How long connections may take to come to their end; what streams longer is cut.
  static final Duration DRAIN_MAX = Duration.ofSeconds(15);

  private final PluginScope from;

  private final PluginScope to;

  private @Nullable Thread drain;

  GatewayTakeover(PluginScope from, PluginScope to) {
    this.from = from;
    this.to = to;
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
      throw Takeover.noShadow(Gateway.class.getName());
    }
  }

  @Override
  public void exchange(Commit commit) throws Exception {
    commit.durable(Map.of());
    to.publish();
    from.exports().withdraw();
  }

  private static void drain(PluginScope scope) {
    if (!(scope.exports().service(Gateway.class.getName()) instanceof Gateway gateway)) {
      return;
    }
    try {
      if (!gateway.drain(DRAIN_MAX)) {
        LOG.warn(
            "{} still has connections after {} s, they are cut",
            scope.bundle().getSymbolicName(),
            DRAIN_MAX.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("{} does not drain", scope.bundle().getSymbolicName(), e);
    }
  }

  @Override
  public boolean awaitRelease(Duration limit) throws InterruptedException {
    return draining().join(limit);
  }

  private synchronized Thread draining() {
    @Nullable Thread begun = drain;
    if (begun == null) {
      begun = Thread.ofPlatform().daemon().name("drain").start(() -> drain(from));
      drain = begun;
    }
    return begun;
  }

  @Override
  public Duration exchangeLimit() {
    return ServiceProxy.DRAIN_LIMIT.multipliedBy(2);
  }

  /// The successor accepts since it stands by: it gives the answers that it owes too.
  @Override
  public boolean abandon() {
    drain(to);
    return true;
  }
}
