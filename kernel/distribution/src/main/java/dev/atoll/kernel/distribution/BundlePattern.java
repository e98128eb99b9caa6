package dev.atoll.kernel.distribution;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/// Maven coordinates as a distribution names a bundle:
/// `group:artifact[:classifier][:version or range]`.
///
/// A version is compared as text with the Maven version, a range such as `[1.2,2)` with
/// `Bundle-Version`. Without one any version will do.
///
/// @param classifier empty for none
/// @param version empty for any
/// @param place where it is written, such as `distribution.yaml:12`
public record BundlePattern(
    String group, String artifact, String classifier, String version, String place) {

  private static final Pattern TEXT =
      Pattern.compile(
          "([\\w.-]+):([\\w.-]+)(?::([A-Za-z_][\\w.-]*))?(?::([\\[(].+[\\])]|\\d[\\w.+-]*))?");

  /// @throws IllegalArgumentException if `text` is not in the form above
  static BundlePattern parse(String text, String place) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "%s is no bundle, expected group:artifact or group:artifact:version".formatted(text));
    }
    String version = parts.group(4) == null ? "" : parts.group(4);
    if (isRange(version)) {
      VersionRange.valueOf(version); // throws with the reason
    }
    return new BundlePattern(
        parts.group(1),
        parts.group(2),
        parts.group(3) == null ? "" : parts.group(3),
        version,
        place);
  }

  private static boolean isRange(String version) {
    return version.startsWith("[") || version.startsWith("(");
  }

  boolean isPinned() {
    return !version.isEmpty();
  }

  /// What stays the same over versions: `group:artifact[:classifier]`.
  String key() {
    return group + ":" + artifact + (classifier.isEmpty() ? "" : ":" + classifier);
  }

  boolean matches(Coordinates id, Version bundleVersion) {
    return id.key().equals(key())
        && (version.isEmpty()
            || (isRange(version)
                ? VersionRange.valueOf(version).includes(bundleVersion)
                : version.equals(id.version())));
  }

  BundlePattern anyVersion() {
    return new BundlePattern(group, artifact, classifier, "", place);
  }

  /// As it is written.
  @Override
  public String toString() {
    return key() + (version.isEmpty() ? "" : ":" + version);
  }
}
