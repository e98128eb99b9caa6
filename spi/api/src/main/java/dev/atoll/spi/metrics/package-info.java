/// What a node measures of itself, for operators: counters, gauges and histograms with documented
/// names.
///
/// A bundle gets its [Metrics] from the node, says what it measures with a [Metric], and writes
/// values; it can read none back, so nothing that is measured ever decides anything. Exporters read
/// all of the node with [MetricsReader].
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.metrics;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
