package dev.atoll.candid;

/// What a decoder spends on one message before it gives up; counted, so equal on every machine.
///
/// Source: reference implementation `rust/candid/src/de.rs` (cost model of `set_decoding_quota`),
/// `binary_parser.rs` and `utils.rs` (depth where the stack cannot be measured).
///
/// @param decodingQuota cost units for all work; skipped values count fifty-fold
/// @param skippingQuota cost units for values that are skipped: extra arguments and fields, and
///     optional values of an unexpected type
/// @param typeTableSizeMax type definitions in a message
/// @param depthMax values nested in each other
public record DecodeLimits(
    long decodingQuota, long skippingQuota, int typeTableSizeMax, int depthMax) {

  public static final int TYPE_TABLE_SIZE_MAX = 10_000;

  public static final int DEPTH_MAX = 512;

  /// Enough for every message of the network, whose largest is 10 MiB, and less than what a small
  /// message that stands for a huge value would need.
  public static final DecodeLimits DEFAULT =
      new DecodeLimits(20_000_000, 20_000_000, TYPE_TABLE_SIZE_MAX, DEPTH_MAX);

  /// What the management canister allows: at most 10,000 units for skipped values.
  ///
  /// Source: reference implementation `rs/types/management_canister_types/src/lib.rs`.
  public static final DecodeLimits MANAGEMENT_CANISTER = DEFAULT.withSkippingQuota(10_000);

  public DecodeLimits {
    if (decodingQuota < 0 || skippingQuota < 0 || typeTableSizeMax < 0) {
      throw new CandidException("a decode limit is negative");
    }
    if (depthMax < 1 || depthMax > DEPTH_MAX) {
      throw new CandidException(
          "depth limit is %d, expected 1 to %d".formatted(depthMax, DEPTH_MAX));
    }
  }

  public DecodeLimits withDecodingQuota(long quota) {
    return new DecodeLimits(quota, skippingQuota, typeTableSizeMax, depthMax);
  }

  public DecodeLimits withSkippingQuota(long quota) {
    return new DecodeLimits(decodingQuota, quota, typeTableSizeMax, depthMax);
  }
}
