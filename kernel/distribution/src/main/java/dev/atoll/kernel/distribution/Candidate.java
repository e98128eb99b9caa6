package dev.atoll.kernel.distribution;

import dev.atoll.kernel.launcher.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.Version;

/// A bundle that a distribution may be made of.
///
/// @param licence as an SPDX identifier where it is known, as `Bundle-License` says it elsewhere,
///     or `NOASSERTION`
public record Candidate(
    Coordinates id, Path file, String symbolicName, Version version, String licence) {

  /// In lower-case hexadecimal.
  public String sha256() {
    try {
      return Digests.sha256(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long size() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `atoll-replica 0.1.0`.
  @Override
  public String toString() {
    return symbolicName + " " + version;
  }
}
