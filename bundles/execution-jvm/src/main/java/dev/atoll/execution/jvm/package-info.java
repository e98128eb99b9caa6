/// Runs canisters on the JVM itself: our own compiler turns a validated module into classes.
///
/// The compiled code counts instructions, limits the nesting of calls and makes NaNs canonical by
/// itself, and works on the memory of the core, 64-bit ones included.
@NullMarked
package dev.atoll.execution.jvm;

import org.jspecify.annotations.NullMarked;
