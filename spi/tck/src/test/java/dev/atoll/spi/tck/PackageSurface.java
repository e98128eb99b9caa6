package dev.atoll.spi.tck;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What one package shows to those who compile against it.
///
/// In a file: a line `package NAME VERSION DIGEST`, then a line for each type and member, set in.
/// The digest lets two changes that were made side by side under one version meet in a conflict.
///
/// @param lines `TYPE: what is true of it`
record PackageSurface(String name, String version, SortedSet<String> lines) {

  private static final String PACKAGE = "package ";

  private static final int DIGEST_CHARS = 16;

  /// The packages of a file, by name.
  ///
  /// @throws IllegalArgumentException if lines of it were changed by hand
  static Map<String, PackageSurface> parse(List<String> text) {
    Map<String, PackageSurface> packages = new TreeMap<>();
    Map<String, String> digests = new TreeMap<>();
    SortedSet<String> lines = new TreeSet<>();
    for (String line : text) {
      if (line.startsWith(PACKAGE)) {
        String[] words = line.split(" ", -1);
        lines = new TreeSet<>();
        packages.put(words[1], new PackageSurface(words[1], words[2], lines));
        digests.put(words[1], words[3]);
      } else {
        lines.add(line.strip());
      }
    }
    for (PackageSurface surface : packages.values()) {
      if (!surface.digest().equals(digests.get(surface.name))) {
        throw new IllegalArgumentException(
            "lines of package %s %s were changed by hand or joined from two changes: their digest"
                    .formatted(surface.name, surface.version)
                + " is %s, the file says %s; take the file of the main branch and run the test again"
                    .formatted(surface.digest(), digests.get(surface.name)));
      }
    }
    return packages;
  }

  static List<String> format(Map<String, PackageSurface> packages) {
    List<String> text = new ArrayList<>();
    for (PackageSurface surface : packages.values()) {
      text.add(PACKAGE + String.join(" ", surface.name, surface.version, surface.digest()));
      surface.lines.forEach(line -> text.add("  " + line));
    }
    return text;
  }

  String digest() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (String line : lines) {
        sha256.update((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(sha256.digest()).substring(0, DIGEST_CHARS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
