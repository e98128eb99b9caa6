/// What every crypto provider keeps.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.tck.crypto;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
