package dev.atoll.kernel.inject;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
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
}
