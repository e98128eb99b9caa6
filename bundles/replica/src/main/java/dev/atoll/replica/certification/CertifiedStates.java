package dev.atoll.replica.certification;

import dev.atoll.replica.execution.CanisterSnapshot;
import dev.atoll.replica.execution.PublishedState;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The newest certified state and everything that readers beside the subnet's thread need of it.
///
/// The subnet's thread publishes; any thread reads. Readers that use canister memories do so inside
/// [#read], which publication waits for and which waits for publication.
public final class CertifiedStates implements PublishedState {

  private final SubnetInfo subnet;

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  private volatile @Nullable CertifiedState latest;

  /// Why there will be no further state; null as long as there will.
  private volatile @Nullable Throwable failure;

  private final ConcurrentSkipListMap<Principal, CanisterSnapshot> canisters =
      new ConcurrentSkipListMap<>();

  private final ConcurrentHashMap<RequestId, IngressStatus.Entry> statuses =
      new ConcurrentHashMap<>();

  /// Who waits for which answer; a list is changed under the lock of its entry alone.
  private final ConcurrentHashMap<RequestId, List<CompletableFuture<Bytes>>> waiting =
      new ConcurrentHashMap<>();

  public CertifiedStates(SubnetInfo subnet) {
    this.subnet = subnet;
  }

  /// What a round changed for readers; a null value is something that is gone.
  ///
  /// @param canisters snapshots of the changed canisters
  /// @param statuses of the changed calls
  public record Changes(
      Map<Principal, ? extends @Nullable CanisterSnapshot> canisters,
      Map<RequestId, IngressStatus.@Nullable Entry> statuses) {}

  /// Makes `state` the newest one.
  ///
  /// @param publish copies the memories and says what changed; runs while no reader is inside
  public void publish(CertifiedState state, Supplier<Changes> publish) {
    Changes changes;
    lock.writeLock().lock();
    try {
      changes = publish.get();
      changes.canisters().forEach((id, snapshot) -> set(canisters, id, snapshot));
      changes.statuses().forEach((id, entry) -> set(statuses, id, entry));
      latest = state;
    } finally {
      lock.writeLock().unlock();
    }
    changes
        .statuses()
        .forEach(
            (id, entry) -> {
              if (entry != null && entry.status().isTerminal()) {
                complete(id, state);
              }
            });
  }

  /// Makes the one certificate for all who wait, on another thread.
  private void complete(RequestId id, CertifiedState state) {
    @Nullable List<CompletableFuture<Bytes>> waiters = waiting.remove(id);
    if (waiters != null) {
      ForkJoinPool.commonPool().execute(() -> complete(waiters, id, state));
    }
  }

  private static void complete(
      List<CompletableFuture<Bytes>> waiters, RequestId id, CertifiedState state) {
    try {
      Bytes certificate = state.statusCertificate(id);
      waiters.forEach(waiter -> waiter.complete(certificate));
    } catch (RuntimeException e) { // given to all who wait
      waiters.forEach(waiter -> waiter.completeExceptionally(e));
    }
  }

  private static <K, V> void set(Map<K, V> map, K key, @Nullable V value) {
    if (value == null) {
      map.remove(key);
    } else {
      map.put(key, value);
    }
  }

  /// The newest certified state, or null before the first one.
  public @Nullable CertifiedState latest() {
    return latest;
  }

  /// The newest certified state.
  ///
  /// @throws IllegalStateException before the first one
  public CertifiedState require() {
    @Nullable CertifiedState state = latest;
    if (state == null) {
      throw new IllegalStateException("no state is certified yet");
    }
    return state;
  }

  public SubnetInfo subnet() {
    return subnet;
  }

  public @Nullable CanisterSnapshot canister(Principal id) {
    return canisters.get(id);
  }

  public IngressStatus.@Nullable Entry status(RequestId id) {
    return statuses.get(id);
  }

  /// Completes with the certificate of the first state that shows an answer to the call; forever
  /// open if there is none, so cancel it to stop waiting.
  public CompletableFuture<Bytes> answer(RequestId id) {
    CompletableFuture<Bytes> answer = new CompletableFuture<>();
    waiting.compute(
        id,
        (key, others) -> {
          List<CompletableFuture<Bytes>> waiters = others == null ? new ArrayList<>() : others;
          waiters.add(answer);
          return waiters;
        });
    // From here on publication finds the waiter; what was published before is seen here.
    @Nullable CertifiedState shown = consistently(() -> isAnswered(id) ? latest : null);
    if (shown != null) {
      leave(id, answer);
      answer.complete(shown.statusCertificate(id));
      return answer;
    }
    var _ = answer.whenComplete((certificate, thrown) -> leave(id, answer));
    @Nullable Throwable cause = failure;
    if (cause != null) {
      answer.completeExceptionally(cause);
    }
    return answer;
  }

  /// Ends all waiting: no further state will be published.
  public void fail(Throwable cause) {
    failure = cause;
    for (RequestId id : List.copyOf(waiting.keySet())) {
      @Nullable List<CompletableFuture<Bytes>> waiters = waiting.remove(id);
      if (waiters != null) {
        waiters.forEach(waiter -> waiter.completeExceptionally(cause));
      }
    }
  }

  private boolean isAnswered(RequestId id) {
    IngressStatus.@Nullable Entry entry = statuses.get(id);
    return entry != null && entry.status().isTerminal();
  }

  @SuppressWarnings("ReferenceEquality") // a future equals itself alone
  private void leave(RequestId id, CompletableFuture<Bytes> answer) {
    waiting.computeIfPresent(
        id,
        (key, waiters) -> {
          waiters.removeIf(waiter -> waiter == answer);
          return waiters.isEmpty() ? null : waiters;
        });
  }

  /// The number of calls whose answer somebody waits for.
  int waitingCalls() {
    return waiting.size();
  }

  /// Runs `reader` while no publication can happen, so that what it reads here belongs together; it
  /// must be short.
  public <T extends @Nullable Object> T consistently(Supplier<T> reader) {
    lock.readLock().lock();
    try {
      return reader.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public <T extends @Nullable Object> T read(Function<View, T> reader) {
    return consistently(() -> reader.apply(new CurrentView(require())));
  }

  private final class CurrentView implements View {

    private final CertifiedState state;

    CurrentView(CertifiedState state) {
      this.state = state;
    }

    @Override
    public long timeNanos() {
      return state.timeNanos();
    }

    @Override
    public SubnetInfo subnet() {
      return subnet;
    }

    @Override
    public @Nullable CanisterSnapshot canister(Principal id) {
      return canisters.get(id);
    }

    @Override
    public Bytes dataCertificate(Principal canister) {
      return state.dataCertificate(canister);
    }
  }
}
