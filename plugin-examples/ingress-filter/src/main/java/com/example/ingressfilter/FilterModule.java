package com.example.ingressfilter;

import dev.atoll.spi.gateway.IngressFilter;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;

/// Offers a filter; gateways find it by themselves.
@NodeBundle
@ProvidesService(IngressFilter.class)
public final class FilterModule extends PluginModule {

  @Override
  protected void configure() {
    config(FilterConfig.class);
    exports(IngressFilter.class, GuestList.class);
  }
}
