package dev.atoll.replica;

import dev.atoll.replica.ingress.IngressPool;
import dev.atoll.replica.ingress.PoolPayloadSource;
import dev.atoll.replica.ingress.SignedCall;
import dev.atoll.replica.persistence.BlockStore;
import dev.atoll.replica.persistence.Checkpoints;
import dev.atoll.replica.persistence.PendingCheckpoint;
import dev.atoll.replica.scheduler.RoundSummary;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.spi.consensus.BatchSink;
import dev.atoll.spi.consensus.ConsensusEngine.StartPoint;
import dev.atoll.spi.consensus.FinalizedBatch;
import dev.atoll.types.Height;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that owns the replicated state: takes durable batches in order, executes them, begins
/// checkpoints.
///
/// [#deliver] is called by the consensus engine's thread; everything else of the state happens on
/// the thread started by [#start], but for the writing of checkpoints, which goes on beside it.
final class SubnetThread implements BatchSink {

  private static final Logger LOG = LoggerFactory.getLogger(SubnetThread.class);

  /// How long [#stop] waits for the thread after it has stopped the writing.
  private static final Duration LAST_COMMIT_MAX = Duration.ofSeconds(1);

  private final BatchExecutor executor;

  private final BlockStore blocks;

  private final Checkpoints checkpoints;

  private final IngressPool pool;

  private final PoolPayloadSource payloads;

  private final Duration checkpointInterval;

  private final boolean keepBlocks;

  private final LongSupplier nanoTime;

  private final Duration stopMax;

  private final Consumer<Throwable> onFailure;

  private final ReplicaMetrics metrics;

  private final ArrayBlockingQueue<Delivered> queue;

  /// What others want to have done between two rounds.
  private final ConcurrentLinkedQueue<FutureTask<?>> between = new ConcurrentLinkedQueue<>();

  private final Thread thread;

  private Height lastDelivered;

  private long lastDeliveredNanos;

  private volatile boolean stopping;

  /// The checkpoint that is written or was written last.
  private volatile @Nullable CheckpointWriter writer;

  /// Set when [#stop] waits no longer: no checkpoint is begun after it.
  private volatile boolean abandoned;

  private volatile @Nullable Throwable failure;

  private record Delivered(FinalizedBatch batch, List<SignedCall> calls) {}

