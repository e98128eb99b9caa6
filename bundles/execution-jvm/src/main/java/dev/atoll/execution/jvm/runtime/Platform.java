package dev.atoll.execution.jvm.runtime;

import static dev.atoll.execution.jvm.runtime.UnsafeAccess.UNSAFE;

/// What raw memory demands of the machine.
public final class Platform {

  private Platform() {}

  /// Fails on a machine whose memory is not that of WebAssembly.
  ///
  /// @throws IllegalStateException if it is big endian or cannot access unaligned addresses
  public static void check() {
    if (UNSAFE.isBigEndian() || !UNSAFE.unalignedAccess()) {
      throw new IllegalStateException(
          "machine %s is big endian or has no unaligned access; the engine needs the contrary"
              .formatted(System.getProperty("os.arch")));
    }
  }
}
