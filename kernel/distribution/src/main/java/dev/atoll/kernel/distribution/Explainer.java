package dev.atoll.kernel.distribution;

import dev.atoll.kernel.distribution.Edits.Edit;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.osgi.resource.Requirement;

/// Finds the smallest change after which a distribution resolves, by resolving it with each.
///
/// First one change at a time, then two. Changes that keep what was asked for come before those
/// that remove a part of it.
public final class Explainer {

  private static final int FIXES_MAX = 4;

  private static final int TRIES_MAX = 400;

  private final DistributionFile distribution;
  private final Universe universe;
  private final Consumer<String> progress;
  private final Set<Candidate> extras = new HashSet<>();

  private Explainer(DistributionFile distribution, Universe universe, Consumer<String> progress) {
    this.distribution = distribution;
    this.universe = universe;
    this.progress = progress;
  }

  /// What helps.
  ///
  /// @param changes all of them have to be made
  /// @param bundles how many bundles the distribution has then
  public record Fix(List<String> changes, int bundles) {}

  /// @param problem why it does not resolve; empty if it does
  /// @param assembly what it resolves to, or nothing
  /// @param fixes ways out, the smallest first
  public record Explanation(String problem, List<Assembly> assembly, List<Fix> fixes) {}

  public static Explanation explain(
      DistributionFile distribution, Repositories repositories, Consumer<String> progress) {
    try (Universe universe = AssemblyResolver.open(distribution, repositories)) {
      try {
        return new Explanation(
            "", List.of(AssemblyResolver.resolve(distribution, universe)), List.of());
      } catch (KernelException e) {
        if (e.code() != Code.UNRESOLVED) {
          throw e;
        }
        Explainer explainer = new Explainer(distribution, universe, progress);
        return new Explanation(
            String.valueOf(e.getMessage()), List.of(), explainer.fixes(repositories));
      }
    }
  }

  private List<Fix> fixes(Repositories repositories) {
    Edits all = new Edits(distribution, universe);
    List<Edit> keeping = new ArrayList<>(all.keeping());
    progress.accept("looking through " + repositories.mavenLocal());
    LocalSearch.find(repositories.mavenLocal(), missing()).forEach(c -> add(c, keeping));
    List<Edit> removing = all.removing();
    progress.accept("trying %d changes".formatted(keeping.size() + removing.size()));
    List<Fix> fixes = new ArrayList<>();
    keeping.forEach(edit -> attempt(List.of(edit), fixes));
    if (fixes.isEmpty()) {
      attemptPairs(keeping, fixes);
    }
    List<Fix> others = new ArrayList<>();
    removing.forEach(edit -> attempt(List.of(edit), others));
    if (fixes.isEmpty() && others.isEmpty()) {
      List<Edit> both = new ArrayList<>(keeping);
      both.addAll(removing);
      attemptPairs(both, others);
    }
    fixes.addAll(others);
    return fixes.subList(0, Math.min(fixes.size(), FIXES_MAX));
  }

  private void attemptPairs(List<Edit> edits, List<Fix> fixes) {
    int tries = 0;
    for (int i = 0; i < edits.size(); i++) {
      for (int j = i + 1; j < edits.size() && tries < TRIES_MAX; j++, tries++) {
        attempt(List.of(edits.get(i), edits.get(j)), fixes);
      }
    }
  }

  private void attempt(List<Edit> edits, List<Fix> fixes) {
    DistributionFile changed = distribution;
    Set<Candidate> without = new HashSet<>(extras);
    for (Edit edit : edits) {
      changed = edit.apply().apply(changed);
      edit.added().forEach(without::remove);
    }
    try {
      Assembly assembly = AssemblyResolver.resolve(changed, universe, without);
      fixes.add(new Fix(edits.stream().map(Edit::text).toList(), assembly.bundles().size()));
    } catch (KernelException e) {
      if (e.code() != Code.UNRESOLVED) {
        throw e;
      }
    }
  }

  /// Packages and services that nobody has.
  private Set<String> missing() {
    Selection selection = new Selection(universe, distribution, Set.of());
    Wanted wanted = new Wanted(distribution.bundles(), distribution.requires());
    Set<String> names = new TreeSet<>();
    for (Requirement requirement : new Problems(selection, universe).missing(wanted)) {
      names.addAll(Problems.names(requirement));
    }
    return names;
  }

  private void add(Candidate candidate, List<Edit> edits) {
    if (universe.candidates().stream().anyMatch(c -> c.id().equals(candidate.id()))) {
      return;
    }
    try {
      universe.add(candidate);
    } catch (KernelException e) {
      return; // no bundle that this framework can read: no help
    }
    extras.add(candidate);
    BundlePattern pattern = BundlePattern.parse(candidate.id().toString(), "added");
    edits.add(
        new Edit(
            "add %s to bundles: it is in the local Maven repository".formatted(candidate.id()),
            d -> {
              List<BundlePattern> more = new ArrayList<>(d.bundles());
              more.add(pattern);
              return d.with(more, d.alternatives());
            },
            List.of(candidate)));
  }
}
