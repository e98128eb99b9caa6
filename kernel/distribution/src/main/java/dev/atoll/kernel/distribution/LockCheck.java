package dev.atoll.kernel.distribution;

import dev.atoll.kernel.distribution.LockDiff.Change;
import dev.atoll.kernel.launcher.Digests;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Proves that a lock still says what is there.
public final class LockCheck {

  private LockCheck() {}

  /// Checks the files of a product against its lock.
  ///
  /// @throws KernelException with [Code#PRODUCT_DAMAGED] if a bundle is absent or changed
  public static void verifyProduct(Path product) {
    DistributionLock lock = DistributionLock.read(product.resolve(DistributionLock.FILE_NAME));
    for (LockedBundle bundle : lock.bundles()) {
      Digests.verified(product.resolve("bundles"), bundle);
    }
  }

  /// Checks the bundles of the repositories against a lock.
  ///
  /// @throws KernelException with [Code#PRODUCT_DAMAGED] if a bundle is absent or changed
  public static void verifyBundles(DistributionLock lock, Repositories repositories) {
    Map<String, Candidate> known = new TreeMap<>();
    for (LockedBundle bundle : lock.bundles()) {
      Coordinates id = Coordinates.parse(bundle.id());
      repositories.require(
          new BundlePattern(id.group(), id.artifact(), id.classifier(), id.version(), "lock"));
    }
    repositories.candidates().forEach(c -> known.put(c.id().toString(), c));
    for (LockedBundle bundle : lock.bundles()) {
      Candidate found = known.get(bundle.id());
      if (found == null) {
        throw new KernelException(
            Code.PRODUCT_DAMAGED,
            "bundle %s of the lock is in no repository".formatted(bundle.id()),
            "give the folder that has it with --repository DIR");
      }
      String sha256 = found.sha256();
      if (!sha256.equals(bundle.sha256())) {
        throw new KernelException(
            Code.PRODUCT_DAMAGED,
            "bundle %s has sha256 %s (%d bytes) in %s, the lock expects %s (%d bytes)"
                .formatted(
                    bundle.id(),
                    sha256,
                    found.size(),
                    found.file(),
                    bundle.sha256(),
                    bundle.size()),
            "restore the file, or lock what is there now with: atoll dist lock");
      }
    }
  }

  /// Checks that resolving again would write the same lock.
  ///
  /// @throws KernelException with [Code#LOCK_STALE] if not; a line for each difference
  public static void verifyDistribution(Path lockFile, Assembly resolvedNow) throws IOException {
    Map<String, Object> now = Json.parse(LockFile.toJson(resolvedNow));
    List<Change> changes = LockDiff.between(Json.read(lockFile), now);
    if (!changes.isEmpty()) {
      throw new KernelException(
          Code.LOCK_STALE,
          "%s is not what %s resolves to:\n  %s"
              .formatted(
                  lockFile,
                  resolvedNow.distribution().name(),
                  String.join("\n  ", changes.stream().map(Change::toString).toList())),
          "atoll dist lock " + resolvedNow.distribution().name());
    }
  }
}
