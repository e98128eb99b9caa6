package dev.atoll.gateway.http;

import dev.atoll.spi.gateway.HttpMount;
import dev.atoll.spi.gateway.MountPoint;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A mount that is served, with threads of its own. Callable from any thread; equal to itself
/// alone.
///
/// Virtual threads would not do: one that computes for ever keeps a carrier thread from all others
/// of the process, and there are as few of those as processors.
final class Mounted {

  /// How long a mount that goes may finish what it is at.
  static final Duration FINISH_MAX = Duration.ofSeconds(2);

  /// How long it may take to notice that it was interrupted then.
  static final Duration GIVE_UP_MAX = Duration.ofSeconds(2);

  private static final long THREAD_IDLE_SECONDS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(Mounted.class);

  private final HttpMount mount;

  private final MountPoint point;

  private final String provider;

  private final GatewayConfig config;

  private final ThreadPoolExecutor threads;

  Mounted(HttpMount mount, MountPoint point, String provider, GatewayConfig config) {
    this.mount = mount;
    this.point = point;
    this.provider = provider;
    this.config = config;
    this.threads =
        new ThreadPoolExecutor(
            0,
            config.mountRequestsMax(),
            THREAD_IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            this::newThread);
  }

  private Thread newThread(Runnable work) {
    Thread thread = Thread.ofPlatform().daemon().name("mount " + point).unstarted(work);
    thread.setContextClassLoader(mount.getClass().getClassLoader());
    return thread;
  }

  MountPoint point() {
    return point;
  }

  String provider() {
    return provider;
  }

  @SuppressWarnings("ReferenceEquality") // two services may be equal
  boolean isOf(HttpMount mount) {
    return this.mount == mount;
  }

  boolean covers(String host, String path) {
    return (point.host().isEmpty() || point.host().equals(host)) && point.covers(path);
  }

  /// Has `exchange` answered, and `body` released. Called on event loops; never blocks them.
  void dispatch(Exchange exchange, MountHead head, RequestBody body) {
    MountRun run = new MountRun(this, mount, exchange, head, body);
    exchange.expect(config.mountAnswerMax(), Answers.mountTimedOut(this), run::cancel);
    try {
      threads.execute(run);
    } catch (RejectedExecutionException e) {
      body.release();
      exchange.answer(threads.isShutdown() ? Answers.UNAVAILABLE : Answers.OVERLOADED);
    }
  }

  /// Lets the requests under way end, and stops those that do not.
  void close() {
    threads.shutdown();
    try {
      if (!ended(FINISH_MAX)) {
        threads.shutdownNow();
        if (!ended(GIVE_UP_MAX)) {
          LOG.warn("{} does not give up: requests={}", this, threads.getActiveCount());
        }
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private boolean ended(Duration limit) throws InterruptedException {
    return threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public String toString() {
    return "mount " + point + " of " + provider;
  }
}
