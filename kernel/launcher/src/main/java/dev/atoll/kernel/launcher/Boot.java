package dev.atoll.kernel.launcher;

import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.launcher.Readiness.State;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the bundles of a locked distribution into the framework and starts them. Runs once, on one
/// thread; what bundles tell of themselves comes from any.
final class Boot {

  private static final String LISTENER = "atoll.listener";

  private static final String MODULE_HEADER = "Guice-Module";

  private static final Logger LOG = LoggerFactory.getLogger(Boot.class);

  private final DistributionLock lock;
  private final Path product;
  private final StateDirectory state;
  private final Listeners listeners;
  private final Framework framework;
  private final Readiness readiness;
  private final LiveBundles bundles;
  private final List<LeftOut> leftOut;

  /// @param product the directory that holds `bundles`
  Boot(
      DistributionLock lock,
      Path product,
      StateDirectory state,
      Listeners listeners,
      Framework framework,
      Readiness readiness,
      LiveBundles bundles,
      List<LeftOut> leftOut) {
    this.lock = lock;
    this.product = product;
    this.state = state;
    this.listeners = listeners;
    this.framework = framework;
    this.readiness = readiness;
    this.bundles = bundles;
    this.leftOut = leftOut;
  }

  /// Installs and starts the bundles; returns when each is started or has failed, plugins apart.
  ///
  /// @throws PluginException if a plugin does not fit
  void run(Map<LockedBundle, Path> files) throws BundleException {
    framework.init();
    BundleContext context = framework.getBundleContext();
    registerKernelServices(context);
    List<Bundle> plugins = new ArrayList<>();
    for (var file : files.entrySet()) {
      Bundle bundle = install(context, file.getKey(), file.getValue());
      bundles.add(bundle);
      if (file.getKey().plugin()) {
        plugins.add(bundle);
        readiness.isPlugin(bundle.getBundleId());
      }
    }
    Logs.name(bundles);
    checkConfigSections();
    framework.start();
    framework.adapt(FrameworkWiring.class).resolveBundles(bundles.all());
    checkPlugins(plugins);
    for (Bundle bundle : bundles.all()) {
      if (bundle.getHeaders("").get(MODULE_HEADER) != null) {
        expect(bundle);
      }
    }
    for (Bundle bundle : bundles.all()) {
      if (bundle.adapt(BundleRevision.class).getTypes() == 0 // a fragment cannot be started
          && !plugins.contains(bundle)) {
        start(bundle);
      }
    }
    for (Bundle plugin : plugins) { // after all others, and none can hold up another
      Thread.ofPlatform()
          .daemon()
          .name("start-plugin-" + plugin.getSymbolicName())
          .start(() -> start(plugin));
    }
    readiness.everythingStarted();
  }

  private static Bundle install(BundleContext context, LockedBundle locked, Path file)
      throws BundleException {
    try {
      return context.installBundle("reference:" + file.toUri());
    } catch (BundleException e) {
      if (!locked.plugin()) {
        throw e;
      }
      throw new PluginException(
          List.of(
              new LeftOut(
                  Manifests.symbolicName(file).orElse(locked.id()),
                  Manifests.version(file).orElse(""),
                  refused(locked.id() + " cannot be installed: " + e.getMessage()))));
    }
  }

  /// A plugin that does not resolve, such as after an update of the product, is not started.
  private void checkPlugins(List<Bundle> plugins) {
    List<LeftOut> unresolved = new ArrayList<>();
    for (Bundle plugin : plugins) {
      List<String> gaps = Resolution.gaps(List.of(plugin), all());
      if (!gaps.isEmpty() || plugin.getState() == Bundle.INSTALLED) {
        unresolved.add(
            new LeftOut(
                plugin.getSymbolicName(),
                plugin.getVersion().toString(),
                refused(
                    gaps.isEmpty()
                        ? plugin.getSymbolicName() + " does not resolve"
                        : String.join("; ", gaps))));
      }
    }
    if (!unresolved.isEmpty()) {
      throw new PluginException(unresolved);
    }
  }

  private static KernelException refused(String message) {
    return new KernelException(
        Code.PLUGIN_REFUSED, message, "install a version that was built for this node");
  }

  private void registerKernelServices(BundleContext context) {
    Map<String, Object> node = new HashMap<>();
    node.put("name", lock.name());
    node.put("version", lock.version());
    node.put("state-directory", state.path());
    node.put("config", lock.config());
    context.registerService(Map.class, node, FrameworkUtil.asDictionary(Map.of(Node.ROLE, "node")));
    Consumer<Map<String, Object>> events = this::onEvent;
    context.registerService(
        Consumer.class, events, FrameworkUtil.asDictionary(Map.of(Node.ROLE, "events")));
    listeners
        .channels()
        .forEach(
            (name, channel) ->
                context.registerService(
                    ServerSocketChannel.class,
                    channel,
                    FrameworkUtil.asDictionary(Map.of(LISTENER, name))));
  }

  private void expect(Bundle bundle) {
    readiness.expect(
        bundle.getBundleId(), bundle.getSymbolicName(), bundle.getVersion().toString());
  }

  private void checkConfigSections() {
    List<String> names = new ArrayList<>();
    bundles.all().forEach(bundle -> names.add(bundle.getSymbolicName()));
    leftOut.forEach(plugin -> names.add(plugin.bundle()));
    for (String section : lock.config().keySet()) {
      if (!names.contains(section) && !alternatives().contains(section)) {
        throw new KernelException(
            Code.CONFIG,
            "config has a section for %s, which is no bundle of the distribution"
                .formatted(section),
            "use the symbolic name of a bundle: " + String.join(", ", names));
      }
    }
  }

  /// The symbolic names of the bundles that are there to be started in place of others.
  private List<String> alternatives() {
    return lock.bundles().stream()
        .filter(LockedBundle::alternative)
        .map(bundle -> product.resolve("bundles").resolve(bundle.fileName()))
        .map(Manifests::symbolicName)
        .flatMap(Optional::stream)
        .toList();
  }

  private void start(Bundle bundle) {
    try {
      bundle.start();
    } catch (BundleException e) { // one bad bundle must not hide what the others say
      String gaps = String.join("; ", Resolution.gaps(List.of(bundle), all()));
      String cause = gaps.isEmpty() ? causeOf(e) : gaps;
      LOG.error("{} did not start: {}", bundle.getSymbolicName(), cause, e);
      expect(bundle); // a library is not, until it fails
      onEvent(
          Map.of(
              "id",
              bundle.getBundleId(),
              "bundle",
              bundle.getSymbolicName(),
              "state",
              State.FAILED.name(),
              "cause",
              cause));
    }
  }

  private List<Bundle> all() {
    List<Bundle> all = new ArrayList<>(bundles.all());
    all.add(framework);
    return all;
  }

  private static String causeOf(BundleException e) {
    @Nullable Throwable cause = e.getCause();
    return String.valueOf(cause == null ? e.getMessage() : cause);
  }

  private void onEvent(Map<String, Object> event) {
    LOG.info(
        "bundle={} version={} state={} waits-for={}",
        event.get("bundle"),
        event.getOrDefault("version", ""),
        event.get("state"),
        event.getOrDefault("waits-for", ""));
    readiness.accept(event);
  }
}
