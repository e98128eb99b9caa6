package dev.atoll.execution.jvm.runtime;

import jdk.internal.misc.Unsafe;

/// The way to raw memory, constant for the JIT compilers.
///
/// Whoever uses it has checked the bounds: a mistake reads or writes outside of the sandbox.
final class UnsafeAccess {

  static final Unsafe UNSAFE = Unsafe.getUnsafe();

  private UnsafeAccess() {}
}
