/// Ordering: an engine turns payloads into finalized batches, and does nothing else.
///
/// Pool, payload, execution, certification and catch-up stay in the core, and threshold keys never
/// belong to an engine; that is what lets an engine be exchanged at a height without changing the
/// root key. `ConsensusEngineContract` in `spi/tck` states what every engine keeps.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.consensus;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
