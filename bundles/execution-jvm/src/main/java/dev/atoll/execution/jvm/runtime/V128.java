package dev.atoll.execution.jvm.runtime;

/// A value of type v128.
///
/// Compiled code makes one for each result of a vector operation; escape analysis removes most.
///
/// @param low the first 8 bytes, little endian
/// @param high the last 8 bytes, little endian
public record V128(long low, long high) {

  public static final V128 ZERO = new V128(0, 0);

  /// The same as the constructor, in less code.
  public static V128 of(long low, long high) {
    return new V128(low, high);
  }
}
