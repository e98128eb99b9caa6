package dev.atoll.itests.bad.endless;

import dev.atoll.itests.engine.ForwardingEngine;
import dev.atoll.spi.execution.EngineTraits;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.execution.WasmInstance;
import jakarta.inject.Inject;
import java.util.concurrent.locks.LockSupport;

final class EndlessEngine extends ForwardingEngine {

  /// It leaves the processor to others, which an engine that counts nothing would not.
  private static final long PARK_NANOS = 1_000_000;

  @Inject
  EndlessEngine(WasmEngine right) {
    super(right);
  }

  @Override
  public EngineTraits traits() {
    return traitsAs("endless");
  }

  @Override
  protected void invoke(WasmInstance instance, String export, InstanceEnvironment environment) {
    while (true) {
      LockSupport.parkNanos(PARK_NANOS);
      Thread.interrupted(); // it does not listen
    }
  }
}
