package dev.atoll.kernel.swap;

import dev.atoll.kernel.launcher.Digests;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.launcher.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Finds the bundle that an operator means: in the lock of the product, or a jar whose digest is
/// given with it. Nothing is started whose digest nobody has vouched for.
///
/// @param lock of the product
/// @param product the directory that holds `bundles`
/// @param kept where jars from elsewhere are kept for the next start
record Candidates(DistributionLock lock, Path product, Path kept) {

  /// How much of a digest names a bundle.
  private static final int DIGEST_CHARS_MIN = 12;

  /// @throws KernelException if there is no such bundle, more than one, or one with another content
  Candidate find(String name, String sha256) {
    if (name.endsWith(".jar")) {
      return ofJar(Path.of(name), sha256);
    }
    List<LockedBundle> found =
        lock.bundles().stream().filter(bundle -> isCalled(bundle, name)).toList();
    if (found.size() != 1) {
      throw new KernelException(
          Code.SWAP_REFUSED,
          found.isEmpty()
              ? "%s is no bundle of the product, which has: %s".formatted(name, alternatives())
              : "%s is more than one bundle of the product: %s".formatted(name, names(found)),
          "give one of these, or a jar with its digest: atoll swap KIND FILE.jar --sha256 HEX");
    }
    return new Candidate(
        found.getFirst(),
        Digests.verified(found.getFirst().folder(product), kept, found.getFirst()));
  }

  private static boolean isCalled(LockedBundle bundle, String name) {
    String[] parts = bundle.id().split(":", -1);
    String artifact = parts[1];
    return bundle.id().equals(name)
        || artifact.equals(name)
        || artifact.equals("atoll-" + name)
        || (artifact + ":" + parts[parts.length - 1]).equals(name)
        || ("atoll-" + name).equals(artifact + ":" + parts[parts.length - 1])
        || (name.length() >= DIGEST_CHARS_MIN && bundle.sha256().startsWith(name));
  }

  private String alternatives() {
    List<LockedBundle> others = lock.bundles().stream().filter(LockedBundle::alternative).toList();
    return others.isEmpty() ? "no alternatives" : names(others);
  }

  private static String names(List<LockedBundle> bundles) {
    return bundles.stream().map(LockedBundle::id).collect(Collectors.joining(", "));
  }

  /// Copies the jar to where it stays.
  private Candidate ofJar(Path jar, String sha256) {
    try {
      String found = Digests.sha256(jar);
      String expected = sha256.toLowerCase(Locale.ROOT);
      if (!found.equals(expected)) {
        throw new KernelException(
            Code.SWAP_REFUSED,
            expected.isEmpty()
                ? "%s has sha256 %s, and no digest was given to compare".formatted(jar, found)
                : "%s has sha256 %s, expected %s".formatted(jar, found, expected),
            "give the digest of its lock entry or of its publisher with --sha256 HEX");
      }
      String name = Manifests.symbolicName(jar).orElseThrow(() -> notABundle(jar));
      String version = Manifests.version(jar).orElse("0.0.0");
      LockedBundle locked =
          new LockedBundle(
              "local:%s:%s-%s".formatted(name, version, found.substring(0, DIGEST_CHARS_MIN)),
              found,
              Files.size(jar),
              true);
      Files.createDirectories(kept);
      Path copy = kept.resolve(locked.fileName());
      Path fresh = kept.resolve(locked.fileName() + ".new");
      Files.copy(jar, fresh, StandardCopyOption.REPLACE_EXISTING);
      Files.move(fresh, copy, StandardCopyOption.ATOMIC_MOVE);
      return new Candidate(locked, Digests.verified(kept, locked));
    } catch (IOException e) {
      throw new KernelException(
          Code.SWAP_REFUSED,
          "cannot read %s: %s".formatted(jar, e),
          "give the path of a jar that the node can read",
          e);
    }
  }

  private static KernelException notABundle(Path jar) {
    return new KernelException(
        Code.SWAP_REFUSED,
        "%s is no bundle: it has no Bundle-SymbolicName".formatted(jar),
        "build it with bnd, as the examples in plugin-examples do");
  }

  /// Forgets the copy of a jar that is not used any more.
  void forget(Candidate candidate) {
    if (candidate.jar().startsWith(kept)) {
      try {
        Files.deleteIfExists(candidate.jar());
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
