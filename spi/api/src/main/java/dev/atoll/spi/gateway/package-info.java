/// The way into a subnet: what an ingress front asks of the core, and what it is made from.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.gateway;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
