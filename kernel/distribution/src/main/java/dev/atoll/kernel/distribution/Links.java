package dev.atoll.kernel.distribution;

import dev.atoll.kernel.distribution.Assembly.Link;
import dev.atoll.kernel.launcher.Resolution;
import org.jspecify.annotations.Nullable;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wire;

/// Puts wires into words.
final class Links {

  private Links() {}

  static Link of(Wire wire, Selection selection, Universe universe) {
    Requirement requirement = wire.getRequirement();
    return new Link(
        owner(requirement, universe),
        needs(requirement),
        name(wire.getProvider(), universe),
        selection.reason(requirement, wire.getProvider()));
  }

  /// Who requires it: a bundle, or a place in the distribution.
  static String owner(Requirement requirement, Universe universe) {
    return switch (requirement) {
      case Wanted.Named(var _, BundlePattern pattern) -> pattern.place();
      case Wanted.Needed(var _, Need need) -> need.place();
      default -> name(requirement.getResource(), universe);
    };
  }

  static String needs(Requirement requirement) {
    return switch (requirement) {
      case Wanted.Named(var _, BundlePattern pattern) -> pattern.toString();
      case Wanted.Needed(var _, Need need) -> need.toString();
      default ->
          Resolution.wanted(
              requirement.getNamespace(),
              requirement
                  .getDirectives()
                  .getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, requirement.toString()));
    };
  }

  static String name(Resource resource, Universe universe) {
    @Nullable Candidate candidate = universe.candidate(resource);
    return candidate == null ? "kernel" : candidate.symbolicName();
  }
}
