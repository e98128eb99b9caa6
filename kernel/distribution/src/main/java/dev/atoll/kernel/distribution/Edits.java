package dev.atoll.kernel.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// The changes to a distribution that may make it resolve.
final class Edits {

  private final DistributionFile distribution;
  private final Universe universe;

  Edits(DistributionFile distribution, Universe universe) {
    this.distribution = distribution;
    this.universe = universe;
  }

  /// One thing to do to the distribution.
  ///
  /// @param added a bundle that no repository has, or none
  record Edit(String text, UnaryOperator<DistributionFile> apply, List<Candidate> added) {}

  /// Changes that keep what was asked for, more or less.
  List<Edit> keeping() {
    List<Edit> edits = new ArrayList<>();
    for (BundlePattern pin : distribution.bundles()) {
      if (pin.isPinned()) {
        versions(pin).forEach(edits::add);
      }
      similar(pin).forEach(edits::add);
    }
    for (DistributionFile.Exclusion exclusion : distribution.excludes()) {
      edits.add(
          edit(
              "remove %s from exclude (%s)".formatted(exclusion, exclusion.place()),
              d -> d.withExcludes(without(d.excludes(), exclusion))));
    }
    for (BundlePattern other : distribution.alternatives()) {
      edits.add(
          edit(
              "move %s from alternatives (%s) to bundles".formatted(other, other.place()),
              d -> {
                List<BundlePattern> more = new ArrayList<>(d.bundles());
                more.add(other);
                return d.with(more, without(d.alternatives(), other));
              }));
    }
    for (Need need : distribution.requires()) {
      if (!need.provider().isEmpty()) {
        Need any = Need.ofKind(need.kind(), "any", need.place());
        edits.add(
            edit(
                "write %s in place of %s (%s)".formatted(any, need, need.place()),
                d -> d.withRequires(replaced(d.requires(), need, any))));
      }
    }
    return edits;
  }

  /// Another version of what is pinned: each that is there.
  private List<Edit> versions(BundlePattern pin) {
    return universe.candidates().stream()
        .filter(c -> c.id().key().equals(pin.key()) && !pin.matches(c.id(), c.version()))
        .map(
            c -> {
              BundlePattern other =
                  BundlePattern.parse(pin.key() + ":" + c.id().version(), pin.place());
              return edit(
                  "write %s in place of %s (%s)".formatted(other, pin, pin.place()),
                  d -> d.with(replaced(d.bundles(), pin, other), d.alternatives()));
            })
        .toList();
  }

  /// A bundle with nearly the name of one that is not there.
  private List<Edit> similar(BundlePattern named) {
    if (universe.candidates().stream().anyMatch(c -> c.id().key().equals(named.key()))) {
      return List.of();
    }
    return universe.candidates().stream()
        .map(c -> c.id().key())
        .distinct()
        .filter(key -> !NearestName.hint(named.key(), List.of(key)).isEmpty())
        .map(
            key -> {
              BundlePattern other = BundlePattern.parse(key, named.place());
              return edit(
                  "write %s in place of %s (%s)".formatted(other, named, named.place()),
                  d -> d.with(replaced(d.bundles(), named, other), d.alternatives()));
            })
        .toList();
  }

  /// Changes that give something up.
  List<Edit> removing() {
    List<Edit> edits = new ArrayList<>();
    for (BundlePattern bundle : distribution.bundles()) {
      edits.add(
          edit(
              "remove %s from bundles (%s)".formatted(bundle, bundle.place()),
              d -> d.with(without(d.bundles(), bundle), d.alternatives())));
    }
    for (Need need : distribution.requires()) {
      edits.add(
          edit(
              "remove %s from requires (%s)".formatted(need, need.place()),
              d -> d.withRequires(without(d.requires(), need))));
    }
    for (BundlePattern other : distribution.alternatives()) {
      edits.add(
          edit(
              "remove %s from alternatives (%s)".formatted(other, other.place()),
              d -> d.with(d.bundles(), without(d.alternatives(), other))));
    }
    return edits;
  }

  private static Edit edit(String text, UnaryOperator<DistributionFile> apply) {
    return new Edit(text, apply, List.of());
  }

  private static <T> List<T> without(List<T> list, T entry) {
    return list.stream().filter(e -> !e.equals(entry)).toList();
  }

  private static <T> List<T> replaced(List<T> list, T entry, T other) {
    return list.stream().map(e -> e.equals(entry) ? other : e).toList();
  }
}
