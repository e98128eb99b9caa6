package dev.atoll.kernel.launcher;

import dev.atoll.kernel.launcher.Readiness.BundleState;
import dev.atoll.kernel.launcher.Readiness.State;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;

/// Says why a node is not ready: who failed, who waits for what, and who could have provided it.
final class Complaints {

  private final Readiness readiness;
  private final LiveBundles bundles;

  Complaints(Readiness readiness, LiveBundles bundles) {
    this.readiness = readiness;
    this.bundles = bundles;
  }

  /// A line for each bundle that is not up: failed ones first, with their causes.
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (BundleState s : readiness.states()) {
      if (s.state() == State.FAILED) {
        lines.add("%s FAILED: %s".formatted(s.bundle(), s.cause()));
      }
    }
    for (BundleState s : readiness.states()) {
      for (String type : s.state() == State.FAILED ? List.<String>of() : s.waitsFor()) {
        lines.add(
            "%s waits for %s; %s"
                .formatted(
                    s.bundle(), type.substring(type.lastIndexOf('.') + 1), candidates(type)));
      }
      if (s.state() == State.STARTING) {
        lines.add(s.bundle() + " is still starting");
      }
    }
    return lines;
  }

  private String candidates(String type) {
    List<Bundle> providers = bundles.providers(type);
    if (providers.isEmpty()) {
      return "no bundle of the distribution provides it";
    }
    return providers.stream()
        .map(b -> b.getSymbolicName() + " " + stateOf(b.getSymbolicName()))
        .collect(Collectors.joining(", ", "candidates: ", ""));
  }

  private String stateOf(String bundle) {
    return readiness.states().stream()
        .filter(s -> s.bundle().equals(bundle))
        .map(s -> s.cause().isEmpty() ? s.state().name() : s.state() + ": " + s.cause())
        .findFirst()
        .orElse("has not registered it");
  }
}
