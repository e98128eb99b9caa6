package dev.atoll.execution.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.execution.jvm.compiler.CompilerOptions;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.spi.tck.execution.MemoryCodeCache;
import dev.atoll.spi.tck.execution.PlainSource;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Code is shared by the instances of a module, goes when nobody uses it any more, and fails as the
/// node's failure when the stack is too small.
final class CodeLifeTest {

  private static final int COLLECTIONS_MAX = 50;

  private final JvmEngine engine = new JvmEngine(CompilerOptions.DEFAULT);
  private final ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();

  private static JvmInstance instantiate(CompiledModule module) {
    return (JvmInstance)
        module.instantiate(
            new InstanceEnvironment(
                null,
                (from, name, type) -> arguments -> 0,
                new InstructionCounter(1_000_000_000),
                true));
  }

  private CompiledModule compile(WasmModuleBuilder module) {
    return engine.compile(new PlainSource(module.build()), new MemoryCodeCache());
  }

  private static WasmModuleBuilder module() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int run = module.function(List.of(), List.of(), List.of(), code -> {});
    return module.exportFunction("run", run);
  }

  @Test
  void instancesShareTheirCode() {
    try (CompiledModule module = compile(module());
        JvmInstance first = instantiate(module);
        JvmInstance second = instantiate(module)) {
      assertThat(first.codeLoader()).isSameAs(second.codeLoader());
    }
  }

  @Test
  void codeIsCollectedWhenItsModuleIsClosedAndItsInstancesAreGone() throws InterruptedException {
    Reference<ClassLoader> loader = runAndClose();

    assertThat(collected()).isSameAs(loader);
  }

  private Reference<ClassLoader> runAndClose() {
    try (CompiledModule module = compile(module());
        JvmInstance instance = instantiate(module)) {
      instance.invoke("run");
      return new PhantomReference<>(instance.codeLoader(), gone);
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

  @Test
  void aClosedModuleMakesNoInstances() {
    CompiledModule module = compile(module());
    module.close();

    assertThatThrownBy(() -> instantiate(module)).isInstanceOf(IllegalStateException.class);
  }

  /// Calls itself without end.
  private static WasmModuleBuilder recursion() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int self = module.nextFunction();
    module.function(List.of(), List.of(), List.of(), code -> code.call(self));
    return module.exportFunction("run", self);
  }

  @Test
  void aStackThatIsTooSmallIsAFailureOfTheNode() {
    try (CompiledModule module = compile(recursion());
        WasmInstance instance = instantiate(module)) {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread thread =
          new Thread(
              null,
              () -> {
                try {
                  instance.invoke("run");
                } catch (RuntimeException | Error e) {
                  thrown.complete(e);
                }
              },
              "small-stack",
              1 << 20);
      thread.start();

      assertThat(thrown.join())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("small-stack")
          .hasCauseInstanceOf(StackOverflowError.class);
    }
  }

  @Test
  void oneClassPerFunctionIsTheSameCode() {
    Outcome together = Outcome.of(recursion());
    Outcome apart = Outcome.of(recursion(), new CompilerOptions(1, false), arguments -> 0);

    assertThat(apart).isEqualTo(together);
    assertThat(apart.trap()).isEqualTo("STACK_OVERFLOW");
  }
}
