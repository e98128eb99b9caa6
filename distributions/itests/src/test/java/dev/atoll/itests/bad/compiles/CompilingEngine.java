package dev.atoll.itests.bad.compiles;

import dev.atoll.spi.execution.CodeCache;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.EngineTraits;
import dev.atoll.spi.execution.ModuleSource;
import dev.atoll.spi.execution.WasmEngine;
import java.util.concurrent.CountDownLatch;

final class CompilingEngine implements WasmEngine {

  private static final long HEAP_SIZE_BYTES_MAX = 4L << 30;

  private static final long STACK_SIZE_BYTES = 1 << 20;

  @Override
  public EngineTraits traits() {
    return new EngineTraits("compiling", "0", true, HEAP_SIZE_BYTES_MAX, STACK_SIZE_BYTES);
  }

  @Override
  public CompiledModule compile(ModuleSource source, CodeCache cache) {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException e) {
        // whoever interrupts it
      }
    }
  }
}
