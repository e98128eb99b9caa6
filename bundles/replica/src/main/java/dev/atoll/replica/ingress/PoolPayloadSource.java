package dev.atoll.replica.ingress;

import dev.atoll.spi.consensus.PayloadSource;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/// Makes payloads of what is in the ingress pool, and reads them when they come back in a block.
///
/// Callable from any thread. The newest payloads are remembered with their calls, so that a block
/// of this node is neither decoded nor hashed again.
public final class PoolPayloadSource implements PayloadSource {

  /// Payloads that are remembered until a block brings them back: proposals that may be under way.
  static final int REMEMBERED_PAYLOADS_MAX = 4;

  private final IngressPool pool;

  /// Oldest first; guarded by itself.
  private final ArrayDeque<Built> remembered = new ArrayDeque<>();

  private record Built(Bytes payload, List<SignedCall> calls) {}

  public PoolPayloadSource(IngressPool pool) {
    this.pool = pool;
  }

  @Override
  public Bytes build(Height height, long timeNanos, int maxSizeBytes) {
    List<SignedCall> calls = pool.select(timeNanos, maxSizeBytes);
    Bytes payload = PayloadCodec.encode(calls);
    if (!payload.isEmpty()) {
      remember(new Built(payload, calls));
    }
    return payload;
  }

  private void remember(Built built) {
    synchronized (remembered) {
      remembered.addLast(built);
      if (remembered.size() > REMEMBERED_PAYLOADS_MAX) {
        remembered.removeFirst();
      }
    }
  }

  @Override
  public boolean awaitWork(Duration limit) throws InterruptedException {
    return pool.await(limit);
  }

  /// The calls of a payload that came out of consensus.
  ///
  /// @throws RuntimeException as [PayloadCodec#decode]
  public List<SignedCall> callsOf(Bytes payload) {
    synchronized (remembered) {
      for (Iterator<Built> i = remembered.iterator(); i.hasNext(); ) {
        Built built = i.next();
        if (built.payload().equals(payload)) {
          i.remove();
          return built.calls();
        }
      }
    }
    return PayloadCodec.decode(payload);
  }
}
