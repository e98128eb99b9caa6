/// The contract of consensus engines, and what surrounds one in a test: time, payloads and a sink.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.tck.consensus;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
