package dev.atoll.replica;

import dev.atoll.replica.execution.Execution;
import dev.atoll.replica.execution.ExecutionDigests;
import dev.atoll.replica.execution.ExecutionObserver;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import dev.atoll.types.Principal;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;

/// What executing blocks came to, as lines of JSON: the same text for every engine that executes
/// canisters right.
///
/// A line per execution (`canister`, `mode`, `entry`, `instructions`, pages written, digests of
/// what is in them and of everything that the execution wants, `fault` if it failed), a line per
/// round (`instructions`, `messages`, `root`), and lines with the digests of all tables at the
/// heights of checkpoints. Each has its `height`. Used by one thread.
final class ExecutionTrace implements ExecutionObserver, AutoCloseable {

  private final BufferedWriter lines;

  private Height height = Height.GENESIS;

  /// @param file is overwritten
  ExecutionTrace(Path file) throws IOException {
    this.lines = Files.newBufferedWriter(file);
  }

  /// Says which block the executions that follow belong to.
  void begin(Height newHeight) {
    height = newHeight;
  }

  @Override
  public void executed(Execution execution) {
    TraceLine line =
        line()
            .put("canister", execution.canister().toString())
            .put("mode", execution.mode().text())
            .put("entry", execution.entry().toString())
            .put("instructions", execution.instructions())
            .put("heap-pages", execution.heap() == null ? 0 : execution.heap().dirtyPageCount())
            .put("stable-pages", execution.stable().dirtyPageCount())
            .put("memory", ExecutionDigests.memory(execution))
            .put("effects", ExecutionDigests.effects(execution));
    if (execution.fault() != null) {
      line.put("fault", execution.fault().code().name());
    }
    write(line);
  }

  /// Says that a canister's code or state was changed by the round, whether it was executed or not.
  void round(long instructions, long messages, Iterable<Principal> changed, Bytes root) {
    StringBuilder ids = new StringBuilder();
    changed.forEach(id -> ids.append(ids.isEmpty() ? "" : " ").append(id));
    write(
        line()
            .put("round-instructions", instructions)
            .put("messages", messages)
            .put("changed", ids.toString())
            .put("root", root.toHex()));
  }

  /// @param whose `recorded` or `replayed`
  void tables(Height at, String whose, SortedMap<String, Bytes> digests) {
    height = at;
    TraceLine line = line().put("tables", whose);
    digests.forEach((table, digest) -> line.put(table, digest.toHex()));
    write(line);
  }

  private TraceLine line() {
    return new TraceLine().put("height", height.value());
  }

  private void write(TraceLine line) {
    try {
      lines.append(line.toString()).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
