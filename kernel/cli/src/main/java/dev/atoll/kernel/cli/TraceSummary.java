package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a trace holds, in numbers.
///
/// @param root the root hash of the last state
record TraceSummary(long blocks, long executions, long instructions, String root) {

  static TraceSummary of(Path trace) throws IOException {
    long blocks = 0;
    long executions = 0;
    long instructions = 0;
    String root = "";
    try (BufferedReader lines = Files.newBufferedReader(trace)) {
      for (@Nullable String line; (line = lines.readLine()) != null; ) {
        Map<String, Object> entry = Json.parse(line);
        if (entry.get("root") instanceof String hash) {
          blocks++;
          root = hash;
        } else if (entry.get("instructions") instanceof Number used) {
          executions++;
          instructions += used.longValue();
        }
      }
    }
    return new TraceSummary(blocks, executions, instructions, root);
  }
}
