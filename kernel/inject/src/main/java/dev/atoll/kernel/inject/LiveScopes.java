package dev.atoll.kernel.inject;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.util.tracker.BundleTracker;

/// The scopes of the started bundles, for who exchanges one for another.
///
/// @param standby ids of bundles that hold back their services when they start
record LiveScopes(BundleTracker<PluginScope> bundles, Set<Long> standby, UpOrder upOrder) {

  /// @throws IllegalStateException if the bundle has not started, or has no module
  PluginScope of(Bundle bundle) {
    @Nullable PluginScope scope = bundles.getObject(bundle);
    if (scope == null) {
      throw new IllegalStateException(bundle.getSymbolicName() + " has not started");
    }
    return scope;
  }

  /// Stops a bundle and starts it with a new injector, its services held back.
  ///
  /// @throws IllegalStateException if it does not start within `limit`
  PluginScope restart(Bundle bundle, Duration limit) throws InterruptedException {
    try {
      bundle.stop(Bundle.STOP_TRANSIENT);
      standby.add(bundle.getBundleId());
      bundle.start(Bundle.START_TRANSIENT);
    } catch (BundleException e) {
      throw new IllegalStateException(
          bundle.getSymbolicName() + " does not start again: " + e.getMessage(), e);
    }
    PluginScope scope = of(bundle);
    scope
        .awaitStandby(limit)
        .ifPresent(
            why -> {
              throw new IllegalStateException(
                  bundle.getSymbolicName() + " does not start again: " + why);
            });
    return scope;
  }
}
