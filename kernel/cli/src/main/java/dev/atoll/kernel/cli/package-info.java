/// The command line: what an operator types and reads.
@NullMarked
package dev.atoll.kernel.cli;

import org.jspecify.annotations.NullMarked;
