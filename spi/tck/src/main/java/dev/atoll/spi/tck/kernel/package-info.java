/// The contract of services whose live state goes over to another implementation.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.tck.kernel;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
