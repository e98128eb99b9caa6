package dev.atoll.kernel.inject;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.launch.Framework;

/// A real framework with the extender, and toy bundles made by bnd from the classes of the tests.
final class Toys {

  static final Duration LIMIT = Duration.ofSeconds(10);

  private static final List<String> LIBRARIES =
      List.of("jakarta.inject-api-", "failureaccess-", "guava-", "guice-");

  private static final String TOYS = "dev.atoll.kernel.inject.toy.";

  /// `bundle STATE` for each event, in order.
  final BlockingQueue<Map<String, Object>> events = new LinkedBlockingQueue<>();

  private final Path directory;
  private final Framework framework;
  private final Bundle extender;

  Toys(Path directory, Map<String, Map<String, Object>> config) throws Exception {
    this.directory = directory;
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(Constants.FRAMEWORK_STORAGE, directory.resolve("cache").toString());
    settings.put(Constants.FRAMEWORK_BUNDLE_PARENT, Constants.FRAMEWORK_BUNDLE_PARENT_APP);
    settings.put(Constants.FRAMEWORK_BOOTDELEGATION, "sun.misc");
    settings.put(
        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "org.slf4j;version=2.0.17," + TOYS + "api");
    settings.put("felix.service.urlhandlers", "false");
    framework = new FrameworkFactory().newFramework(settings);
    framework.start();
    BundleContext context = context();
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("name", "toy");
    node.put("version", "1");
    node.put("state-directory", directory.resolve("state"));
    node.put("config", config);
    Consumer<Map<String, Object>> told = events::add;
    context.registerService(
        Map.class, node, FrameworkUtil.asDictionary(Map.of(Kernel.ROLE, "node")));
    context.registerService(
        Consumer.class, told, FrameworkUtil.asDictionary(Map.of(Kernel.ROLE, "events")));
    for (Path entry : classPath()) {
      if (isSpi(entry) || LIBRARIES.stream().anyMatch(entry.getFileName().toString()::startsWith)) {
        context.installBundle("reference:" + entry.toUri());
      }
    }
    extender = context.installBundle("reference:" + Path.of("target/classes").toUri());
    for (Bundle bundle : context.getBundles()) {
      bundle.start();
    }
  }

  private static List<Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .toList();
  }

  /// Modules of this build are folders or jars, as far as the build went.
  private static boolean isSpi(Path entry) {
    return Files.isDirectory(entry)
        ? entry.resolve("../../..").normalize().endsWith("spi")
        : entry.getFileName().toString().matches("atoll-(types|wasm|candid|api)-.*");
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  /// Makes the toy in the package of this name a bundle and installs it.
  Bundle install(String toy) throws Exception {
    return install(toy, toy);
  }

  /// Like [#install(String)], under another symbolic name.
  Bundle install(String toy, String symbolicName) throws Exception {
    Path jar = directory.resolve(symbolicName + ".jar");
    try (Builder builder = new Builder()) {
      for (Path entry : classPath()) {
        builder.addClasspath(entry.toFile());
      }
      builder.setBundleSymbolicName(symbolicName);
      builder.setPrivatePackage(TOYS + toy);
      builder.setProperty("-noimportjava", "true");
      builder.setProperty("Import-Package", "org.jspecify.*;resolution:=optional,*");
      try (Jar built = builder.build()) {
        if (!builder.isOk()) {
          throw new AssertionError(builder.getErrors());
        }
        built.write(jar.toFile());
      }
    }
    return context().installBundle(jar.toUri().toString());
  }

  Bundle start(String toy) throws Exception {
    Bundle bundle = install(toy);
    bundle.start();
    return bundle;
  }

  /// The next event of `bundle` with this state; others before it are passed over.
  Map<String, Object> await(String bundle, PluginScope.State state) throws InterruptedException {
    while (true) {
      Map<String, Object> event = events.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (event == null) {
        throw new AssertionError("no event %s of %s within %s".formatted(state, bundle, LIMIT));
      }
      if (bundle.equals(event.get("bundle")) && state.name().equals(event.get("state"))) {
        return event;
      }
    }
  }

  <T> T service(Class<T> type) {
    var reference = context().getServiceReference(type);
    if (reference == null) {
      throw new AssertionError("no service " + type.getName());
    }
    T service = context().getService(reference);
    if (service == null) {
      throw new AssertionError("the service has gone: " + type.getName());
    }
    return service;
  }

  void stopExtender() throws BundleException {
    extender.stop();
  }

  void shutDown() throws Exception {
    framework.stop();
    framework.waitForStop(LIMIT.toMillis());
  }
}
