package dev.atoll.wasm.memory;

/// Is asked before a memory grows, by whoever sets the limits of a canister.
@FunctionalInterface
public interface GrowthGuard {

  /// Allows everything.
  GrowthGuard NONE = (oldBytes, newBytes) -> {};

  /// Throws if the memory may not grow from `oldBytes` to `newBytes`; what it throws passes through
  /// the instance that wants to grow.
  void check(long oldBytes, long newBytes);
}
