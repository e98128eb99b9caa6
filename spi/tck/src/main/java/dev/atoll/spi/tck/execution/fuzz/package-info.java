/// Differential tests of engines: modules made from a seed, run on two engines, compared, and made
/// smaller when the engines differ.
///
/// Start with `EnginesAgreeContract` in a test, or with `EngineComparison` in a program.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.tck.execution.fuzz;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
