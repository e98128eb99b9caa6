package dev.atoll.replica.ingress;

import dev.atoll.types.RequestId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Calls that wait for a block, in the order in which they came; bounded in number and bytes.
///
/// Callable from any thread. A call stays until a batch with it was executed or it expires, so that
/// a block that is never finalized loses nothing.
///
/// Source: reference implementation `rs/artifact_pool/src/ingress_pool.rs`.
public final class IngressPool {

  public static final int CALLS_MAX = 20_000;

  public static final long SIZE_BYTES_MAX = 256L << 20;

  private final int callsMax;

  private final long sizeBytesMax;

  private final LinkedHashMap<RequestId, SignedCall> calls = new LinkedHashMap<>();

  /// Calls that a delivered batch contains and that are not executed yet: not proposed again.
  private final LinkedHashMap<RequestId, SignedCall> delivered = new LinkedHashMap<>();

  private long sizeBytes;

  private boolean woken;

  public IngressPool() {
    this(CALLS_MAX, SIZE_BYTES_MAX);
  }

  IngressPool(int callsMax, long sizeBytesMax) {
    this.callsMax = callsMax;
    this.sizeBytesMax = sizeBytesMax;
  }

  /// Adds `call`; the same call twice is one.
  ///
  /// @return false if there is no room
  public synchronized boolean add(SignedCall call) {
    if (contains(call.requestId())) {
      return true;
    }
    if (calls.size() >= callsMax || sizeBytes + call.sizeBytes() > sizeBytesMax) {
      return false;
    }
    calls.put(call.requestId(), call);
    sizeBytes += call.sizeBytes();
    notifyAll();
    return true;
  }

  public synchronized boolean contains(RequestId id) {
    return calls.containsKey(id) || delivered.containsKey(id);
  }

  /// The oldest calls that a batch at `timeNanos` may start, as many as fit into `payloadBytesMax`;
  /// drops those that have expired.
  public synchronized List<SignedCall> select(long timeNanos, int payloadBytesMax) {
    List<SignedCall> expired = new ArrayList<>();
    List<SignedCall> chosen = new ArrayList<>();
    long size = 0;
    for (SignedCall call : calls.values()) {
      if (Long.compareUnsigned(call.expiryNanos(), timeNanos) < 0) {
        expired.add(call);
        continue;
      }
      long added = (long) call.envelope().size() + PayloadCodec.OVERHEAD_BYTES_PER_CALL;
      // A call may expire too late for now if the clock stepped back; its time will come.
      if (IngressExpiry.holds(call.expiryNanos(), timeNanos) && size + added <= payloadBytesMax) {
        size += added;
        chosen.add(call);
      }
    }
    expired.forEach(call -> drop(call.requestId()));
    return chosen;
  }

  /// Notes that a delivered batch contains these calls.
  public synchronized void delivered(Collection<SignedCall> batch) {
    for (SignedCall call : batch) {
      drop(call.requestId());
      delivered.put(call.requestId(), call);
    }
  }

  /// Forgets calls that were executed.
  public synchronized void executed(Collection<SignedCall> batch) {
    batch.forEach(call -> delivered.remove(call.requestId()));
  }

  /// Has [#await] return, now or the next time: a block without calls is wanted.
  public synchronized void wake() {
    woken = true;
    notifyAll();
  }

  /// Waits until there is a call to propose, or until [#wake].
  public synchronized boolean await(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (calls.isEmpty() && !woken) {
      long left = (end - System.nanoTime() + 999_999) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    woken = false;
    return true;
  }

  public synchronized int size() {
    return calls.size();
  }

  private void drop(RequestId id) {
    @Nullable SignedCall call = calls.remove(id);
    if (call != null) {
      sizeBytes -= call.sizeBytes();
    }
  }
}
