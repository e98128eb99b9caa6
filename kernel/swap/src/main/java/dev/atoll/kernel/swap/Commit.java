package dev.atoll.kernel.swap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one moment in which an exchange becomes permanent, or does not. Safe for use from any
/// thread.
final class Commit implements Consumer<Map<String, Map<String, Object>>> {

  private static final Logger LOG = LoggerFactory.getLogger(Commit.class);

  private enum Phase {
    OPEN,
    UNDECIDED,
    WRITING,
    DONE,
    GIVEN_UP
  }

  /// Writes what the next start begins with.
  interface Write {

    /// With either of the two bundles, whichever can work.
    void undecided() throws IOException;

    /// With the one as before.
    void before() throws IOException;

    void write(Map<String, Map<String, Object>> settings) throws IOException;
  }

  private final Write write;

  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);

  Commit(Write write) {
    this.write = write;
  }

  /// A start finds out by itself until the rest of this happens.
  ///
  /// @throws IllegalStateException if it was given up before
  void undecided() {
    try {
      write.undecided();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write what the next start begins with: " + e.getMessage(), e);
    }
    if (!phase.compareAndSet(Phase.OPEN, Phase.UNDECIDED)) {
      throw new IllegalStateException("the swap was given up: it took too long");
    }
  }

  /// @throws IllegalStateException if it was given up before
  @Override
  public void accept(Map<String, Map<String, Object>> settings) {
    if (!phase.compareAndSet(Phase.OPEN, Phase.WRITING)
        && !phase.compareAndSet(Phase.UNDECIDED, Phase.WRITING)) {
      throw new IllegalStateException("the swap was given up: it took too long");
    }
    try {
      write.write(settings);
      phase.set(Phase.DONE);
    } catch (IOException e) {
      phase.set(Phase.GIVEN_UP);
      throw new UncheckedIOException(
          "cannot write what the next start begins with: " + e.getMessage(), e);
    }
  }

  /// Has it never happen.
  ///
  /// @return whether that is so; false if it has happened
  boolean giveUp() {
    while (true) {
      if (phase.compareAndSet(Phase.OPEN, Phase.GIVEN_UP)) {
        return true;
      }
      if (phase.compareAndSet(Phase.UNDECIDED, Phase.GIVEN_UP)) {
        forget();
        return true;
      }
      if (phase.get() != Phase.WRITING) {
        return phase.get() == Phase.GIVEN_UP;
      }
      Thread.onSpinWait(); // a file of some hundred bytes
    }
  }

  private void forget() {
    try {
      write.before();
    } catch (IOException e) {
      LOG.warn("the next start finds out by itself which bundle can work: {}", e.toString());
    }
  }
}
