package dev.atoll.kernel.admin;

import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What operators asked and what it came to, a JSON object a line. Safe for use from any thread.
final class AuditLog {

  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

  private final Path file;

  private final Clock clock;

  AuditLog(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  void done(String command, Map<String, Object> arguments, long nanos) {
    write(entry(command, arguments, nanos, "done"));
  }

  void failed(String command, Map<String, Object> arguments, long nanos, KernelException why) {
    Map<String, Object> entry = entry(command, arguments, nanos, why.code().text());
    entry.put("message", String.valueOf(why.getMessage()));
    write(entry);
  }

  private Map<String, Object> entry(
      String command, Map<String, Object> arguments, long nanos, String outcome) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("at", clock.instant().toString());
    entry.put("command", command);
    entry.put("arguments", arguments);
    entry.put("millis", nanos / 1_000_000);
    entry.put("outcome", outcome);
    return entry;
  }

  private synchronized void write(Map<String, Object> entry) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(
          file, Json.line(entry) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.error("audit log {} cannot be written: {}", file, Json.line(entry), e);
    }
  }
}
