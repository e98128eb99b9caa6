package dev.atoll.kernel.distribution;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Constants;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wiring;
import org.osgi.service.resolver.HostedCapability;
import org.osgi.service.resolver.ResolveContext;

/// What the resolver asks: nothing is wired yet, and services count as packages do.
final class Context extends ResolveContext {

  private final Selection selection;
  private final Universe universe;
  private final Wanted wanted;
  private final Set<Resource> only;

  /// @param only the resources that may be taken; empty for any, but then none for what is optional
  Context(Selection selection, Universe universe, Wanted wanted, Set<Resource> only) {
    this.selection = selection;
    this.universe = universe;
    this.wanted = wanted;
    this.only = only;
  }

  @Override
  public Collection<Resource> getMandatoryResources() {
    return List.of(wanted);
  }

  @Override
  public List<Capability> findProviders(Requirement requirement) {
    List<Capability> providers = selection.providers(requirement);
    if (!only.isEmpty()) {
      providers.removeIf(c -> !only.contains(c.getResource()) && !isSystem(c));
    } else if (isOptional(requirement)) {
      providers.removeIf(c -> !isSystem(c));
    }
    return providers;
  }

  private boolean isSystem(Capability capability) {
    return universe.system().equals(capability.getResource());
  }

  static boolean isOptional(Requirement requirement) {
    return Constants.RESOLUTION_OPTIONAL.equals(
        requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
  }

  static boolean isDynamic(Requirement requirement) {
    return "dynamic".equals(requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
  }

  @Override
  public int insertHostedCapability(List<Capability> capabilities, HostedCapability hosted) {
    capabilities.add(hosted);
    return capabilities.size() - 1;
  }

  @Override
  public boolean isEffective(Requirement requirement) {
    String effective =
        requirement
            .getDirectives()
            .getOrDefault(Constants.EFFECTIVE_DIRECTIVE, Constants.EFFECTIVE_RESOLVE);
    return effective.equals(Constants.EFFECTIVE_RESOLVE)
        || effective.equals(Constants.EFFECTIVE_ACTIVE);
  }

  @Override
  public Map<Resource, Wiring> getWirings() {
    return Map.of();
  }
}
