/// What the kernel gives a bundle and asks of it: one Guice module, typed configuration, a place
/// for state and keys, health.
///
/// A bundle has one class that extends [PluginModule] and carries [NodeBundle]. The kernel runs it
/// when the bundle starts, waits for the services it imports, creates its injector, starts its
/// [Lifecycle] objects and registers what it exports.
@NullMarked
@Version("1.2.0")
package dev.atoll.spi.kernel;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
