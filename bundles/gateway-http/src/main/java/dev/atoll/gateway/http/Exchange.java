package dev.atoll.gateway.http;

import dev.atoll.types.Bytes;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// One request between its last byte and its answer.
///
/// [#answer], [#await] and [#isAbandoned] may be called from any thread; the rest belongs to the
/// event loop of the connection.
final class Exchange {

  private final ConnectionHandler connection;

  private final EventLoop loop;

  private volatile boolean abandoned;

  private @Nullable CompletableFuture<Bytes> certificate;

  Exchange(ConnectionHandler connection, EventLoop loop) {
    this.connection = connection;
    this.loop = loop;
  }

  /// Whether the client has gone.
  boolean isAbandoned() {
    return abandoned;
  }

  void answer(Answer answer) {
    onLoop(() -> connection.answered(this, answer));
  }

  /// Answers with `certificate` once it is there, or with 202 when the connection's patience ends
  /// or it fails; cancels it when nobody waits any more.
  void await(CompletableFuture<Bytes> certificate) {
    if (!onLoop(() -> waitFor(certificate))) {
      certificate.cancel(false);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the failure is looked at in the callback
  private void waitFor(CompletableFuture<Bytes> certificate) {
    if (abandoned) {
      certificate.cancel(false);
      return;
    }
    this.certificate = certificate;
    connection.waiting(this);
    certificate.whenComplete(
        (bytes, failure) ->
            answer(failure == null ? Documents.replied(bytes) : Answers.CALL_NOT_TRACKED));
  }

  /// Stops waiting for the certificate: it is too late.
  void giveUp() {
    connection.answered(this, Answers.CALL_TIMED_OUT);
    cancel();
  }

  /// The client has gone.
  void abandon() {
    abandoned = true;
    cancel();
  }

  private void cancel() {
    if (certificate != null) {
      certificate.cancel(false);
    }
  }

  private boolean onLoop(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
      return true;
    }
    try {
      loop.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      // The gateway was closed, and its connections with it.
      return false;
    }
  }
}
