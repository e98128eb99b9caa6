package dev.atoll.replica.management;

import dev.atoll.types.Cycles;

/// What the management canister does differently from network to network.
///
/// Every node of a subnet has the same.
///
/// @param provisional whether everybody may create canisters and cycles out of nothing, as on
///     development networks
/// @param defaultProvisionalCycles what a canister gets that is created so without an amount
/// @param replicaVersion the version that `subnet_info` tells
public record ManagementConfig(
    boolean provisional, Cycles defaultProvisionalCycles, String replicaVersion) {

  /// 100 T. Source: reference implementation, `DEFAULT_PROVISIONAL_CYCLES_BALANCE`.
  public static final Cycles DEFAULT_PROVISIONAL_CYCLES = Cycles.of(100_000_000_000_000L);

  /// A development network.
  public static ManagementConfig development(String replicaVersion) {
    return new ManagementConfig(true, DEFAULT_PROVISIONAL_CYCLES, replicaVersion);
  }
}
