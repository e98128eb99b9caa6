package dev.atoll.boundary.upstream;

import dev.atoll.boundary.upstream.Upstream.Answer;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.types.Bytes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a request to one upstream after the other until one answers it. Safe for use by several
/// threads.
final class Forwarding {

  private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

  private final Pool pool;

  Forwarding(Pool pool) {
    this.pool = pool;
  }

  /// What became of a request.
  sealed interface Outcome {

    record Given(Upstream upstream, Answer answer) implements Outcome {}

    record Nobody(Refusal refusal) implements Outcome {}
  }

  Pool pool() {
    return pool;
  }

  /// Blocks until an upstream has answered, or all have failed.
  Outcome post(String path, Bytes envelope) {
    @Nullable Outcome overloaded = null;
    for (Upstream upstream : pool.inTurn()) {
      try {
        Answer answer = upstream.post(path, envelope);
        if (!answer.isOfTheNode()) {
          return new Outcome.Given(upstream, answer);
        }
        overloaded = new Outcome.Given(upstream, answer);
      } catch (IOException e) {
        LOG.warn("upstream={} path={} cause={}", upstream, path, e.toString());
        upstream.failed(e.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return nobody();
      }
    }
    return overloaded == null ? nobody() : overloaded;
  }

  static Outcome nobody() {
    return new Outcome.Nobody(
        new Refusal(Refusal.Kind.UNAVAILABLE, "no upstream node answers at present"));
  }
}
