package dev.atoll.kernel.launcher;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/// What a set of installed bundles lacks, in words.
public final class Resolution {

  private static final String SERVICE_NAMESPACE = "osgi.service";

  private Resolution() {}

  /// Every mandatory requirement that no bundle of the set meets, services included, such as
  /// `atoll-gateway-http needs the service dev.atoll.spi.gateway.SubnetClient: no bundle provides
  /// it`.
  ///
  /// @param bundles whose requirements to look at
  /// @param set all bundles, with the system bundle
  public static List<String> gaps(Collection<Bundle> bundles, Collection<Bundle> set) {
    List<String> gaps = new ArrayList<>();
    for (Bundle bundle : bundles) {
      for (BundleRequirement requirement : revision(bundle).getDeclaredRequirements(null)) {
        if (isMandatory(requirement) && candidates(set, requirement).isEmpty()) {
          gaps.add(bundle.getSymbolicName() + " needs " + describe(requirement));
        }
      }
    }
    return gaps;
  }

  /// The bundles that promise a service of `type`.
  static List<Bundle> providers(Collection<Bundle> bundles, String type) {
    return bundles.stream()
        .filter(
            b ->
                revision(b).getDeclaredCapabilities(SERVICE_NAMESPACE).stream()
                    .anyMatch(c -> promises(c, type)))
        .toList();
  }

  private static boolean promises(BundleCapability capability, String type) {
    return capability.getAttributes().get(Constants.OBJECTCLASS) instanceof List<?> types
        && types.contains(type);
  }

  private static boolean isMandatory(BundleRequirement requirement) {
    Map<String, String> directives = requirement.getDirectives();
    return !Constants.RESOLUTION_OPTIONAL.equals(directives.get(Constants.RESOLUTION_DIRECTIVE))
        && !"dynamic".equals(directives.get(Constants.RESOLUTION_DIRECTIVE));
  }

  private static List<Bundle> candidates(
      Collection<Bundle> bundles, BundleRequirement requirement) {
    return bundles.stream()
        .filter(
            b ->
                revision(b).getDeclaredCapabilities(requirement.getNamespace()).stream()
                    .anyMatch(requirement::matches))
        .toList();
  }

  private static String describe(BundleRequirement requirement) {
    String filter =
        Optional.ofNullable(requirement.getDirectives().get(Constants.FILTER_DIRECTIVE))
            .orElse(requirement.toString());
    return switch (requirement.getNamespace()) {
      case SERVICE_NAMESPACE -> "the service " + filter + ": no bundle provides it";
      case BundleRevision.PACKAGE_NAMESPACE -> "the package " + filter + ": no bundle exports it";
      case BundleRevision.HOST_NAMESPACE -> "the host bundle " + filter + ": it is not there";
      default -> requirement.getNamespace() + " " + filter + ": no bundle provides it";
    };
  }

  private static BundleRevision revision(Bundle bundle) {
    @Nullable BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision == null) {
      throw new IllegalStateException(bundle + " is uninstalled");
    }
    return revision;
  }
}
