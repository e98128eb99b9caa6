package com.example.ingressfilter;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// A bucket of tokens for each address, filled at an even rate. Guarded by its own monitor: what is
/// done under it takes less than a microsecond.
final class Rate {

  private static final double MINUTE_NANOS = 60e9;

  private final double tokensPerNano;

  private final int burst;

  private final LongSupplier nanoTime;

  private final Map<String, Bucket> buckets;

  private record Bucket(double tokens, long atNanos) {}

  Rate(int perMinute, int burst, int addressesMax, LongSupplier nanoTime) {
    this.tokensPerNano = perMinute / MINUTE_NANOS;
    this.burst = burst;
    this.nanoTime = nanoTime;
    this.buckets =
        new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > addressesMax;
          }
        };
  }

  /// Whether the address still had a token, which it has no more.
  synchronized boolean take(String address) {
    long now = nanoTime.getAsLong();
    Bucket before = buckets.getOrDefault(address, new Bucket(burst, now));
    double tokens = Math.min(burst, before.tokens() + (now - before.atNanos()) * tokensPerNano);
    boolean taken = tokens >= 1;
    buckets.put(address, new Bucket(taken ? tokens - 1 : tokens, now));
    return taken;
  }
}
