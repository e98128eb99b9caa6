package dev.atoll.gateway.http;

import dev.atoll.spi.gateway.HttpMount;
import dev.atoll.spi.gateway.MountResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request in a mount, on a thread of the mount: nothing that goes wrong leaves it.
final class MountRun implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(MountRun.class);

  private final Mounted mounted;

  private final HttpMount mount;

  private final Exchange exchange;

  private final MountHead head;

  private final RequestBody body;

  private boolean cancelled; // guarded by this

  private @Nullable Thread thread; // guarded by this

  MountRun(Mounted mounted, HttpMount mount, Exchange exchange, MountHead head, RequestBody body) {
    this.mounted = mounted;
    this.mount = mount;
    this.exchange = exchange;
    this.head = head;
    this.body = body;
  }

  /// Interrupts the mount: nobody reads its answer any more.
  synchronized void cancel() {
    cancelled = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  @Override
  public void run() {
    try {
      if (begin()) {
        serve();
      }
    } catch (Throwable e) { // of a stranger; errors of the virtual machine are its own affair too
      failed(e);
    } finally {
      end();
      body.release();
    }
  }

  private synchronized boolean begin() {
    thread = Thread.currentThread();
    return !cancelled;
  }

  @SuppressWarnings("unused") // clears the flag: the thread serves others next
  private synchronized void end() {
    thread = null;
    boolean cleared = Thread.interrupted();
  }

  private void serve() throws Exception {
    MountResponse response = mount.serve(head.request(body.bytes(), exchange.remote()));
    switch (response.body()) {
      case MountResponse.Body.Whole(var bytes) -> exchange.answer(Answer.ofMount(response, bytes));
      case MountResponse.Body.Streamed(var writer) when !head.isHead() -> stream(response, writer);
      case MountResponse.Body.Streamed ignored -> exchange.answer(Answer.headOfMount(response));
    }
  }

  private void stream(MountResponse response, MountResponse.Writer writer) throws IOException {
    MountStream out = new MountStream(exchange, response);
    boolean complete = false;
    try {
      writer.writeTo(out);
      out.finish();
      complete = true;
    } finally {
      if (!complete) {
        out.cut();
      }
    }
  }

  private void failed(Throwable e) {
    if (e instanceof InterruptedException || e instanceof InterruptedIOException) {
      LOG.debug("{} gave up: request=\"{} {}\"", mounted, head.method(), head.path());
    } else if (exchange.isAbandoned()) {
      LOG.debug("{} lost its client: request=\"{} {}\"", mounted, head.method(), head.path(), e);
    } else {
      LOG.warn("{} failed: request=\"{} {}\"", mounted, head.method(), head.path(), e);
    }
    // Comes to nothing if there was an answer, or the begin of one.
    exchange.answer(Answers.INTERNAL_ERROR);
  }
}
