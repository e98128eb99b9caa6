/// What compiled code calls while it runs: memory, tables, traps, numbers and vectors.
///
/// The classes are public for the generated classes, which have a loader of their own; the bundle
/// exports none of them.
@NullMarked
package dev.atoll.execution.jvm.runtime;

import org.jspecify.annotations.NullMarked;
