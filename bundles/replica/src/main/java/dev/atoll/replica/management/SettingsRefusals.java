package dev.atoll.replica.management;

import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import java.math.BigInteger;

/// Why settings are rejected, in the words of the reference implementation.
///
/// Source: reference implementation `rs/execution_environment/src/canister_settings.rs` and
/// `canister_manager/types.rs`.
final class SettingsRefusals {

  private SettingsRefusals() {}

  static ManagementException outOfRange(String expectation, BigInteger found) {
    return contract("%s, got %s".formatted(expectation, Texts.grouped(found)));
  }

  static ManagementException tooManyControllers(int most) {
    return contract(
        ("Could not validate the settings: Invalid settings: 'controllers' length exceeds maximum"
                + " size allowed of %d.")
            .formatted(most));
  }

  private static ManagementException contract(String text) {
    return new ManagementException(ErrorCode.CANISTER_CONTRACT_VIOLATION, text);
  }

  static ManagementException duplicateVariable() {
    return payload("Duplicate environment variables are not allowed");
  }

  static ManagementException tooManyVariables(int most, int count) {
    return payload("Too many environment variables: %d (max: %d)".formatted(count, most));
  }

  static ManagementException variableNameTooLong(String name, int most) {
    return payload(
        "Environment variable name \"%s\" exceeds the maximum allowed length of %d."
            .formatted(name, most));
  }

  static ManagementException variableValueTooLong(String value, int most) {
    return payload(
        "Environment variable value \"%s\" exceeds the maximum allowed length of %d."
            .formatted(value, most));
  }

  private static ManagementException payload(String text) {
    return new ManagementException(ErrorCode.INVALID_MANAGEMENT_PAYLOAD, text);
  }

  static ManagementException logMemoryTooLow(BigInteger bytes, long least) {
    return new ManagementException(
        ErrorCode.CANISTER_REJECTED_MESSAGE,
        "The canister log memory limit %s is too low. It must be at least %d."
            .formatted(bytes, least));
  }

  static ManagementException logMemoryTooHigh(BigInteger bytes, long most) {
    return new ManagementException(
        ErrorCode.CANISTER_REJECTED_MESSAGE,
        "The canister log memory limit %s is too high. It must be at most %d."
            .formatted(bytes, most));
  }

  static ManagementException computeOversubscribed(int requested, int available) {
    return new ManagementException(
        ErrorCode.SUBNET_OVERSUBSCRIBED,
        ("Canister requested a compute allocation of %d%% which cannot be satisfied because the"
                + " Subnet's remaining compute capacity is %d%%.")
            .formatted(requested, available));
  }

  static ManagementException memoryOversubscribed(BigInteger requested, BigInteger available) {
    return new ManagementException(
        ErrorCode.SUBNET_OVERSUBSCRIBED,
        "Canister requested %s of memory but only %s are available in the subnet."
            .formatted(Texts.size(requested), Texts.size(available)));
  }

  static ManagementException computeNotPaid(int percent, Cycles missing) {
    return new ManagementException(
        ErrorCode.INSUFFICIENT_CYCLES_IN_COMPUTE_ALLOCATION,
        ("Cannot increase compute allocation to %d%% due to insufficient cycles. At least %s"
                + " additional cycles are required.")
            .formatted(percent, Texts.grouped(missing)));
  }

  static ManagementException memoryNotPaid(BigInteger bytes, Cycles missing) {
    return new ManagementException(
        ErrorCode.INSUFFICIENT_CYCLES_IN_MEMORY_ALLOCATION,
        ("Cannot increase memory allocation to %s due to insufficient cycles. At least %s"
                + " additional cycles are required.")
            .formatted(Texts.size(bytes), Texts.grouped(missing)));
  }

  static ManagementException reservedLimitTooLow(Cycles limit, Cycles reserved) {
    return new ManagementException(
        ErrorCode.RESERVED_CYCLES_LIMIT_IS_TOO_LOW,
        "Cannot set the reserved cycles limit %s below the reserved cycles balance of the canister %s."
            .formatted(Texts.grouped(limit), Texts.grouped(reserved)));
  }

  static ManagementException reservedLimitExceeded(
      BigInteger allocation, Cycles limit, Cycles excess) {
    return new ManagementException(
        ErrorCode.RESERVED_CYCLES_LIMIT_EXCEEDED_IN_MEMORY_ALLOCATION,
        ("Cannot increase memory allocation to %s due to its reserved cycles limit. The current"
                + " limit (%s) would be exceeded by %s.")
            .formatted(Texts.size(allocation), Texts.grouped(limit), Texts.grouped(excess)));
  }
}
