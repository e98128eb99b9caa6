package dev.atoll.kernel.inject;

import dev.atoll.spi.kernel.ExchangePlan;
import dev.atoll.spi.kernel.SwapRefusedException;
import java.time.Duration;
import java.util.Map;

/// One way to have a bundle work in place of another one, while callers go on.
///
/// The steps are those of [dev.atoll.spi.kernel.ServiceExchange]; [#abandon] may come from another
/// thread while a step hangs.
sealed interface Takeover permits GatewayTakeover, UserTakeover, StateTakeover, PlainTakeover {

  PluginScope from();

  PluginScope to();

  /// What can be done while the old bundle works.
  ///
  /// @throws SwapRefusedException if the successor must not take over
  void prepare(ExchangePlan plan) throws Exception;

  /// Makes the successor work and shows its services in place of the old ones.
  void exchange(Commit commit) throws Exception;

  /// Waits until the old bundle has nothing under way.
  boolean awaitRelease(Duration limit) throws InterruptedException;

  /// Lets the old bundle go on, unless the exchange was committed.
  ///
  /// @return false if the successor works already
  boolean abandon();

  /// How long [#exchange] may take before it is given up.
  Duration exchangeLimit();

  /// Makes an exchange permanent; throws if it cannot, or must not any more.
  interface Commit {

    /// Before a state decides by itself, at one moment until [#durable], with whom it works: a
    /// process that dies meanwhile finds out at its start.
    void undecided() throws Exception;

    /// @param settings keys by symbolic name of the bundle whose section gets them
    void durable(Map<String, Map<String, Object>> settings) throws Exception;
  }

  static SwapRefusedException noShadow(String type) {
    return new SwapRefusedException(
        "services of type %s cannot run in the shadow of another one: only engines can"
            .formatted(type));
  }
}
