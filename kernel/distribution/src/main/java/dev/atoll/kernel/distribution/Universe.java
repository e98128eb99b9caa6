package dev.atoll.kernel.distribution;

import dev.atoll.kernel.launcher.FelixFramework;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Resource;

/// All candidates with their capabilities and requirements, as the framework that will run them
/// reads them; with the framework's own, which stand for the JVM and the kernel.
///
/// Nothing is started. Not safe for use by several threads.
final class Universe implements AutoCloseable {

  private static final long STOP_MILLIS_MAX = 10_000;

  private final Path storage;
  private final Framework framework;
  private final BundleRevision system;
  private final Map<BundleRevision, Candidate> candidates = new LinkedHashMap<>();

  private Universe(Path storage, Framework framework) {
    this.storage = storage;
    this.framework = framework;
    this.system = revision(framework);
  }

  static Universe of(Collection<Candidate> candidates) {
    try {
      Path storage = Files.createTempDirectory("atoll-resolve");
      Framework framework = FelixFramework.create(storage);
      framework.init();
      Universe universe = new Universe(storage, framework);
      candidates.forEach(universe::add);
      return universe;
    } catch (IOException | BundleException e) {
      throw new KernelException(
          Code.INTERNAL,
          "cannot read bundles: " + e.getMessage(),
          "see whether the folder for temporary files has space",
          e);
    }
  }

  /// One more, to try what it would change.
  void add(Candidate candidate) {
    try {
      Bundle bundle =
          framework.getBundleContext().installBundle("reference:" + candidate.file().toUri());
      candidates.put(revision(bundle), candidate);
    } catch (BundleException e) {
      throw new KernelException(
          Code.CONFIG,
          "cannot read bundle %s: %s".formatted(candidate.file(), e.getMessage()),
          "correct its manifest, or exclude it",
          e);
    }
  }

  private static BundleRevision revision(Bundle bundle) {
    @Nullable BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision == null) {
      throw new IllegalStateException(bundle + " is uninstalled");
    }
    return revision;
  }

  BundleRevision system() {
    return system;
  }

  Collection<BundleRevision> revisions() {
    return List.copyOf(candidates.keySet());
  }

  Collection<Candidate> candidates() {
    return List.copyOf(candidates.values());
  }

  /// The candidate that a resource is; null for the framework and for what the resolver makes.
  @Nullable Candidate candidate(Resource resource) {
    return resource instanceof BundleRevision revision ? candidates.get(revision) : null;
  }

  @Override
  public void close() {
    try {
      framework.stop();
      framework.waitForStop(STOP_MILLIS_MAX);
      try (Stream<Path> content = Files.walk(storage)) {
        for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | BundleException e) {
      throw new KernelException(
          Code.INTERNAL, "cannot remove " + storage + ": " + e.getMessage(), "remove it", e);
    }
  }
}
