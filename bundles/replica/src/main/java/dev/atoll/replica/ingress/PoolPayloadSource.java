package dev.atoll.replica.ingress;

import dev.atoll.spi.consensus.PayloadSource;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.time.Duration;

/// Makes payloads of what is in the ingress pool.
public final class PoolPayloadSource implements PayloadSource {

  private final IngressPool pool;

  public PoolPayloadSource(IngressPool pool) {
    this.pool = pool;
  }

  @Override
  public Bytes build(Height height, long timeNanos, int maxSizeBytes) {
    return PayloadCodec.encode(pool.select(timeNanos, maxSizeBytes));
  }

  @Override
  public boolean awaitWork(Duration limit) throws InterruptedException {
    return pool.await(limit);
  }
}
