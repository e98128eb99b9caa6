package dev.atoll.replica.state;

import dev.atoll.types.RequestId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The status of each user's call that was inducted in the last minutes; it is what makes a call
/// happen once, however often it is proposed.
///
/// Source: reference implementation `rs/replicated_state/src/metadata_state.rs`, `IngressHistory`.
public final class IngressHistory {

  /// How long an entry stays after its last change. Source: `MAX_INGRESS_TTL`, five minutes.
  public static final long STATUS_TTL_NANOS = 300_000_000_000L;

  private static final Comparator<RequestId> BY_BYTES = Comparator.comparing(RequestId::bytes);

  private final TreeMap<RequestId, IngressStatus.Entry> entries = new TreeMap<>(BY_BYTES);

  private final TreeSet<Deadline> deadlines =
      new TreeSet<>(
          Comparator.comparingLong(Deadline::nanos).thenComparing(Deadline::id, BY_BYTES));

  /// Request ids whose entry was set or dropped since the last [#takeChanged].
  private final TreeSet<RequestId> changed = new TreeSet<>(BY_BYTES);

  private record Deadline(long nanos, RequestId id) {}

  public IngressStatus.@Nullable Entry get(RequestId id) {
    return entries.get(id);
  }

  /// All entries by request id; unmodifiable.
  public SortedMap<RequestId, IngressStatus.Entry> entries() {
    return Collections.unmodifiableSortedMap(entries);
  }

  public void put(RequestId id, IngressStatus.Entry entry) {
    IngressStatus.@Nullable Entry before = entries.put(id, entry);
    if (before != null && before.status().isTerminal()) {
      deadlines.remove(new Deadline(deadline(before), id));
    }
    if (entry.status().isTerminal()) {
      deadlines.add(new Deadline(deadline(entry), id));
    }
    changed.add(id);
  }

  /// Moves the call to `status`, if it is in the history.
  public void update(RequestId id, IngressStatus status, long nowNanos) {
    IngressStatus.@Nullable Entry entry = entries.get(id);
    if (entry != null && !entry.status().isTerminal()) {
      put(
          id,
          new IngressStatus.Entry(
              entry.sender(),
              entry.receiver(),
              entry.effectiveCanisterId(),
              status,
              nowNanos,
              entry.expiryNanos()));
    }
  }

  /// Drops the terminal entries whose time is over.
  public void prune(long nowNanos) {
    while (!deadlines.isEmpty() && deadlines.first().nanos() < nowNanos) {
      RequestId id = deadlines.removeFirst().id();
      entries.remove(id);
      changed.add(id);
    }
  }

  /// What changed since the last call, in ascending order; for the canonical state tree.
  public List<RequestId> takeChanged() {
    List<RequestId> ids = new ArrayList<>(changed);
    changed.clear();
    return ids;
  }

  public int size() {
    return entries.size();
  }

  private static long deadline(IngressStatus.Entry entry) {
    return Math.max(entry.changedNanos() + STATUS_TTL_NANOS, entry.expiryNanos());
  }
}
