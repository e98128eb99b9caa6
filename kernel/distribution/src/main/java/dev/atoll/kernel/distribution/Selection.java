package dev.atoll.kernel.distribution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/// Who may meet a requirement, in the order in which it is tried.
///
/// The rule: what is there already (the kernel), then what the distribution names, then what a
/// requirement of the distribution has chosen, then the highest version of the capability and of
/// the bundle, then the name. Of a bundle that is named with a version no other version is taken;
/// what is excluded or an alternative is not taken at all.
final class Selection {

  private final Universe universe;
  private final DistributionFile distribution;
  private final Set<Candidate> banned;
  private final Map<BundleRevision, Candidate> allowed = new LinkedHashMap<>();
  private final Map<Requirement, List<Capability>> known = new HashMap<>();
  private final Set<Candidate> named = new HashSet<>();
  private final Set<Candidate> preferred = new HashSet<>();

  /// @param banned candidates that an earlier attempt has shown to be in the way
  Selection(Universe universe, DistributionFile distribution, Set<Candidate> banned) {
    this.universe = universe;
    this.distribution = distribution;
    this.banned = banned;
    for (BundleRevision revision : universe.revisions()) {
      @Nullable Candidate candidate = universe.candidate(revision);
      if (candidate != null && refusal(candidate) == null) {
        allowed.put(revision, candidate);
        if (distribution.bundles().stream().anyMatch(b -> matches(b, candidate))) {
          named.add(candidate);
        }
      }
    }
    Wanted wanted = new Wanted(List.of(), distribution.requires());
    for (Requirement requirement : wanted.getRequirements(null)) {
      List<Capability> providers = providers(requirement);
      @Nullable Candidate first =
          providers.isEmpty() ? null : universe.candidate(providers.getFirst().getResource());
      if (first != null) {
        preferred.add(first);
      }
    }
    known.clear(); // what is preferred comes earlier now
  }

  private static boolean matches(BundlePattern pattern, Candidate candidate) {
    return pattern.matches(candidate.id(), candidate.version());
  }

  DistributionFile distribution() {
    return distribution;
  }

  /// Why a candidate may not be taken; null if it may.
  @Nullable String refusal(Candidate candidate) {
    for (DistributionFile.Exclusion exclusion : distribution.excludes()) {
      if (exclusion.matches(candidate)) {
        return "is excluded (%s)".formatted(exclusion.place());
      }
    }
    for (BundlePattern other : distribution.alternatives()) {
      if (matches(other, candidate)) {
        return "is an alternative (%s)".formatted(other.place());
      }
    }
    for (BundlePattern pin : distribution.bundles()) {
      if (pin.key().equals(candidate.id().key()) && !matches(pin, candidate)) {
        return "is not the version that is named, %s (%s)".formatted(pin.version(), pin.place());
      }
    }
    return banned.contains(candidate) ? "clashes with another version of it" : null;
  }

  /// The capabilities that meet `requirement`, best first; the list is the caller's.
  List<Capability> providers(Requirement requirement) {
    return new ArrayList<>(known.computeIfAbsent(requirement, this::find));
  }

  private List<Capability> find(Requirement requirement) {
    List<Capability> providers = new ArrayList<>();
    if (!(requirement instanceof Wanted.Named)) {
      universe.system().getDeclaredCapabilities(requirement.getNamespace()).stream()
          .filter(c -> matches(requirement, c))
          .forEach(providers::add);
    }
    allowed.forEach(
        (revision, candidate) ->
            matching(requirement, revision, candidate).forEach(providers::add));
    providers.sort(order());
    return providers;
  }

  /// The capabilities of one bundle that meet `requirement`.
  List<BundleCapability> matching(
      Requirement requirement, BundleRevision revision, Candidate candidate) {
    if (requirement instanceof Wanted.Named(var _, BundlePattern pattern)) {
      return matches(pattern, candidate)
          ? revision.getDeclaredCapabilities(requirement.getNamespace())
          : List.of();
    }
    return revision.getDeclaredCapabilities(requirement.getNamespace()).stream()
        .filter(c -> matches(requirement, c))
        .toList();
  }

  private boolean matches(Requirement requirement, BundleCapability capability) {
    return switch (requirement) {
      case BundleRequirement r -> r.matches(capability);
      case Wanted.Needed(var _, Need need) -> {
        @Nullable Candidate candidate = universe.candidate(capability.getResource());
        yield need.matches(
            capability.getNamespace(),
            capability.getAttributes(),
            candidate == null ? "" : candidate.symbolicName());
      }
      default -> matchesFilter(requirement, capability);
    };
  }

  /// For what the resolver wraps.
  private static boolean matchesFilter(Requirement requirement, Capability capability) {
    @Nullable String filter =
        requirement.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE);
    try {
      return filter == null
          || FrameworkUtil.createFilter(filter).matches(capability.getAttributes());
    } catch (InvalidSyntaxException e) {
      return false;
    }
  }

  private Comparator<Capability> order() {
    return Comparator.comparingInt((Capability c) -> rank(c.getResource()))
        .thenComparing(Selection::capabilityVersion, Comparator.reverseOrder())
        .thenComparing(c -> bundleVersion(c.getResource()), Comparator.reverseOrder())
        .thenComparing(c -> name(c.getResource()));
  }

  private int rank(Resource resource) {
    @Nullable Candidate candidate = universe.candidate(resource);
    return candidate == null
        ? 0
        : named.contains(candidate) ? 1 : preferred.contains(candidate) ? 2 : 3;
  }

  private static Version capabilityVersion(Capability capability) {
    return capability.getAttributes().get("version") instanceof Version version
        ? version
        : Version.emptyVersion;
  }

  private Version bundleVersion(Resource resource) {
    @Nullable Candidate candidate = universe.candidate(resource);
    return candidate == null ? Version.emptyVersion : candidate.version();
  }

  private String name(Resource resource) {
    @Nullable Candidate candidate = universe.candidate(resource);
    return candidate == null ? "" : candidate.symbolicName() + " " + candidate.id();
  }

  /// Why `chosen` meets `requirement`, and not another that could.
  String reason(Requirement requirement, Resource chosen) {
    @Nullable Candidate candidate = universe.candidate(chosen);
    if (candidate == null) {
      return "part of the kernel";
    }
    for (BundlePattern pattern : distribution.bundles()) {
      if (matches(pattern, candidate)) {
        return (pattern.isPinned() ? "pinned in " : "named in ") + pattern.place();
      }
    }
    List<Candidate> others = new ArrayList<>();
    for (Capability capability : providers(requirement)) {
      @Nullable Candidate other = universe.candidate(capability.getResource());
      if (other != null && !other.equals(candidate) && !others.contains(other)) {
        others.add(other);
      }
    }
    if (others.isEmpty()) {
      return "the only one";
    }
    String rule =
        preferred.contains(candidate)
            ? "required by the distribution"
            : others.stream().allMatch(o -> o.version().compareTo(candidate.version()) < 0)
                ? "highest version"
                : others.stream().allMatch(o -> o.version().compareTo(candidate.version()) == 0)
                    ? "first by name"
                    : "first that resolves";
    return rule
        + ", before "
        + String.join(", ", others.stream().map(Candidate::toString).sorted().toList());
  }
}
