package dev.atoll.spi.tck;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// How a package was and how it is, and which version that asks for.
///
/// Major: whoever calls must adapt, or whoever implements a type that is for plugins to implement.
/// Minor: something was added, or those must adapt who implement a type that is Atoll's own. Two
/// changes count as major that other guards let pass, because switches here have no default: one
/// more class below a sealed type, one more constant of an enum.
///
/// Source: OSGi Alliance, "Semantic Versioning", sections 3 and 4.
record SurfaceChange(PackageSurface before, PackageSurface after) {

  private static final String FOR_ATOLL = ": for Atoll to implement";

  private static final int LINES_SHOWN_MAX = 20;

  private enum Rise {
    NONE,
    MINOR,
    MAJOR
  }

  /// Why the version of the package is too low, and which one to choose; empty if it is not.
  List<String> complaint() {
    String wanted = versionWanted();
    if (compare(after.version(), wanted) >= 0) {
      return List.of();
    }
    List<String> complaint = new ArrayList<>();
    complaint.add(
        "package %s has changed and is %s %s: set @Version(\"%s\") in its package-info"
            .formatted(
                after.name(),
                after.version().equals(before.version()) ? "still" : "only",
                after.version(),
                wanted));
    List<String> differences = differences();
    complaint.addAll(differences.subList(0, Math.min(LINES_SHOWN_MAX, differences.size())));
    return complaint;
  }

  /// The lines that are in one of the two alone.
  List<String> differences() {
    List<String> differences = new ArrayList<>();
    removed().forEach(line -> differences.add("- " + line));
    added().forEach(line -> differences.add("+ " + line));
    return differences;
  }

  /// The lowest version that says what has happened.
  String versionWanted() {
    int[] old = numbers(before.version());
    return switch (rise()) {
      case NONE -> before.version();
      case MINOR -> "%d.%d.0".formatted(old[0], old[1] + 1);
      case MAJOR -> "%d.0.0".formatted(old[0] + 1);
    };
  }

  private Rise rise() {
    SortedSet<String> added = added();
    SortedSet<String> kept = new TreeSet<>();
    for (String line : removed()) {
      String kinder = line.replace(": public abstract ", ": public default ");
      if (!added.contains(kinder) || kinder.equals(line)) {
        return Rise.MAJOR;
      }
      kept.add(kinder);
    }
    Rise rise = added.isEmpty() ? Rise.NONE : Rise.MINOR;
    for (String line : added) {
      if (!kept.contains(line) && isFelt(line)) {
        rise = Rise.MAJOR;
      }
    }
    return rise;
  }

  /// Whether what was added makes somebody adapt who has nothing to do with the making of Atoll.
  private boolean isFelt(String line) {
    String type = line.substring(0, line.indexOf(": "));
    if (before.lines().stream().noneMatch(l -> l.startsWith(type + ": "))) {
      return false;
    }
    String fact = line.substring(type.length() + 2);
    boolean method = fact.matches("(public|protected) abstract .*\\(.*");
    boolean constant = fact.matches("public static final (\\S+) \\1\\.\\w+") && isEnum(type);
    return fact.startsWith("permits ")
        || constant
        || (method && !before.lines().contains(type + FOR_ATOLL) && !isSealed(type));
  }

  private boolean isSealed(String type) {
    return before.lines().stream().anyMatch(l -> l.startsWith(type + ": permits "));
  }

  private boolean isEnum(String type) {
    return before.lines().stream()
        .anyMatch(l -> l.startsWith(type + ": ") && l.matches(".* enum \\S+"));
  }

  private SortedSet<String> removed() {
    return without(before.lines(), after.lines());
  }

  private SortedSet<String> added() {
    return without(after.lines(), before.lines());
  }

  private static SortedSet<String> without(Collection<String> lines, Collection<String> others) {
    return lines.stream()
        .filter(line -> !others.contains(line))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static int compare(String one, String other) {
    return java.util.Arrays.compare(numbers(one), numbers(other));
  }

  private static int[] numbers(String version) {
    return java.util.Arrays.stream(version.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
  }
}
