package dev.atoll.boundary.upstream;

import dev.atoll.types.Bytes;
import dev.atoll.types.RequestId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Calls that an upstream took and whose answer may be asked for: the oldest are forgotten when
/// they take too much. Guarded by its own monitor.
final class PendingCalls {

  private final long bytesMax;
  private final SequencedMap<RequestId, Pending> calls = new LinkedHashMap<>();
  private long bytes;

  PendingCalls(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /// @param scope and id of the URL, such as `canister/aaaaa-aa`
  /// @param upstream that took it
  /// @param hasWaited whether the upstream was asked to wait for the answer
  /// @param certificate what it answered then; null if it waited in vain
  record Pending(
      String scope,
      Bytes envelope,
      Upstream upstream,
      boolean hasWaited,
      @Nullable Bytes certificate) {

    int size() {
      return envelope.size() + (certificate == null ? 0 : certificate.size());
    }
  }

  synchronized void put(RequestId id, Pending call) {
    remove(id);
    calls.put(id, call);
    bytes += call.size();
    Iterator<Pending> oldest = calls.values().iterator();
    while (bytes > bytesMax && calls.size() > 1) {
      bytes -= oldest.next().size();
      oldest.remove();
    }
  }

  synchronized @Nullable Pending get(RequestId id) {
    return calls.get(id);
  }

  synchronized void remove(RequestId id) {
    Pending removed = calls.remove(id);
    if (removed != null) {
      bytes -= removed.size();
    }
  }

  synchronized int size() {
    return calls.size();
  }
}
