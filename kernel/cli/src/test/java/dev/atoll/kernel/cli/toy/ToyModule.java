package dev.atoll.kernel.cli.toy;

import dev.atoll.spi.gateway.ListenerLease;
import dev.atoll.spi.kernel.Default;
import dev.atoll.spi.kernel.HealthCheck;
import dev.atoll.spi.kernel.Lifecycle;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;
import dev.atoll.spi.kernel.RequiresService;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Starts or fails as its section says, and counts its starts in its state directory.
@NodeBundle
@RequiresService(ListenerLease.class)
@ProvidesService(HealthCheck.class)
public final class ToyModule extends PluginModule {

  record ToyConfig(@Default("false") boolean fail) {}

  @Override
  protected void configure() {
    config(ToyConfig.class);
    imports(ListenerLease.class, "(atoll.listener=http)");
    exports(HealthCheck.class, Toy.class);
  }

  static final class Toy implements HealthCheck, Lifecycle {

    private final ToyConfig config;
    private final ListenerLease lease;
    private final NodeContext node;

    @Inject
    Toy(ToyConfig config, ListenerLease lease, NodeContext node) {
      this.config = config;
      this.lease = lease;
      this.node = node;
    }

    @Override
    public void start() throws IOException {
      if (config.fail()) {
        throw new IOException("disk is on fire");
      }
      Files.createFile(node.stateDirectory().resolve("start-" + starts()));
    }

    private long starts() throws IOException {
      try (var files = Files.list(node.stateDirectory())) {
        return files.filter(file -> file.getFileName().toString().startsWith("start-")).count();
      }
    }

    @Override
    public void stop() throws IOException {
      Files.writeString(node.stateDirectory().resolve("stopped"), "yes");
    }

    @Override
    public Health check() {
      SequencedMap<String, String> facts = new LinkedHashMap<>();
      facts.put("root key", "ab".repeat(133));
      facts.put("address", lease.address().toString());
      return new Health(Status.UP, "plays", facts);
    }
  }
}
