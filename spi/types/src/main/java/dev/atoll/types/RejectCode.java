package dev.atoll.types;

/// Why a call was rejected, as callers and canisters see it.
///
/// Source: Internet Computer interface specification, "Reject codes".
public enum RejectCode {
  /// Fatal system error; retrying is unlikely to help.
  SYS_FATAL(1),
  /// Transient system error; retrying might help.
  SYS_TRANSIENT(2),
  /// The destination is invalid.
  DESTINATION_INVALID(3),
  /// The canister rejected the call explicitly.
  CANISTER_REJECT(4),
  /// The canister failed.
  CANISTER_ERROR(5),
  /// The outcome is unknown; only for calls with a bounded wait.
  SYS_UNKNOWN(6);

  private final int code;

  RejectCode(int code) {
    this.code = code;
  }

  /// The number on the wire.
  public int code() {
    return code;
  }

  /// @throws IllegalArgumentException if `code` is not 1 to 6
  public static RejectCode ofCode(int code) {
    if (code < 1 || code > values().length) {
      throw new IllegalArgumentException(
          "reject code is %d, 1 to %d allowed".formatted(code, values().length));
    }
    return values()[code - 1];
  }
}
