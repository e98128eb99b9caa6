package dev.atoll.spi.execution;

import org.osgi.annotation.versioning.ProviderType;

/// One function of the core, as an instance calls it.
///
/// Runs on the thread that invoked the instance. What it throws passes through the instance
/// unchanged to who invoked it.
@FunctionalInterface
@ProviderType
public interface HostFunction {

  /// @param arguments raw bits, i32 zero- or sign-extended, f32 in the low half
  /// @return raw bits of the result, 0 if the function has none
  long call(long[] arguments);
}