  /// @param nanoTime a clock for intervals
  /// @param stopMax how long [#stop] waits
  /// @param onFailure is told once why execution stopped, on the thread itself
  /// @param stackSizeBytes what canister code needs
  SubnetThread(
      BatchExecutor executor,
      BlockStore blocks,
      Checkpoints checkpoints,
      IngressPool pool,
      PoolPayloadSource payloads,
      ReplicaConfig config,
      LongSupplier nanoTime,
      Duration stopMax,
      Consumer<Throwable> onFailure,
      ReplicaMetrics metrics,
      long stackSizeBytes) {
    this.executor = executor;
    this.blocks = blocks;
    this.checkpoints = checkpoints;
    this.pool = pool;
    this.payloads = payloads;
    this.checkpointInterval = config.checkpointInterval();
    this.keepBlocks = config.keepBlocks();
    this.nanoTime = nanoTime;
    this.stopMax = stopMax;
    this.onFailure = onFailure;
    this.metrics = metrics;
    this.queue = new ArrayBlockingQueue<>(config.batchesMax());
    this.lastDelivered = executor.state().height();
    this.lastDeliveredNanos = executor.state().timeNanos();
    this.thread = new Thread(null, this::run, "atoll-subnet", stackSizeBytes);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /// Ends after the batch that is being executed, with a last checkpoint. What was delivered and
  /// not executed is durable and will be replayed.
  ///
  /// What takes too long is left alone: nothing is written any more, the checkpoint before stays
  /// valid, and the blocks after it will be replayed.
  ///
  /// @return whether the thread has ended
  boolean stop() throws InterruptedException {
    stopping = true;
    if (thread.join(stopMax)) {
      return true;
    }
    abandoned = true;
    @Nullable CheckpointWriter unfinished = writer;
    if (unfinished != null && unfinished.stop()) {
      LOG.warn(
          "the checkpoint of height {} is not finished; the blocks after the one before it will be"
              + " replayed",
          unfinished.height());
    }
    if (thread.join(LAST_COMMIT_MAX)) {
      return true;
    }
    LOG.warn(
        "the batch after height {} is still executed and will be replayed",
        executor.state().height());
    return false;
  }

  /// Where an engine goes on; between two deliveries.
  StartPoint next() {
    return new StartPoint(lastDelivered.next(), lastDeliveredNanos);
  }

  /// For this thread alone.
  ReplicatedState state() {
    return executor.state();
  }

  /// Has `work` done on this thread between two rounds, and waits for it.
  ///
  /// @throws Exception as `work` does, or if execution has stopped
  <T> T betweenRounds(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    between.add(task);
    while (true) {
      try {
        return task.get(100, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (!thread.isAlive()) {
          throw new IllegalStateException("execution has stopped", failure);
        }
      } catch (InterruptedException e) {
        task.cancel(false); // unless it runs already
        throw e;
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }
  }

  private void runBetween() {
    for (FutureTask<?> task; (task = between.poll()) != null; ) {
      task.run();
    }
  }

  /// Why execution stopped, or null while it goes on.
  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void deliver(FinalizedBatch batch) throws InterruptedException {
    if (batch.height().compareTo(lastDelivered) <= 0) {
      return;
    }
    if (!batch.height().equals(lastDelivered.next())) {
      throw new IllegalArgumentException(
          "batch has the height %s, the next one is %s"
              .formatted(batch.height(), lastDelivered.next()));
    }
    if (Long.compareUnsigned(batch.timeNanos(), lastDeliveredNanos) <= 0) {
      throw new IllegalArgumentException(
          "batch %s has the time %d ns, more than %d ns expected"
              .formatted(batch.height(), batch.timeNanos(), lastDeliveredNanos));
    }
    Delivered delivered = new Delivered(batch, payloads.callsOf(batch.payload()));
    blocks.append(batch);
    pool.delivered(delivered.calls());
    metrics.finalized(batch.height());
    lastDelivered = batch.height();
    lastDeliveredNanos = batch.timeNanos();
    while (!queue.offer(delivered, 100, TimeUnit.MILLISECONDS)) {
      @Nullable Throwable cause = failure;
      if (cause != null) {
        throw new IllegalStateException("execution has stopped", cause);
      }
    }
  }

  private void run() {
    try {
      long checkpointed = nanoTime.getAsLong();
      while (!stopping) {
        @Nullable Delivered next = queue.poll(100, TimeUnit.MILLISECONDS);
        if (next != null) {
          long begin = nanoTime.getAsLong();
          RoundSummary summary = executor.execute(next.batch(), next.calls());
          metrics.round(
              next.batch().height(),
              summary,
              executor.state().canisters().size(),
              nanoTime.getAsLong() - begin);
          pool.executed(next.calls());
          if (summary.moreToDo()) {
            pool.wake();
          }
        }
        runBetween();
        checkWriter();
        if (nanoTime.getAsLong() - checkpointed >= checkpointInterval.toNanos()
            && !checkpoints.isWriting()) {
          checkpointed = nanoTime.getAsLong();
          checkpoint();
        }
      }
      awaitWriter();
      checkpoint();
      awaitWriter();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(e);
    } catch (Throwable e) { // whatever it is, the state can no longer be trusted
      fail(e);
    }
  }

  private void fail(Throwable cause) {
    failure = cause;
    LOG.error("execution stopped at height {}", executor.state().height(), cause);
    onFailure.accept(cause);
  }

  private void checkpoint() {
    Height height = executor.state().height();
    if (abandoned || height.equals(checkpoints.height())) {
      return;
    }
    long begin = nanoTime.getAsLong();
    PendingCheckpoint begun = checkpoints.begin(executor.state());
    long stallMicros = (nanoTime.getAsLong() - begin) / 1_000;
    CheckpointWriter next =
        new CheckpointWriter(begun, keepBlocks ? null : blocks, nanoTime, stallMicros, metrics);
    writer = next;
    if (abandoned) { // then nobody else might stop it
      next.stop();
    }
    next.start();
  }

  /// Fails as the writing did, if it did.
  private void checkWriter() {
    @Nullable CheckpointWriter current = writer;
    if (current != null) {
      current.check();
    }
  }

  private void awaitWriter() throws InterruptedException {
    @Nullable CheckpointWriter current = writer;
    if (current != null) {
      current.await();
      current.check();
    }
  }
}
