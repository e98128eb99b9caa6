package dev.atoll.kernel.distribution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A distribution with the bundles that were chosen for it.
///
/// @param started in the order in which they are installed: named ones first
/// @param alternatives with what they alone need
/// @param wires who gets what from whom, in the order of the bundles
public record Assembly(
    DistributionFile distribution,
    List<Candidate> started,
    List<Candidate> alternatives,
    List<Link> wires) {

  /// A requirement and who meets it.
  ///
  /// @param bundle the symbolic name of who requires, or where the distribution does:
  ///     `distribution.yaml:12`
  /// @param needs such as `the package a.b [1.0.0,2.0.0)`
  /// @param provider the symbolic name of the bundle, or `kernel`
  /// @param reason why this one
  public record Link(String bundle, String needs, String provider, String reason) {}

  public List<Candidate> bundles() {
    List<Candidate> all = new ArrayList<>(started);
    all.addAll(alternatives);
    return all;
  }

  /// Why a bundle is in: the shortest way from it to what the distribution asks for.
  ///
  /// @return a line for each step, from the bundle to the distribution; empty if it is not started
  public List<String> reasons(Candidate bundle) {
    Map<String, Link> steps = new HashMap<>(); // the link by which a name was reached
    Deque<String> open = new ArrayDeque<>(List.of(bundle.symbolicName()));
    while (!open.isEmpty()) {
      String at = open.removeFirst();
      List<Link> users = wires.stream().filter(w -> w.provider().equals(at)).toList();
      for (Link user : users) {
        if (isDistribution(user)) {
          return lines(bundle.symbolicName(), user, steps);
        }
      }
      for (Link user : users) {
        if (!user.bundle().equals(bundle.symbolicName())
            && steps.putIfAbsent(user.bundle(), user) == null) {
          open.add(user.bundle());
        }
      }
    }
    return List.of();
  }

  private static List<String> lines(String bundle, Link last, Map<String, Link> steps) {
    List<String> lines = new ArrayList<>();
    lines.add("%s asks for %s: %s".formatted(last.bundle(), last.needs(), last.reason()));
    for (String at = last.provider(); !at.equals(bundle); ) {
      Link step = Objects.requireNonNull(steps.get(at));
      lines.addFirst("%s needs %s: %s".formatted(step.bundle(), step.needs(), step.reason()));
      at = step.provider();
    }
    return lines;
  }

  private static boolean isDistribution(Link wire) {
    return wire.bundle().contains(":");
  }
}
