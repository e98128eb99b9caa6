/// Contracts run on a plugin as its bundle makes it: what `atoll plugin test FILE.jar` runs.
///
/// The system property `atoll.plugin.jar` names the bundle.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.tck.plugin;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
