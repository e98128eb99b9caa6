package com.example.metricsexporter;

import dev.atoll.spi.gateway.HttpMount;
import dev.atoll.spi.gateway.MountPoint;
import dev.atoll.spi.gateway.MountRequest;
import dev.atoll.spi.gateway.MountResponse;
import dev.atoll.spi.metrics.MetricsReader;
import dev.atoll.types.Bytes;
import jakarta.inject.Inject;

/// One page, made anew for each request. It keeps nothing, so any number of threads may ask.
final class MetricsPage implements HttpMount {

  private final MountPoint place;

  private final MetricsReader metrics;

  @Inject
  MetricsPage(ExporterConfig config, MetricsReader metrics) {
    this.place = MountPoint.path(config.path());
    this.metrics = metrics;
  }

  @Override
  public MountPoint mountPoint() {
    return place;
  }

  @Override
  public MountResponse serve(MountRequest request) {
    if (!request.pathBelow(place).isEmpty()) {
      return MountResponse.text(404, "There is one page, at " + place + ".");
    }
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return MountResponse.text(405, "Metrics can be read and nothing else.")
          .with("allow", "GET, HEAD");
    }
    TextFormat text = new TextFormat();
    metrics.read().forEach(text::add);
    return MountResponse.of(200, TextFormat.CONTENT_TYPE, Bytes.ofUtf8(text.toString()))
        .with("cache-control", "no-store");
  }
}
