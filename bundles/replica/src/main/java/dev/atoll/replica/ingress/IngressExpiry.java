package dev.atoll.replica.ingress;

import org.jspecify.annotations.Nullable;

/// When a request may be made and executed.
///
/// Source: reference implementation `rs/limits/src/lib.rs`, `MAX_INGRESS_TTL` and
/// `PERMITTED_DRIFT_AT_VALIDATOR`.
public final class IngressExpiry {

  public static final long INGRESS_TTL_NANOS_MAX = 300_000_000_000L;

  /// How much the clocks of clients may be ahead.
  public static final long DRIFT_NANOS_MAX = 60_000_000_000L;

  private IngressExpiry() {}

  /// Why a request with this expiry is refused at `nowNanos`, or null.
  public static @Nullable String refusal(long expiryNanos, long nowNanos) {
    long latest = nowNanos + INGRESS_TTL_NANOS_MAX + DRIFT_NANOS_MAX;
    if (Long.compareUnsigned(nowNanos, expiryNanos) <= 0
        && Long.compareUnsigned(expiryNanos, latest) <= 0) {
      return null;
    }
    return """
    Invalid request expiry: Specified ingress_expiry not within expected range: \
    Minimum allowed expiry: %s, Maximum allowed expiry: %s, Provided expiry: %s\
    """
        .formatted(
            Timestamps.text(nowNanos), Timestamps.text(latest), Timestamps.text(expiryNanos));
  }

  /// Whether a batch at `batchNanos` may still start the call: the same on every replica.
  public static boolean holds(long expiryNanos, long batchNanos) {
    return Long.compareUnsigned(batchNanos, expiryNanos) <= 0
        && Long.compareUnsigned(expiryNanos, batchNanos + INGRESS_TTL_NANOS_MAX + DRIFT_NANOS_MAX)
            <= 0;
  }
}
