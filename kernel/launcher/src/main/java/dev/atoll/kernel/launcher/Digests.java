package dev.atoll.kernel.launcher;

import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Proves that a file is the bundle that was locked.
public final class Digests {

  private static final String FIX = "unpack the product again, or build it again";

  private Digests() {}

  /// The file of each bundle, in the order of `bundles`, in its folder of `product` or else in
  /// `otherFolder`. Several threads read: in a JVM that has just started a digest takes its time.
  ///
  /// @throws KernelException for the first of them that is absent or has another content
  static Map<LockedBundle, Path> verified(
      List<LockedBundle> bundles, Path product, Path otherFolder) {
    Map<LockedBundle, Future<Path>> started = new LinkedHashMap<>();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      for (LockedBundle bundle : bundles) {
        started.put(
            bundle, threads.submit(() -> verified(bundle.folder(product), otherFolder, bundle)));
      }
    }
    Map<LockedBundle, Path> files = new LinkedHashMap<>();
    started.forEach((bundle, file) -> files.put(bundle, outcome(file)));
    return files;
  }

  private static Path outcome(Future<Path> ended) {
    if (ended.state() == Future.State.SUCCESS) {
      return ended.resultNow();
    }
    if (ended.exceptionNow() instanceof KernelException damaged) {
      throw damaged;
    }
    throw new IllegalStateException(ended.exceptionNow());
  }

  /// The file of `bundle` in one of two folders.
  ///
  /// @throws KernelException if it is absent or has another content
  public static Path verified(Path folder, Path otherFolder, LockedBundle bundle) {
    Path other = otherFolder.resolve(bundle.fileName());
    return verified(
        Files.isRegularFile(other) && !Files.isRegularFile(folder.resolve(bundle.fileName()))
            ? otherFolder
            : folder,
        bundle);
  }

  /// The file of `bundle` in `folder`.
  ///
  /// @throws KernelException if it is absent or has another content
  public static Path verified(Path folder, LockedBundle bundle) {
    Path file = folder.resolve(bundle.fileName());
    try {
      if (!Files.isRegularFile(file)) {
        throw new KernelException(
            Code.PRODUCT_DAMAGED,
            "bundle %s is missing: no file %s".formatted(bundle.id(), file),
            FIX);
      }
      String found = sha256(file);
      if (!found.equals(bundle.sha256())) {
        throw new KernelException(
            Code.PRODUCT_DAMAGED,
            "bundle %s has sha256 %s (%d bytes), the lock expects %s (%d bytes)"
                .formatted(bundle.id(), found, Files.size(file), bundle.sha256(), bundle.size()),
            FIX);
      }
      return file;
    } catch (IOException e) {
      throw new KernelException(
          Code.PRODUCT_DAMAGED, "cannot read " + file + ": " + e.getMessage(), FIX, e);
    }
  }

  /// In lower-case hexadecimal.
  public static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[64 * 1024];
      for (int n; (n = in.read(buffer)) >= 0; ) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
