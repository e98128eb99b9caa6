package dev.atoll.gateway.http;

import dev.atoll.spi.gateway.Gateway;
import dev.atoll.spi.gateway.HttpMount;
import dev.atoll.spi.gateway.IngressFilter;
import dev.atoll.spi.gateway.ListenerLease;
import dev.atoll.spi.gateway.SubnetClient;
import dev.atoll.spi.kernel.HealthCheck;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;
import dev.atoll.spi.kernel.RequiresService;
import dev.atoll.spi.kernel.UsesServices;
import java.util.Map;

/// Wires the HTTP gateway to the subnet, to the listener named `http` and to all mounts.
@NodeBundle
@RequiresService(SubnetClient.class)
@RequiresService(ListenerLease.class)
@UsesServices(HttpMount.class)
@UsesServices(IngressFilter.class)
@ProvidesService({Gateway.class, HealthCheck.class})
public final class GatewayModule extends PluginModule {

  private static final String LISTENER = "http";

  @Override
  protected void configure() {
    config(GatewayConfig.class);
    imports(SubnetClient.class);
    imports(ListenerLease.class, "(" + ListenerLease.NAME_PROPERTY + "=" + LISTENER + ")");
    watches(HttpMount.class, Mounts.class);
    watches(IngressFilter.class, Filters.class);
    exports(Gateway.class, HttpGateway.class, Map.of("protocol", "http"));
    exports(HealthCheck.class, GatewayHealth.class);
  }
}
