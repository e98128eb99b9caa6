package dev.atoll.kernel.launcher;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/// What a set of installed bundles lacks, in words.
public final class Resolution {

  private static final String SERVICE_NAMESPACE = "osgi.service";

  private static final Pattern NAMED =
      Pattern.compile(
          "(?:\\(&)?\\([\\w.-]+=([^()]+)\\)"
              + "(?:\\([\\w-]*version>=([^()]+)\\)"
              + "(?:\\(!\\([\\w-]*version>=([^()]+)\\)\\))?)?\\)?");

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
          gaps.add(
              bundle.getSymbolicName()
                  + " needs "
                  + describe(requirement)
                  + otherVersions(set, requirement));
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

  /// `, atoll-api 1.0.0 has 1.1.0` for a package that is there in a version that does not fit.
  private static String otherVersions(Collection<Bundle> set, BundleRequirement requirement) {
    String namespace = requirement.getNamespace();
    String filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
    if (!namespace.equals(BundleRevision.PACKAGE_NAMESPACE)) {
      return "";
    }
    return set.stream()
        .flatMap(b -> revision(b).getDeclaredCapabilities(namespace).stream())
        .filter(
            c -> filter.contains("(%s=%s)".formatted(namespace, c.getAttributes().get(namespace))))
        .map(
            c ->
                ", %s %s has %s"
                    .formatted(
                        c.getRevision().getSymbolicName(),
                        c.getRevision().getVersion(),
                        c.getAttributes().get(Constants.VERSION_ATTRIBUTE)))
        .collect(Collectors.joining());
  }

  private static String describe(BundleRequirement requirement) {
    String namespace = requirement.getNamespace();
    String filter =
        Optional.ofNullable(requirement.getDirectives().get(Constants.FILTER_DIRECTIVE))
            .orElse(requirement.toString());
    return wanted(namespace, filter) + ": " + absent(namespace);
  }

  /// What a requirement asks for, such as `the package a.b [1.0.0,2.0.0)`.
  public static String wanted(String namespace, String filter) {
    return switch (namespace) {
      case SERVICE_NAMESPACE -> "the service " + readable(filter);
      case BundleRevision.PACKAGE_NAMESPACE -> "the package " + readable(filter);
      case BundleRevision.HOST_NAMESPACE -> "the host bundle " + readable(filter);
      default -> namespace + " " + filter;
    };
  }

  /// That nobody offers what a requirement of this namespace asks for.
  public static String absent(String namespace) {
    return switch (namespace) {
      case BundleRevision.PACKAGE_NAMESPACE -> "no bundle exports it";
      case BundleRevision.HOST_NAMESPACE -> "it is not there";
      default -> "no bundle provides it";
    };
  }

  /// `(&(osgi.wiring.package=a.b)(version>=1.0.0)(!(version>=2.0.0)))` is `a.b [1.0.0,2.0.0)`.
  private static String readable(String filter) {
    Matcher named = NAMED.matcher(filter);
    if (!named.matches()) {
      return filter;
    }
    @Nullable String from = named.group(2);
    @Nullable String to = named.group(3);
    return from == null
        ? named.group(1)
        : named.group(1) + " [" + from + "," + (to == null ? "" : to) + ")";
  }

  private static BundleRevision revision(Bundle bundle) {
    @Nullable BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision == null) {
      throw new IllegalStateException(bundle + " is uninstalled");
    }
    return revision;
  }
}
