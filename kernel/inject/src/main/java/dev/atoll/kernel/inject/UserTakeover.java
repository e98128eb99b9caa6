package dev.atoll.kernel.inject;

import dev.atoll.spi.kernel.ExchangePlan;
import dev.atoll.spi.kernel.ServiceExchange;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// For services whose user puts another one in place by itself.
///
/// @param user the symbolic name of the bundle that uses the service
/// @param exchange what it exported for that
record UserTakeover(
    PluginScope from, PluginScope to, String type, String user, ServiceExchange<Object> exchange)
    implements Takeover {

  @Override
  public void prepare(ExchangePlan plan) throws Exception {
    exchange.prepare(
        Objects.requireNonNull(to.exports().service(type), "the successor provides it"), plan);
  }

  @Override
  public void exchange(Commit commit) throws Exception {
    exchange.exchange(
        settings -> commit.durable(Map.of(user, new LinkedHashMap<String, Object>(settings))));
    to.publish();
    from.exports().withdraw();
  }

  @Override
  public boolean awaitRelease(Duration limit) throws InterruptedException {
    return exchange.awaitRelease(limit);
  }

  @Override
  public Duration exchangeLimit() {
    return exchange.exchangeLimit();
  }

  @Override
  public boolean abandon() {
    exchange.abandon();
    return true;
  }
}
