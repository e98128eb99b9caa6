/// Durable storage of one replica: tables with atomic batches, and the log of finalized blocks.
///
/// A storage bundle registers one [StorageFactory]; the core opens one [Storage] per replica.
/// `StorageContract` in `spi/tck` states what every provider keeps.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.storage;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
