/// Serves what a node measures to Prometheus.
@NullMarked
package com.example.metricsexporter;

import org.jspecify.annotations.NullMarked;
