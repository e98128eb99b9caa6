/// The extender: one Guice injector per bundle, joined by the OSGi service registry.
///
/// The launcher has another class loader, so only `java.*` types cross: see [Kernel].
@NullMarked
package dev.atoll.kernel.inject;

import org.jspecify.annotations.NullMarked;
