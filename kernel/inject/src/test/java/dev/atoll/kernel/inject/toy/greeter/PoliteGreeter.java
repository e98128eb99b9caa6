package dev.atoll.kernel.inject.toy.greeter;

import dev.atoll.kernel.inject.toy.api.Greeter;
import dev.atoll.kernel.inject.toy.api.Journal;
import dev.atoll.spi.kernel.HealthCheck;
import dev.atoll.spi.kernel.Lifecycle;
import dev.atoll.spi.kernel.NodeContext;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;

final class PoliteGreeter implements Greeter, HealthCheck, Lifecycle {

  private final GreeterConfig config;
  private final Journal journal;
  private final NodeContext node;

  @Inject
  PoliteGreeter(GreeterConfig config, Journal journal, NodeContext node) {
    this.config = config;
    this.journal = journal;
    this.node = node;
  }

  @Override
  public void warmUp() {
    journal.note("greeter warms up");
    throw new IllegalStateException("the weather is cold");
  }

  @Override
  public void start() {
    journal.note("greeter starts");
  }

  @Override
  public void stop() {
    journal.note("greeter stops");
  }

  @Override
  public String greet(String name) {
    journal.note("greet " + name);
    return config.salutation() + " " + name + " from " + node.name();
  }

  @Override
  public Health check() {
    return new Health(Status.UP, "polite", new LinkedHashMap<>());
  }
}
