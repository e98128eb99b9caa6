package dev.atoll.kernel.launcher;

import java.nio.file.Path;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Sends the logs of all libraries to one file.
public final class Logs {

  private Logs() {}

  /// Must come before the first logger of the process is made: `logback.xml` reads the property.
  public static void writeTo(Path directory) {
    System.setProperty("atoll.logs", directory.toString());
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
