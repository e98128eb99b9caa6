/// What authors of exporters test with.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.tck.metrics;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
