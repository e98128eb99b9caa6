/// The metrics of a node: a scope for each bundle, added up for exporters.
@NullMarked
package dev.atoll.kernel.metrics;

import org.jspecify.annotations.NullMarked;
