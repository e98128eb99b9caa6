/// The contract of engines: results, instruction counts, dirty pages and traps that are the same
/// whatever runs the code.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.tck.execution;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
