/// The way into a subnet: what an ingress front asks of the core, what it is made from, and the
/// pages and protocols that others mount on it.
@NullMarked
@Version("1.2.0")
package dev.atoll.spi.gateway;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
