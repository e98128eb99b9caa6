package dev.atoll.kernel.distribution;

import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.felix.resolver.Logger;
import org.apache.felix.resolver.ResolverImpl;
import org.jspecify.annotations.Nullable;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wire;
import org.osgi.service.resolver.ResolutionException;

/// Chooses the bundles of a distribution with the resolver of the framework that will run them.
///
/// The choice depends on the distribution and on the candidates alone, not on the order of files:
/// see [Selection] for the rule. A distribution holds one version of a bundle; when two are asked
/// for, it is tried without the lower one, then without the higher.
public final class AssemblyResolver {

  /// A chain of clashes longer than this is not searched to its end.
  private static final int CLASHES_MAX = 8;

  private AssemblyResolver() {}

  /// @throws KernelException with [Code#UNRESOLVED] if no choice works; a line for each gap
  public static Assembly resolve(DistributionFile distribution, Repositories repositories) {
    try (Universe universe = open(distribution, repositories)) {
      return resolve(distribution, universe);
    }
  }

  /// What is named with a version may come from the local Maven repository.
  static Universe open(DistributionFile distribution, Repositories repositories) {
    distribution.bundles().forEach(repositories::require);
    distribution.alternatives().forEach(repositories::require);
    return Universe.of(repositories.candidates());
  }

  static Assembly resolve(DistributionFile distribution, Universe universe) {
    return resolve(distribution, universe, Set.of());
  }

  /// @param without candidates of the universe that may not be taken
  static Assembly resolve(
      DistributionFile distribution, Universe universe, Set<Candidate> without) {
    Solution started = solve(distribution, universe, without, 0);
    checkSingle(started, universe);
    if (distribution.alternatives().isEmpty()) {
      return started.assembly(distribution, universe, List.of());
    }
    List<BundlePattern> all = new ArrayList<>(distribution.bundles());
    all.addAll(distribution.alternatives());
    Solution both = solve(distribution.with(all, List.of()), universe, without, 0);
    List<Candidate> alternatives = new ArrayList<>(both.candidates(universe));
    alternatives.removeAll(started.candidates(universe));
    return started.assembly(distribution, universe, alternatives);
  }

  /// What the resolver chose.
  private record Solution(
      DistributionFile distribution, Selection selection, Wanted wanted, List<Wire> wires) {

    List<Candidate> candidates(Universe universe) {
      Set<Candidate> named = new LinkedHashSet<>();
      Set<Candidate> others = new HashSet<>();
      for (Wire wire : wires) {
        @Nullable Candidate candidate = universe.candidate(wire.getProvider());
        if (candidate != null) {
          boolean isNamed = wire.getRequirement() instanceof Wanted.Named;
          (isNamed ? named : others).add(candidate);
        }
      }
      List<Candidate> all = new ArrayList<>(named);
      others.stream()
          .filter(c -> !named.contains(c))
          .sorted(Comparator.comparing(c -> c.id().toString()))
          .forEach(all::add);
      return all;
    }

    Assembly assembly(DistributionFile written, Universe universe, List<Candidate> alternatives) {
      return new Assembly(
          written,
          candidates(universe),
          alternatives,
          wires.stream().map(w -> Links.of(w, selection, universe)).distinct().toList());
    }
  }

  private static Solution solve(
      DistributionFile distribution, Universe universe, Set<Candidate> banned, int depth) {
    Selection selection = new Selection(universe, distribution, banned);
    Wanted wanted = new Wanted(distribution.bundles(), distribution.requires());
    Map<Resource, List<Wire>> found = wires(selection, universe, wanted, Set.of());
    List<Candidate> chosen = chosen(found, universe);
    for (Candidate one : chosen) {
      for (Candidate other : chosen) {
        if (one.symbolicName().equals(other.symbolicName())
            && one.version().compareTo(other.version()) < 0) {
          return withoutOneOf(distribution, universe, banned, depth, new Clash(one, other, found));
        }
      }
    }
    Map<Resource, List<Wire>> all =
        wires(selection, universe, wanted, new HashSet<>(found.keySet()));
    return new Solution(distribution, selection, wanted, ordered(all, wanted, universe));
  }

