package dev.atoll.execution.chicory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.execution.CodeCache;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.spi.tck.execution.EngineLab;
import dev.atoll.spi.tck.execution.MemoryCodeCache;
import dev.atoll.spi.tck.execution.PlainSource;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.memory.LinearMemory;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Generated code goes when nobody uses it any more.
final class CodeLoaderTest {

  private static final int COLLECTIONS_MAX = 50;

  private final ChicoryEngine engine =
      new ChicoryEngine(new ChicoryConfig(ChicoryConfig.Mode.COMPILED));
  private final CodeCache cache = new MemoryCodeCache();
  private final ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();

  @Test
  void codeIsCollectedWhenItsModuleIsClosedAndItsInstancesAreGone() throws InterruptedException {
    Reference<ClassLoader> fresh = runAndClose();
    assertThat(collected()).isSameAs(fresh);

    Reference<ClassLoader> fromCache = runAndClose();
    assertThat(collected()).isSameAs(fromCache);
  }

  private Reference<ClassLoader> runAndClose() {
    Bytes wasm = EngineLab.module(code -> code.i32(0).op(Opcodes.DROP)).build();
    try (LinearMemory memory = LinearMemory.forEngine(1, 1);
        CompiledModule module = engine.compile(new PlainSource(wasm), cache);
        WasmInstance instance =
            module.instantiate(
                new InstanceEnvironment(
                    memory,
                    (from, name, type) -> arguments -> 0,
                    new InstructionCounter(1_000),
                    true))) {
      instance.invoke("run");
      ClassLoader loader = ((ChicoryInstance) instance).codeLoader();
      assertThat(loader).isInstanceOf(CodeLoader.class);
      return new PhantomReference<>(loader, gone);
    }
  }

  /// What was collected, null if nothing was.
  private @Nullable Reference<? extends ClassLoader> collected() throws InterruptedException {
    for (int i = 0; i < COLLECTIONS_MAX; i++) {
      System.gc();
      Reference<? extends ClassLoader> found = gone.remove(20);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
