package com.example.metricsexporter;

import dev.atoll.spi.gateway.HttpMount;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;
import dev.atoll.spi.kernel.RequiresService;
import dev.atoll.spi.metrics.MetricsReader;

/// Asks the kernel for what the node measures, offers a mount; gateways find it by themselves.
@NodeBundle
@RequiresService(MetricsReader.class)
@ProvidesService(HttpMount.class)
public final class ExporterModule extends PluginModule {

  @Override
  protected void configure() {
    config(ExporterConfig.class);
    imports(MetricsReader.class);
    exports(HttpMount.class, MetricsPage.class);
  }
}
