package dev.atoll.kernel.inject;

import dev.atoll.spi.kernel.ExchangePlan;
import java.time.Duration;
import java.util.Map;

/// For services without a state: the new one is there before the old one goes, so that no call ever
/// waits for more than those that are in flight.
record PlainTakeover(PluginScope from, PluginScope to, String type) implements Takeover {

  /// Nothing is held; withdrawing waits for calls in flight.
  private static final Duration LIMIT = ServiceProxy.DRAIN_LIMIT.multipliedBy(2);

  @Override
  public void prepare(ExchangePlan plan) throws Exception {
    if (plan.shadowRounds() > 0) {
      throw Takeover.noShadow(type);
    }
  }

  @Override
  public void exchange(Commit commit) throws Exception {
    commit.durable(Map.of());
    to.exports().resume();
    to.publish();
    from.exports().withdraw();
  }

  @Override
  public boolean awaitRelease(Duration limit) {
    return true; // withdrawing has waited for the calls
  }

  @Override
  public Duration exchangeLimit() {
    return LIMIT;
  }

  @Override
  public boolean abandon() {
    return true;
  }
}
