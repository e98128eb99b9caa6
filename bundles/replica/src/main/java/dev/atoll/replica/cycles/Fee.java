package dev.atoll.replica.cycles;

import java.math.BigInteger;

/// What one unit of something costs on a subnet of [#REFERENCE_SUBNET_SIZE] nodes, in cycles.
///
/// Source: reference implementation `rs/config/src/subnet_config.rs`, `CyclesAccountManagerConfig`.
enum Fee {
  CANISTER_CREATION(500_000_000_000L),
  /// Starting to execute a message.
  EXECUTION(5_000_000),
  INSTRUCTION(1),
  /// Wasm64 needs bounds checks and larger working sets.
  INSTRUCTION_MEMORY64(2),
  INGRESS_MESSAGE(1_200_000),
  INGRESS_BYTE(2_000),
  /// A call to a canister with its response, without their bytes.
  CALL(260_000),
  CALL_BYTE(1_000),
  GIB_STORAGE_SECOND(127_000),
  COMPUTE_PERCENT_SECOND(10_000_000),
  /// A signature or a key derivation.
  CHAIN_KEY(10_000_000_000L);

  /// The number of nodes that the fees are for. Source: `DEFAULT_REFERENCE_SUBNET_SIZE`.
  static final int REFERENCE_SUBNET_SIZE = 13;

  private final BigInteger cycles;

  Fee(long cycles) {
    this.cycles = BigInteger.valueOf(cycles);
  }

  /// The fee for `count` units on the reference subnet.
  ///
  /// @param count unsigned
  BigInteger times(long count) {
    return cycles.multiply(unsigned(count));
  }

  static BigInteger unsigned(long value) {
    BigInteger signed = BigInteger.valueOf(value);
    return value < 0 ? signed.add(BigInteger.ONE.shiftLeft(Long.SIZE)) : signed;
  }
}
