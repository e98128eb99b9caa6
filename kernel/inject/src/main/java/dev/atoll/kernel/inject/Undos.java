package dev.atoll.kernel.inject;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What takes back the steps of a start, last step first. Safe for use from any thread.
final class Undos {

  private static final Logger LOG = LoggerFactory.getLogger(Undos.class);

  private final String bundle;

  private final Deque<Undo> undos = new ArrayDeque<>();

  /// One step back; the name is for messages.
  private record Undo(String name, Step step) {}

  interface Step {
    void run() throws Exception;
  }

  Undos(String bundle) {
    this.bundle = bundle;
  }

  synchronized void push(String name, Step step) {
    undos.push(new Undo(name, step));
  }

  /// Takes everything back; what cannot be is logged.
  void unwind() {
    while (true) {
      @Nullable Undo undo = poll();
      if (undo == null) {
        return;
      }
      try {
        undo.step().run();
      } catch (Exception e) {
        LOG.warn("{}: cannot {}", bundle, undo.name(), e);
      }
    }
  }

  private synchronized @Nullable Undo poll() {
    return undos.poll();
  }
}
