package com.example.metricsexporter;

import dev.atoll.spi.gateway.MountPoint;
import dev.atoll.spi.kernel.Default;

/// The plugin's section of a distribution.
///
/// @param path where Prometheus reads
public record ExporterConfig(@Default("/metrics") String path) {

  public ExporterConfig {
    MountPoint.path(path); // says what is wrong with it
  }
}
