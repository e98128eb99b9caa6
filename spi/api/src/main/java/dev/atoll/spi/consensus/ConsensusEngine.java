package dev.atoll.spi.consensus;

import dev.atoll.types.Height;
import org.osgi.annotation.versioning.ConsumerType;

/// Orders payloads of one subnet. Methods may be called from any thread.
///
/// A running engine orders what [PayloadSource] has without delay, and a batch with an empty
/// payload from time to time when it has nothing, so that timers and heartbeats of canisters run.
/// If the source or the sink throws, the engine fails: it calls neither again and says why in its
/// status.
@ConsumerType
public interface ConsensusEngine extends AutoCloseable {

  /// Starts to order blocks from `start` on.
  ///
  /// @param start what the state already contains
  /// @throws IllegalStateException if the engine was started or closed before
  void start(StartPoint start);

  /// Delivers batches up to `height`, none above it, and then rests. Returns at once;
  /// [#status] tells when the last one is delivered. A batch that is being delivered above `height`
  /// is the last one; the lowest of several heights counts.
  void stopAfter(Height height);

  Status status();

  /// Stops; no batch is delivered after the return. A delivery under way is interrupted if it
  /// waits. Closing twice has no effect.
  @Override
  void close();

  /// Where an engine begins.
  ///
  /// @param nextHeight the height of the first batch to deliver
  /// @param lastTimeNanos the time of the batch before it; the next one must be later
  record StartPoint(Height nextHeight, long lastTimeNanos) {}

  /// What an engine is doing.
  ///
  /// @param state the phase
  /// @param delivered the height of the last delivered batch, [Height#GENESIS] if none
  /// @param detail one line for the operator, empty if all is well
  record Status(State state, Height delivered, String detail) {}

  /// The phases of an engine, in their order.
  enum State {
    CREATED,
    RUNNING,
    RESTING,
    CLOSED,
    FAILED
  }
}