  /// Two versions of one bundle.
  private record Clash(Candidate lower, Candidate higher, Map<Resource, List<Wire>> wires) {}

  private static Solution withoutOneOf(
      DistributionFile distribution,
      Universe universe,
      Set<Candidate> banned,
      int depth,
      Clash clash) {
    for (Candidate bundle : List.of(clash.lower(), clash.higher())) {
      Set<Candidate> more = new HashSet<>(banned);
      if (depth < CLASHES_MAX && more.add(bundle)) {
        try {
          return solve(distribution, universe, more, depth + 1);
        } catch (KernelException e) {
          if (e.code() != Code.UNRESOLVED) {
            throw e;
          }
        }
      }
    }
    throw Problems.unresolved(
        distribution,
        List.of(
            "two versions of a bundle are needed, and a distribution holds one: %s and %s"
                .formatted(
                    Problems.users(clash.lower(), clash.wires(), universe),
                    Problems.users(clash.higher(), clash.wires(), universe))));
  }

  /// @param only the resources that may be taken, with optional requirements among them; empty for
  ///     any, without what is optional
  private static Map<Resource, List<Wire>> wires(
      Selection selection, Universe universe, Wanted wanted, Set<Resource> only) {
    try {
      return new ResolverImpl(new Logger(Logger.LOG_ERROR), Runnable::run)
          .resolve(new Context(selection, universe, wanted, only));
    } catch (ResolutionException e) {
      throw new Problems(selection, universe).unresolved(wanted, e);
    }
  }

  private static List<Candidate> chosen(Map<Resource, List<Wire>> wires, Universe universe) {
    List<Candidate> chosen = new ArrayList<>();
    for (Resource resource : wires.keySet()) {
      @Nullable Candidate candidate = universe.candidate(resource);
      if (candidate != null) {
        chosen.add(candidate);
      }
    }
    chosen.sort(Comparator.comparing(c -> c.id().toString()));
    return chosen;
  }

  /// The distribution's own first, then bundle by bundle; each in the order of its requirements.
  private static List<Wire> ordered(
      Map<Resource, List<Wire>> wires, Wanted wanted, Universe universe) {
    List<Wire> ordered = new ArrayList<>(inOrder(wanted, wires));
    for (Candidate candidate : chosen(wires, universe)) {
      wires.keySet().stream()
          .filter(r -> candidate.equals(universe.candidate(r)))
          .forEach(r -> ordered.addAll(inOrder(r, wires)));
    }
    return ordered;
  }

  private static List<Wire> inOrder(Resource resource, Map<Resource, List<Wire>> wires) {
    List<Requirement> requirements = resource.getRequirements(null);
    return wires.getOrDefault(resource, List.of()).stream()
        .sorted(
            Comparator.comparingInt((Wire w) -> requirements.indexOf(w.getRequirement()))
                .thenComparing(w -> String.valueOf(w.getProvider())))
        .toList();
  }

  /// A service that a bundle takes one of has one provider: nothing would say which counts.
  private static void checkSingle(Solution solution, Universe universe) {
    List<String> problems = new ArrayList<>();
    Set<Candidate> chosen = new HashSet<>(solution.candidates(universe));
    for (Wire wire : solution.wires()) {
      Requirement requirement = wire.getRequirement();
      if (requirement.getNamespace().equals("osgi.service")
          && !requirement.getResource().equals(solution.wanted())
          && !"multiple".equals(requirement.getDirectives().get("cardinality"))) {
        List<String> providers =
            solution.selection().providers(requirement).stream()
                .map(c -> universe.candidate(c.getResource()))
                .filter(c -> c != null && chosen.contains(c))
                .map(String::valueOf)
                .distinct()
                .toList();
        if (providers.size() > 1) {
          Assembly.Link link = Links.of(wire, solution.selection(), universe);
          problems.add(
              "%s needs %s once, and several bundles provide it: %s"
                  .formatted(link.bundle(), link.needs(), String.join(", ", providers)));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw Problems.unresolved(solution.distribution(), problems);
    }
  }
}
