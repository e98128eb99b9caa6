package dev.atoll.itests;

import dev.atoll.itests.engine.ForwardingEngine;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.execution.WasmInstance;
import java.util.function.Consumer;

/// An engine that does right but for something after each run of one export.
final class WrongEngine extends ForwardingEngine {

  private final String export;

  private final Consumer<InstanceEnvironment> mistake;

  /// @param export the full name, such as `canister_update inc`
  /// @param mistake what it does to where the instance runs
  WrongEngine(WasmEngine right, String export, Consumer<InstanceEnvironment> mistake) {
    super(right);
    this.export = export;
    this.mistake = mistake;
  }

  @Override
  protected void invoke(WasmInstance instance, String name, InstanceEnvironment environment) {
    instance.invoke(name);
    if (name.equals(export)) {
      mistake.accept(environment);
    }
  }
}
