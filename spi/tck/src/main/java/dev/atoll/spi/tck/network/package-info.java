/// The contract of transports, and a network that exists in the memory of one process and passes
/// time as a test says.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.tck.network;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
