package dev.atoll.kernel.launcher;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/// Makes the framework: the one place that knows which it is.
public final class FelixFramework {

  /// Bundles ask for a range of it; the jar on the class path does not say it to the framework.
  private static final String SLF4J_VERSION = "2.0.17";

  /// What bundles use of the JVM's own: MapDB and Netty the first two, the engine the last.
  private static final String INTERNAL_PACKAGES = "sun.misc,sun.nio.ch,jdk.internal.misc";

  private FelixFramework() {}

  /// @param storage what the framework keeps while it runs; deleted when it starts
  public static Framework create(Path storage) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(Constants.FRAMEWORK_STORAGE, storage.toString());
    settings.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
    settings.put(Constants.FRAMEWORK_BUNDLE_PARENT, Constants.FRAMEWORK_BUNDLE_PARENT_APP);
    settings.put(Constants.FRAMEWORK_BOOTDELEGATION, INTERNAL_PACKAGES);
    settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, loggingPackages());
    settings.put("felix.service.urlhandlers", "false");
    settings.put("felix.log.level", "1");
    return new FrameworkFactory().newFramework(settings);
  }

  private static String loggingPackages() {
    return Stream.of("", ".event", ".helpers", ".spi")
        .map(part -> "org.slf4j" + part + ";version=" + SLF4J_VERSION)
        .collect(Collectors.joining(","));
  }
}
