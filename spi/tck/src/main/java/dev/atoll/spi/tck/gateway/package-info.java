/// The contract of mounts, and a subnet for what reads from one.
@NullMarked
@Version("2.0.0")
package dev.atoll.spi.tck.gateway;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
