package dev.atoll.spi.tck.execution;

import dev.atoll.spi.execution.WasmEngine;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/// What every engine keeps. Extend it, hand over the engine, and run it.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class WasmEngineContract
    implements TrapRules,
        CountRules,
        SliceRules,
        MemoryRules,
        HostRules,
        StateRules,
        NumberRules,
        VectorRules,
        DepthRules,
        LifeRules {

  private @Nullable EngineLab lab;

  /// The engine under test; called once per test.
  protected abstract WasmEngine engine();

  @BeforeEach
  void openLab() {
    lab = new EngineLab(engine());
  }

  @AfterEach
  void closeLab() {
    lab().close();
  }

  @Override
  public final EngineLab lab() {
    return Objects.requireNonNull(lab, "set before each test");
  }
}
