package dev.atoll.kernel.distribution;

import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.launcher.Resolution;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wire;
import org.osgi.service.resolver.ResolutionException;

/// Says in words why a distribution does not resolve.
final class Problems {

  private static final Pattern NAME = Pattern.compile("\\(([\\w.-]+)=([^()*]+)\\)");

  private final Selection selection;
  private final Universe universe;

  Problems(Selection selection, Universe universe) {
    this.selection = selection;
    this.universe = universe;
  }

  static KernelException unresolved(DistributionFile distribution, List<String> problems) {
    return new KernelException(
        Code.UNRESOLVED,
        "the distribution does not resolve:\n  " + String.join("\n  ", problems),
        "atoll dist explain " + distribution.file());
  }

  KernelException unresolved(Wanted wanted, ResolutionException failure) {
    List<String> gaps = gaps(wanted);
    return unresolved(
        selection.distribution(),
        gaps.isEmpty() ? List.of(String.valueOf(failure.getMessage())) : gaps);
  }

  /// Every mandatory requirement that nobody meets, on the way from the distribution through those
  /// that would be tried first.
  private List<String> gaps(Wanted wanted) {
    return missing(wanted).stream().map(this::gap).distinct().toList();
  }

  /// The requirements that [#gaps] names.
  List<Requirement> missing(Wanted wanted) {
    Set<Requirement> missing = new LinkedHashSet<>();
    Deque<Resource> open = new ArrayDeque<>(List.of(wanted));
    Set<Resource> seen = new HashSet<>();
    while (!open.isEmpty()) {
      Resource resource = open.removeFirst();
      for (Requirement requirement : resource.getRequirements(null)) {
        if (Context.isOptional(requirement) || Context.isDynamic(requirement)) {
          continue;
        }
        List<Capability> providers = selection.providers(requirement);
        if (providers.isEmpty()) {
          missing.add(requirement);
        } else if (universe.candidate(providers.getFirst().getResource()) != null
            && seen.add(providers.getFirst().getResource())) {
          open.add(providers.getFirst().getResource());
        }
      }
    }
    return List.copyOf(missing);
  }

  private String gap(Requirement requirement) {
    String near = String.join("; ", nearMisses(requirement));
    return switch (requirement) {
      case Wanted.Named(var _, BundlePattern pattern) ->
          "%s names %s: no repository has it%s"
              .formatted(pattern.place(), pattern, near.isEmpty() ? hint(pattern) : ", " + near);
      case Wanted.Needed(var _, Need need) ->
          "%s requires %s: no bundle provides it%s"
              .formatted(need.place(), need, near.isEmpty() ? "" : ", " + near);
      default ->
          "%s needs %s: %s%s"
              .formatted(
                  Links.owner(requirement, universe),
                  Links.needs(requirement),
                  Resolution.absent(requirement.getNamespace()),
                  near.isEmpty() ? "" : ", " + near);
    };
  }

  private String hint(BundlePattern pattern) {
    Set<String> known = new TreeSet<>();
    universe.candidates().forEach(c -> known.add(c.id().key()));
    return NearestName.hint(pattern.key(), known);
  }

  /// Bundles that would do if they were allowed, or had another version.
  private List<String> nearMisses(Requirement requirement) {
    Set<String> misses = new TreeSet<>();
    for (BundleRevision revision : universe.revisions()) {
      @Nullable Candidate candidate = universe.candidate(revision);
      if (candidate == null) {
        continue;
      }
      @Nullable String refusal = selection.refusal(candidate);
      if (refusal != null && !selection.matching(requirement, revision, candidate).isEmpty()) {
        misses.add(candidate + " " + refusal);
      } else if (requirement instanceof Wanted.Named(var _, BundlePattern pattern)) {
        if (pattern.anyVersion().matches(candidate.id(), candidate.version())) {
          misses.add(candidate.id() + " is there");
        }
      } else {
        otherVersion(requirement, revision).ifPresent(v -> misses.add(candidate + " has " + v));
      }
    }
    return List.copyOf(misses);
  }

  /// The packages, services and other values that a requirement asks for.
  static Set<String> names(Requirement requirement) {
    Set<String> names = new TreeSet<>();
    Matcher name =
        NAME.matcher(
            requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, ""));
    while (name.find()) {
      names.add(name.group(2));
    }
    return names;
  }

  /// The version of the capability of that name, in a namespace whose name is its key.
  private static java.util.Optional<Version> otherVersion(
      Requirement requirement, BundleRevision revision) {
    String namespace = requirement.getNamespace();
    Matcher name =
        NAME.matcher(
            requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, ""));
    while (name.find()) {
      if (name.group(1).equals(namespace)) {
        for (BundleCapability capability : revision.getDeclaredCapabilities(namespace)) {
          if (name.group(2).equals(capability.getAttributes().get(namespace))
              && capability.getAttributes().get("version") instanceof Version version) {
            return java.util.Optional.of(version);
          }
        }
      }
    }
    return java.util.Optional.empty();
  }

  /// `lib 1.0.0 (for front: the package test.lib [1.0.0,2.0.0))`.
  static String users(Candidate bundle, Map<Resource, List<Wire>> wires, Universe universe) {
    List<String> users = new ArrayList<>();
    for (List<Wire> of : wires.values()) {
      for (Wire wire : of) {
        if (bundle.equals(universe.candidate(wire.getProvider()))) {
          users.add(
              Links.owner(wire.getRequirement(), universe)
                  + ": "
                  + Links.needs(wire.getRequirement()));
        }
      }
    }
    return bundle + " (for " + String.join(", ", users.stream().sorted().toList()) + ")";
  }
}
