package dev.atoll.itests.bad.diverges;

import dev.atoll.itests.engine.ForwardingEngine;
import dev.atoll.spi.execution.EngineTraits;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.execution.WasmInstance;
import jakarta.inject.Inject;

final class DivergingEngine extends ForwardingEngine {

  @Inject
  DivergingEngine(WasmEngine right) {
    super(right);
  }

  @Override
  public EngineTraits traits() {
    return traitsAs("diverging");
  }

  @Override
  protected void invoke(WasmInstance instance, String export, InstanceEnvironment environment) {
    instance.invoke(export);
    environment.instructions().charge(1);
  }
}
