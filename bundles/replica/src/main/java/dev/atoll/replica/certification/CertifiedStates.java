package dev.atoll.replica.certification;

import dev.atoll.replica.execution.CanisterSnapshot;
import dev.atoll.replica.execution.PublishedState;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
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

  private final ConcurrentSkipListMap<Principal, CanisterSnapshot> canisters =
      new ConcurrentSkipListMap<>();

  private final ConcurrentHashMap<RequestId, IngressStatus.Entry> statuses =
      new ConcurrentHashMap<>();

  private final ConcurrentHashMap<RequestId, CompletableFuture<CertifiedState>> waiting =
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
                @Nullable CompletableFuture<CertifiedState> waiter = waiting.remove(id);
                if (waiter != null) {
                  waiter.completeAsync(() -> state);
                }
              }
            });
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

  /// Completes with the first certified state that shows an answer to the call.
  ///
  /// Callers of the same call share the future's completion, each with a stage of its own.
  public CompletableFuture<CertifiedState> answered(RequestId id) {
    CompletableFuture<CertifiedState> shared =
        waiting.computeIfAbsent(id, ignored -> new CompletableFuture<>());
    IngressStatus.@Nullable Entry entry = statuses.get(id);
    if (entry != null && entry.status().isTerminal()) {
      waiting.remove(id, shared);
      shared.complete(require());
    }
    return shared.copy();
  }

  /// Forgets that somebody waits for an answer that will not come: the call expired.
  public void abandon(RequestId id) {
    waiting.remove(id);
  }

  @Override
  public <T extends @Nullable Object> T read(Function<View, T> reader) {
    lock.readLock().lock();
    try {
      return reader.apply(new CurrentView(require()));
    } finally {
      lock.readLock().unlock();
    }
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
