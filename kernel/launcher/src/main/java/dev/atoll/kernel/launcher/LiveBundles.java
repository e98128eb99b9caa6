package dev.atoll.kernel.launcher;

import dev.atoll.kernel.launcher.KernelException.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/// The bundles of a running node, of which one can be exchanged for another. Safe for use from any
/// thread.
public final class LiveBundles {

  private static final Duration REFRESH_MAX = Duration.ofSeconds(10);

  private final Framework framework;

  private final Readiness readiness;

  private final CopyOnWriteArrayList<Bundle> bundles = new CopyOnWriteArrayList<>();

  LiveBundles(Framework framework, Readiness readiness) {
    this.framework = framework;
    this.readiness = readiness;
  }

  void add(Bundle bundle) {
    bundles.add(bundle);
  }

  /// Those that are part of the node, in the order of the distribution.
  public List<Bundle> all() {
    return List.copyOf(bundles);
  }

  /// Those of the node that promise a service of `type`.
  public List<Bundle> providers(String type) {
    return Resolution.providers(bundles, type);
  }

  /// Installs a bundle beside those of the node; it is no part of it before [#replace].
  ///
  /// @throws BundleException if it is no bundle, or is there already
  public Bundle install(Path jar) throws BundleException {
    return framework.getBundleContext().installBundle("reference:" + jar.toUri());
  }

  /// What would be missing with `successor` in place of `old`; empty if all is well.
  public List<String> gaps(Bundle old, Bundle successor) {
    List<Bundle> after = new ArrayList<>(bundles);
    after.remove(old);
    after.add(successor);
    List<Bundle> set = new ArrayList<>(after);
    set.add(framework);
    List<String> gaps = new ArrayList<>(Resolution.gaps(after, set));
    if (gaps.isEmpty()
        && !framework.adapt(FrameworkWiring.class).resolveBundles(List.of(successor))) {
      gaps.add(unresolved(successor));
    }
    return gaps;
  }

  /// The framework says why when the bundle is started.
  private static String unresolved(Bundle bundle) {
    try {
      bundle.start();
      bundle.stop();
      return bundle.getSymbolicName() + " is unresolved";
    } catch (BundleException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// Makes `successor`, which is up, part of the node where `old` was.
  public void replace(Bundle old, Bundle successor) {
    int place = bundles.indexOf(old);
    if (place < 0) {
      throw new IllegalStateException(old + " is no part of the node");
    }
    bundles.set(place, successor);
    readiness.replace(
        old.getBundleId(),
        successor.getBundleId(),
        successor.getSymbolicName(),
        successor.getVersion().toString());
  }

  /// Stops and uninstalls a bundle that is no part of the node, and forgets its classes.
  public void remove(Bundle bundle) throws BundleException, InterruptedException {
    if (bundle.getState() != Bundle.UNINSTALLED) {
      bundle.uninstall();
    }
    CountDownLatch refreshed = new CountDownLatch(1);
    framework
        .adapt(FrameworkWiring.class)
        .refreshBundles(
            List.of(bundle),
            event -> {
              if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
              }
            });
    if (!refreshed.await(REFRESH_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new BundleException(
          "%s is uninstalled and not refreshed within %s".formatted(bundle, REFRESH_MAX));
    }
  }

  /// Asks the extender to do a step of an exchange; see `SwapPort` there.
  @SuppressWarnings("unchecked") // the extender registers exactly this type
  public Map<String, Object> exchange(String operation, Map<String, Object> arguments) {
    BundleContext context =
        Objects.requireNonNull(framework.getBundleContext(), "the framework runs");
    try {
      for (ServiceReference<?> reference :
          context.getServiceReferences(BiFunction.class, "(" + Node.ROLE + "=swap)")) {
        if (context.getService(reference) instanceof BiFunction<?, ?, ?> port) {
          return ((BiFunction<String, Map<String, Object>, Map<String, Object>>) port)
              .apply(operation, arguments);
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    throw new KernelException(
        Code.START_FAILED,
        "the extender is not started: nothing can be swapped",
        "see logs/atoll.log");
  }
}
