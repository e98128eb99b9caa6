/// The contract of storages, and a storage in memory whose crashes are under a test's control.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.tck.storage;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
