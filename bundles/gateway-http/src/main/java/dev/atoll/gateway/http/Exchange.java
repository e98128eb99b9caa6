package dev.atoll.gateway.http;

import dev.atoll.types.Bytes;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
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

  private final InetSocketAddress remote;

  private volatile boolean abandoned;

  private @Nullable Pending pending;

  /// What the client waits for.
  ///
  /// @param late what it gets when it has waited long enough
  /// @param cancel how to tell that nobody waits any more
  private record Pending(Answer late, Runnable cancel) {}

  Exchange(ConnectionHandler connection, EventLoop loop, InetSocketAddress remote) {
    this.connection = connection;
    this.loop = loop;
    this.remote = remote;
  }

  /// The other end of the connection.
  InetSocketAddress remote() {
    return remote;
  }

  /// Whether the client has gone.
  boolean isAbandoned() {
    return abandoned;
  }

  void answer(Answer answer) {
    onLoop(() -> connection.answered(this, answer));
  }

  /// Begins an answer whose parts follow; [#end] ends it.
  void begin(Answer head) {
    onLoop(() -> connection.begin(this, head));
  }

  /// Sends a part; completes when the socket has taken it, and exceptionally if it never will.
  CompletableFuture<Void> part(byte[] part) {
    CompletableFuture<Void> taken = new CompletableFuture<>();
    if (!onLoop(() -> connection.part(this, part, taken))) {
      taken.completeExceptionally(new ClosedChannelException());
    }
    return taken;
  }

  /// @param complete false to cut the connection
  void end(boolean complete) {
    onLoop(() -> connection.end(this, complete));
  }

  /// Expects an answer within `limit`; on the event loop only.
  void expect(Duration limit, Answer late, Runnable cancel) {
    pending = new Pending(late, cancel);
    connection.waiting(this, limit);
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
    pending = new Pending(Answers.CALL_TIMED_OUT, () -> certificate.cancel(false));
    connection.waiting(this);
    certificate.whenComplete(
        (bytes, failure) ->
            answer(failure == null ? Documents.replied(bytes) : Answers.CALL_NOT_TRACKED));
  }

  /// Stops waiting: it is too late.
  void giveUp() {
    if (pending != null) {
      connection.answered(this, pending.late());
    }
    cancel();
  }

  /// The client has gone.
  void abandon() {
    abandoned = true;
    cancel();
  }

  private void cancel() {
    if (pending != null) {
      pending.cancel().run();
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
