package dev.atoll.consensus.solo;

import dev.atoll.spi.consensus.ConsensusEngine.StartPoint;
import dev.atoll.spi.consensus.ConsensusEngine.State;
import dev.atoll.spi.consensus.ConsensusEngine.Status;
import dev.atoll.types.Height;
import org.jspecify.annotations.Nullable;

/// Where an engine stands: its phase, what it has delivered and where it shall stop.
///
/// Callable from any thread; its own monitor guards it.
final class Progress {

  private State state = State.CREATED;

  private Height delivered = Height.GENESIS;

  private String detail = "";

  private @Nullable Height last;

  synchronized void start(StartPoint start) {
    if (state != State.CREATED) {
      throw new IllegalStateException(
          "engine cannot start at height %s: it is %s".formatted(start.nextHeight(), state));
    }
    state = State.RUNNING;
  }

  synchronized void stopAfter(Height height) {
    if (last == null || height.compareTo(last) < 0) {
      last = height;
    }
  }

  /// Whether `height` may still be delivered.
  synchronized boolean admits(Height height) {
    return state == State.RUNNING && (last == null || height.compareTo(last) <= 0);
  }

  synchronized void delivered(Height height) {
    delivered = height;
  }

  synchronized void rest() {
    if (state == State.RUNNING) {
      state = State.RESTING;
    }
  }

  synchronized void fail(String why) {
    if (state == State.RUNNING) {
      state = State.FAILED;
      detail = why;
    }
  }

  /// A failed engine stays failed, so that its detail can be read.
  synchronized void close() {
    if (state != State.FAILED) {
      state = State.CLOSED;
    }
  }

  synchronized Status status() {
    return new Status(state, delivered, detail);
  }
}
