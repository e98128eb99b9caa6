package dev.atoll.kernel.distribution;

import dev.atoll.kernel.launcher.FelixFramework;
import dev.atoll.kernel.launcher.Resolution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/// Proves that a set of bundles is complete, with the framework that will run it: every package has
/// its exporter, and every service that a bundle imports has one that promises it.
final class ResolutionCheck {

  private ResolutionCheck() {}

  /// @throws IllegalArgumentException if something is missing; a line for each gap
  static void check(List<Path> jars) throws IOException, BundleException, InterruptedException {
    Path storage = Files.createTempDirectory("atoll-resolve");
    Framework framework = FelixFramework.create(storage);
    try {
      framework.init();
      List<Bundle> bundles = install(framework.getBundleContext(), jars);
      framework.adapt(FrameworkWiring.class).resolveBundles(bundles);
      List<Bundle> set = new ArrayList<>(bundles);
      set.add(framework);
      List<String> problems = new ArrayList<>(Resolution.gaps(bundles, set));
      if (problems.isEmpty()) {
        bundles.stream()
            .filter(b -> b.getState() == Bundle.INSTALLED && !isFragment(b))
            .map(ResolutionCheck::unresolved)
            .forEach(problems::add);
      }
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(
            "the distribution does not resolve:\n  " + String.join("\n  ", problems));
      }
    } finally {
      framework.stop();
      framework.waitForStop(10_000);
      delete(storage);
    }
  }

  private static List<Bundle> install(BundleContext context, List<Path> jars) {
    List<Bundle> bundles = new ArrayList<>();
    for (Path jar : jars) {
      try {
        Bundle bundle = context.installBundle("reference:" + jar.toUri());
        if (bundle.getSymbolicName() == null) {
          throw new IllegalArgumentException(jar + " is not a bundle: it has no symbolic name");
        }
        bundles.add(bundle);
      } catch (BundleException e) {
        throw new IllegalArgumentException("cannot install " + jar + ": " + e.getMessage(), e);
      }
    }
    return bundles;
  }

  /// A fragment for another operating system stays unresolved, which is no problem.
  private static boolean isFragment(Bundle bundle) {
    return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
  }

  /// The framework says why when the bundle is started.
  private static String unresolved(Bundle bundle) {
    try {
      bundle.start();
      return bundle.getSymbolicName() + " is unresolved";
    } catch (BundleException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> content = Files.walk(directory)) {
      for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
