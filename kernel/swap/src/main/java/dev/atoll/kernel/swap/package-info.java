/// Puts one bundle in place of another while the node runs, and remembers it for the next start.
///
/// [SwapCommand] is what an operator asks for; a [SwapRun] takes it through its steps.
@NullMarked
package dev.atoll.kernel.swap;

import org.jspecify.annotations.NullMarked;
