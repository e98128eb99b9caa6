/// What storage bundles share to take each other's place while the replica runs.
///
/// A bundle extends [SwappableStorages] and says how to open its storage in a directory of its own;
/// all else is here: the lock of the directory and which implementation its state belongs to, the
/// calls that wait during a swap, the record of what changed, and a digest that does not depend on
/// the implementation.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.storage.swap;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
