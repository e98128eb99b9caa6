package dev.atoll.kernel.distribution;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/// The distribution as a resource of the resolver: what it names and what it requires.
final class Wanted implements Resource {

  private static final String IDENTITY = "osgi.identity";

  private final List<Requirement> requirements;

  Wanted(List<BundlePattern> bundles, List<Need> needs) {
    this.requirements =
        Stream.concat(
                bundles.stream().map(b -> (Requirement) new Named(this, b)),
                needs.stream().map(n -> (Requirement) new Needed(this, n)))
            .toList();
  }

  @Override
  public List<Capability> getCapabilities(@Nullable String namespace) {
    return namespace == null || namespace.equals(IDENTITY)
        ? List.of(new Identity(this))
        : List.of();
  }

  @Override
  public List<Requirement> getRequirements(@Nullable String namespace) {
    return requirements.stream()
        .filter(r -> namespace == null || r.getNamespace().equals(namespace))
        .toList();
  }

  @Override
  public String toString() {
    return "the distribution";
  }

  /// A bundle by its coordinates.
  record Named(Wanted owner, BundlePattern pattern) implements Requirement {

    @Override
    public String getNamespace() {
      return IDENTITY;
    }

    @Override
    public Map<String, String> getDirectives() {
      return Map.of(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "(coordinates=" + pattern + ")");
    }

    @Override
    public Map<String, Object> getAttributes() {
      return Map.of();
    }

    @Override
    public Resource getResource() {
      return owner;
    }

    @Override
    public String toString() {
      return pattern.toString();
    }
  }

  /// A capability, whoever has it.
  record Needed(Wanted owner, Need need) implements Requirement {

    @Override
    public String getNamespace() {
      return need.namespace();
    }

    @Override
    public Map<String, String> getDirectives() {
      return Map.of(Namespace.REQUIREMENT_FILTER_DIRECTIVE, need.filter());
    }

    @Override
    public Map<String, Object> getAttributes() {
      return Map.of();
    }

    @Override
    public Resource getResource() {
      return owner;
    }

    @Override
    public String toString() {
      return need.toString();
    }
  }

  /// What the resolver calls it in its own messages.
  private record Identity(Wanted owner) implements Capability {

    @Override
    public String getNamespace() {
      return IDENTITY;
    }

    @Override
    public Map<String, String> getDirectives() {
      return Map.of();
    }

    @Override
    public Map<String, Object> getAttributes() {
      return Map.of(
          IDENTITY, "distribution", "version", Version.emptyVersion, "type", "atoll.distribution");
    }

    @Override
    public Resource getResource() {
      return owner;
    }
  }
}
