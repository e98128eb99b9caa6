/// From the functions of a module to methods of the JVM, in one pass over the instructions of each.
///
/// Nothing here runs canister code; what compiled code calls is in
/// [dev.atoll.execution.jvm.runtime].
@NullMarked
package dev.atoll.execution.jvm.compiler;

import org.jspecify.annotations.NullMarked;
