package dev.atoll.kernel.distribution;

/// Maven coordinates of one jar.
///
/// @param classifier empty for none
public record Coordinates(String group, String artifact, String classifier, String version) {

  /// The form that the Feature Service gives an id: `group:artifact[:jar:classifier]:version`.
  ///
  /// @throws IllegalArgumentException if `id` has another form
  public static Coordinates parse(String id) {
    String[] parts = id.split(":", -1);
    return switch (parts.length) {
      case 3 -> new Coordinates(parts[0], parts[1], "", parts[2]);
      case 5 -> new Coordinates(parts[0], parts[1], parts[3], parts[4]);
      default ->
          throw new IllegalArgumentException(
              "%s has %d parts, expected group:artifact:version".formatted(id, parts.length));
    };
  }

  /// `group:artifact[:classifier]`.
  public String key() {
    return group + ":" + artifact + (classifier.isEmpty() ? "" : ":" + classifier);
  }

  /// Where a Maven repository has it, below its root.
  String mavenPath(String suffix) {
    return "%s/%s/%s/%s-%s%s"
        .formatted(group.replace('.', '/'), artifact, version, artifact, version, suffix);
  }

  /// For a software bill of materials.
  public String packageUrl() {
    return "pkg:maven/%s/%s@%s%s"
        .formatted(
            group, artifact, version, classifier.isEmpty() ? "" : "?classifier=" + classifier);
  }

  /// The id of the Feature Service.
  @Override
  public String toString() {
    return group
        + ":"
        + artifact
        + (classifier.isEmpty() ? "" : ":jar:" + classifier)
        + ":"
        + version;
  }
}
