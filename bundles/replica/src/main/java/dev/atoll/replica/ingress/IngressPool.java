package dev.atoll.replica.ingress;

import dev.atoll.types.RequestId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/// Calls that wait for a block, in the order in which they came; bounded in number and bytes.
///
/// Callable from any thread. A call stays until a batch with it was executed or it expires, so
/// that a block that is never finalized loses nothing.
///
/// Source: reference implementation `rs/artifact_pool/src/ingress_pool.rs`.
public final class IngressPool {

  public static final int CALLS_MAX = 20_000;

  public static final long SIZE_BYTES_MAX = 256L << 20;

  private final LinkedHashMap<RequestId, PooledIngress> calls = new LinkedHashMap<>();

  /// Calls that a delivered batch contains and that are not executed yet: not proposed again.
  private final LinkedHashMap<RequestId, PooledIngress> delivered = new LinkedHashMap<>();

  private long sizeBytes;

  /// Adds `call`; the same call twice is one.
  ///
  /// @return false if there is no room
  public synchronized boolean add(PooledIngress call) {
    if (calls.containsKey(call.requestId()) || delivered.containsKey(call.requestId())) {
      return true;
    }
    if (calls.size() >= CALLS_MAX || sizeBytes + call.envelope().size() > SIZE_BYTES_MAX) {
      return false;
    }
    calls.put(call.requestId(), call);
    sizeBytes += call.envelope().size();
    notifyAll();
    return true;
  }

  public synchronized boolean contains(RequestId id) {
    return calls.containsKey(id) || delivered.containsKey(id);
  }

  /// The oldest calls that are still good at `timeNanos`, up to a total of `sizeBytesMax`; drops
  /// those that have expired.
  public synchronized List<PooledIngress> select(long timeNanos, int sizeBytesMax) {
    List<PooledIngress> expired = new ArrayList<>();
    List<PooledIngress> chosen = new ArrayList<>();
    long size = 0;
    for (PooledIngress call : calls.values()) {
      if (Long.compareUnsigned(call.expiryNanos(), timeNanos) < 0) {
        expired.add(call);
        continue;
      }
      size += call.envelope().size() + PayloadCodec.OVERHEAD_BYTES_PER_CALL;
      if (size > sizeBytesMax && !chosen.isEmpty()) {
        break;
      }
      chosen.add(call);
    }
    expired.forEach(call -> drop(call.requestId()));
    return chosen;
  }

  /// Notes that a delivered batch contains these calls.
  public synchronized void delivered(Collection<PooledIngress> batch) {
    for (PooledIngress call : batch) {
      drop(call.requestId());
      delivered.put(call.requestId(), call);
    }
  }

  /// Forgets calls that were executed.
  public synchronized void executed(Collection<PooledIngress> batch) {
    batch.forEach(call -> delivered.remove(call.requestId()));
  }

  /// Waits until there is a call to propose.
  public synchronized boolean await(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (calls.isEmpty()) {
      long left = (end - System.nanoTime() + 999_999) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  public synchronized int size() {
    return calls.size();
  }

  private void drop(RequestId id) {
    PooledIngress call = calls.remove(id);
    if (call != null) {
      sizeBytes -= call.envelope().size();
    }
  }
}
