/// Reads a locked distribution, boots the framework, owns the listening sockets and shuts down.
///
/// Bundles have other class loaders: only `java.*` types cross, as services of the system bundle.
@NullMarked
package dev.atoll.kernel.launcher;

import org.jspecify.annotations.NullMarked;
