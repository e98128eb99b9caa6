package dev.atoll.spi.tck.execution;

import static dev.atoll.wasm.ValueType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.EngineException;
import dev.atoll.spi.execution.TrapCode;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Modules and instances from their beginning to their end.
interface LifeRules {

  EngineLab lab();

  /// Adds `step` to the i32 at 0, `rounds` times.
  private static WasmModuleBuilder adding(int step, int rounds) {
    return EngineLab.module(
        code ->
            code.i32(rounds)
                .set(0)
                .open(Opcodes.LOOP)
                .i32(0)
                .i32(0)
                .access(Opcodes.I32_LOAD, 0)
                .i32(step)
                .op(Opcodes.I32_ADD)
                .access(Opcodes.I32_STORE, 0)
                .get(0)
                .i32(1)
                .op(Opcodes.I32_SUB)
                .tee(0)
                .brIf(0)
                .end(),
        I32);
  }

  @Test
  default void theTraitsSayWhatTheEngineIs() {
    assertThat(lab().engine().traits().name()).matches("[a-z0-9-]+");
    assertThat(lab().engine().traits().version()).isNotBlank();
    assertThat(lab().engine().traits().heapSizeBytesMax()).isGreaterThanOrEqualTo(1L << 30);
    assertThat(lab().engine().traits().stackSizeBytes()).isPositive();
  }

  @Test
  default void cachedCodeIsTheSameCode() {
    WasmModuleBuilder module = adding(3, 10);
    RunningModule first = lab().start(module);
    first.run();
    int entries = lab().cache().size();

    RunningModule second = lab().start(module);
    second.run();

    assertThat(second.i32(0)).isEqualTo(first.i32(0)).isEqualTo(30);
    assertThat(second.counter().left()).isEqualTo(first.counter().left());
    assertThat(lab().cache().size()).isEqualTo(entries);
    assertThat(lab().cache().hits()).isEqualTo(entries);
  }

  @Test
  default void cachedCodeOfAnotherFormatIsIgnored() {
    WasmModuleBuilder module = adding(3, 10);
    lab().start(module).run();
    for (Bytes stale : List.of(Bytes.EMPTY, Bytes.ofUtf8("stale"), Bytes.wrap(new byte[1000]))) {
      lab().cache().overwrite(stale);

      RunningModule running = lab().start(module);
      running.run();

      assertThat(running.i32(0)).isEqualTo(30);
    }
  }

  @Test
  default void modulesDoNotShareCachedCode() {
    RunningModule first = lab().start(adding(1, 10));
    RunningModule second = lab().start(adding(2, 10));

    first.run();
    second.run();

    assertThat(first.i32(0)).isEqualTo(10);
    assertThat(second.i32(0)).isEqualTo(20);
  }

  @Test
  default void instancesOfAModuleAreApart() {
    Bytes wasm = adding(1, 5).build();
    CompiledModule module = lab().compile(wasm);
    RunningModule first = lab().start(module, lab().memoryOf(wasm), 1_000, true);
    RunningModule second = lab().start(module, lab().memoryOf(wasm), 2_000, true);

    first.run();
    first.run();
    second.run();

    assertThat(first.i32(0)).isEqualTo(10);
    assertThat(second.i32(0)).isEqualTo(5);
    assertThat(second.used(2_000) * 2).isEqualTo(first.used(1_000));
  }

  @Test
  default void instancesRunOnSeveralThreadsAtOnce() {
    Bytes wasm = adding(1, 20_000).build();
    CompiledModule module = lab().compile(wasm);
    List<RunningModule> running = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      running.add(lab().start(module, lab().memoryOf(wasm), EngineLab.PLENTY, true));
    }

    CompletableFuture.allOf(
            running.stream()
                .map(
                    instance ->
                        CompletableFuture.runAsync(
                            () -> {
                              for (int round = 0; round < 10; round++) {
                                instance.run();
                              }
                            }))
                .toArray(CompletableFuture[]::new))
        .join();

    for (RunningModule instance : running) {
      assertThat(instance.i32(0)).isEqualTo(200_000);
      assertThat(instance.counter().left()).isEqualTo(running.getFirst().counter().left());
    }
  }

  @Test
  default void anInstanceMayMoveFromThreadToThread() {
    RunningModule module = lab().start(adding(1, 10));

    for (int i = 0; i < 5; i++) {
      CompletableFuture.runAsync(module::run).join();
    }

    assertThat(module.i32(0)).isEqualTo(50);
  }

  @Test
  default void anInstanceOutlivesItsModule() {
    Bytes wasm = adding(1, 1).build();
    CompiledModule module = lab().compile(wasm);
    RunningModule running = lab().start(module, lab().memoryOf(wasm), EngineLab.PLENTY, true);

    module.close();
    module.close();
    running.run();

    assertThat(running.i32(0)).isEqualTo(1);
  }

  @Test
  default void anInterruptedThreadRunsOn() {
    RunningModule module = lab().start(adding(1, 10));

    Thread.currentThread().interrupt();
    try {
      module.run();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(module.i32(0)).isEqualTo(10);
  }

  @Test
  default void aMemoryThatTheEngineCannotAddressIsRefused() {
    long pages = lab().engine().traits().heapSizeBytesMax() / 65_536 + 1;
    Bytes wasm = new WasmModuleBuilder().memory(true, pages).build();

    assertThatThrownBy(() -> lab().compile(wasm))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("pages");
  }

  @Test
  default void aBacktraceNamesFunctionsAsTheModuleDoes() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int inner =
        module.function(List.of(), List.of(), List.of(), code -> code.op(Opcodes.UNREACHABLE));
    int run = module.function(List.of(), List.of(), List.of(), code -> code.call(inner));
    module.name(inner, "inner").exportFunction("run", run);
    RunningModule running = lab().start(module);

    assertThat(running.trap()).isEqualTo(TrapCode.UNREACHABLE);

    assertThat(running.backtrace()).isIn(List.of(), List.of("inner", "func[1]"));
  }
}
