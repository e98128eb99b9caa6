package dev.atoll.kernel.launcher;

import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.osgi.framework.Bundle;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Sends the logs of all libraries to one file.
public final class Logs {

  private Logs() {}

  /// Must come before the first logger of the process is made: `logback.xml` reads the properties.
  public static void writeTo(Path directory, LogLines.Format format) {
    System.setProperty("atoll.logs", directory.toString());
    System.setProperty("atoll.log.format", format.name().toLowerCase(Locale.ROOT));
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /// Has lines say which bundle of `bundles` speaks: loggers are called as their classes.
  static void name(LiveBundles bundles) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      Map<String, String> known = new ConcurrentHashMap<>();
      UnaryOperator<String> bundleOf =
          logger -> known.computeIfAbsent(logger, name -> bundleOf(name, bundles));
      context.putObject(LogLines.BUNDLES, bundleOf);
    }
  }

  private static String bundleOf(String logger, LiveBundles bundles) {
    String file = logger.replace('.', '/') + ".class";
    return bundles.all().stream()
        .filter(bundle -> bundle.getState() != Bundle.UNINSTALLED && bundle.getEntry(file) != null)
        .map(Bundle::getSymbolicName)
        .findFirst()
        .orElse("");
  }
}
