package dev.atoll.candid;

/// Counts down the quotas of one message.
final class DecodeBudget {

  /// Source: reference implementation `rust/candid/src/de.rs`, `add_cost`.
  private static final long SKIPPING_PENALTY = 50;

  private long decoding;

  private long skipping;

  private final DecodeLimits limits;

  private boolean isSkipping;

  DecodeBudget(DecodeLimits limits) {
    this.limits = limits;
    this.decoding = limits.decodingQuota();
    this.skipping = limits.skippingQuota();
  }

  /// Whether costs count as those of a skipped value from now on; answers what was before.
  boolean setSkipping(boolean value) {
    boolean before = isSkipping;
    isSkipping = value;
    return before;
  }

  /// @param cost below 2^40
  void charge(long cost) {
    if (isSkipping) {
      skipping -= cost;
      if (skipping < 0) {
        throw new CandidException(
            "message needs more than %d units of work for values that are skipped"
                .formatted(limits.skippingQuota()));
      }
      decoding -= cost * SKIPPING_PENALTY;
    } else {
      decoding -= cost;
    }
    if (decoding < 0) {
      throw new CandidException(
          "message needs more than %d units of work to decode".formatted(limits.decodingQuota()));
    }
  }
}
