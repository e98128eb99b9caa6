package dev.atoll.spi.tck.execution;

import static dev.atoll.wasm.ValueType.F32;
import static dev.atoll.wasm.ValueType.F64;
import static dev.atoll.wasm.ValueType.I32;
import static dev.atoll.wasm.ValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.spi.execution.TrapCode;
import dev.atoll.spi.execution.TrapException;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Code calls the core and the core sees the exact state.
interface HostRules {

  EngineLab lab();

  /// `run` calls the import `f`.
  private static WasmModuleBuilder calling() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int f = module.importFunction("host", "f", List.of(), List.of());
    module.memory(false, 1);
    int run = module.function(List.of(), List.of(), List.of(), code -> code.call(f));
    return module.exportFunction("run", run);
  }

  @Test
  default void argumentsAndResultsArePassedAsBits() {
    List<long[]> seen = new ArrayList<>();
    lab()
        .host(
            "f",
            arguments -> {
              seen.add(arguments.clone());
              return -2;
            });
    WasmModuleBuilder builder = new WasmModuleBuilder();
    int f = builder.importFunction("host", "f", List.of(I32, I64, F32, F64), List.of(I64));
    builder.memory(false, 1);
    int run =
        builder.function(
            List.of(),
            List.of(),
            List.of(),
            code ->
                code.i32(0)
                    .i32(-1)
                    .i64(Long.MIN_VALUE)
                    .f32Bits(0x7fa0_0001)
                    .f64Bits(0x7ff4_0000_0000_0001L)
                    .call(f)
                    .access(Opcodes.I64_STORE, 0));
    RunningModule module = lab().start(builder.exportFunction("run", run));

    module.run();

    long[] arguments = seen.getFirst();
    assertThat(arguments).hasSize(4);
    assertThat((int) arguments[0]).isEqualTo(-1);
    assertThat(arguments[1]).isEqualTo(Long.MIN_VALUE);
    assertThat((int) arguments[2]).isEqualTo(0x7fa0_0001);
    assertThat(arguments[3]).isEqualTo(0x7ff4_0000_0000_0001L);
    assertThat(module.i64(0)).isEqualTo(-2);
  }

  @Test
  default void anI32ResultIsItsLowHalf() {
    lab().host("f", arguments -> 0xffff_ffff_0000_0005L);
    WasmModuleBuilder builder = new WasmModuleBuilder();
    int f = builder.importFunction("host", "f", List.of(), List.of(I32));
    builder.memory(false, 1);
    int run =
        builder.function(
            List.of(),
            List.of(),
            List.of(),
            code -> code.i32(0).call(f).op(0xac).access(Opcodes.I64_STORE, 0));
    RunningModule module = lab().start(builder.exportFunction("run", run));

    module.run();

    assertThat(module.i64(0)).isEqualTo(5);
  }

  @Test
  default void whatTheHostThrowsPassesThroughUnchanged() {
    List<Throwable> failures =
        List.of(
            new IllegalStateException("state"),
            new ArithmeticException("integer overflow"),
            new IndexOutOfBoundsException("out of bounds memory access"),
            new StackOverflowError("of the host"),
            new TrapException(TrapCode.HEAP_OUT_OF_BOUNDS, List.of("mine")));
    AtomicReference<Throwable> next = new AtomicReference<>();
    lab()
        .host(
            "f",
            arguments -> {
              throw HostRules.<RuntimeException>sneaky(next.get());
            });
    RunningModule module = lab().start(calling());

    for (Throwable failure : failures) {
      next.set(failure);
      assertThatThrownBy(module::run).isSameAs(failure);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // errors pass as they are
  private static <T extends Throwable> T sneaky(Throwable failure) throws T {
    throw (T) failure;
  }

  @Test
  default void theHostSeesTheExactCount() {
    AtomicReference<InstructionCounter> counter = new AtomicReference<>();
    List<Long> seen = new ArrayList<>();
    lab()
        .host(
            "f",
            arguments -> {
              seen.add(counter.get().left());
              counter.get().charge(100);
              return 0;
            });
    WasmModuleBuilder builder = new WasmModuleBuilder();
    int f = builder.importFunction("host", "f", List.of(), List.of());
    int run =
        builder.function(
            List.of(),
            List.of(),
            List.of(),
            code -> code.call(f).i32(0).open(Opcodes.IF).end().call(f));
    RunningModule module = lab().start(builder.exportFunction("run", run), 1_000);
    counter.set(module.counter());

    module.run();

    // The function, call, constant and if: 1 + 5 + 1 + 2; then, after the host's 100, another call.
    assertThat(seen).containsExactly(1_000L - 9, 1_000L - 9 - 100 - 5);
    assertThat(module.counter().left()).isEqualTo(1_000 - 9 - 100 - 5 - 100);
  }

  @Test
  default void whatTheHostChargesBeforeItThrowsStaysCharged() {
    AtomicReference<InstructionCounter> counter = new AtomicReference<>();
    lab()
        .host(
            "f",
            arguments -> {
              counter.get().charge(100);
              throw new IllegalStateException("after the charge");
            });
    RunningModule module = lab().start(calling(), 1_000);
    counter.set(module.counter());

    assertThatThrownBy(module::run).isInstanceOf(IllegalStateException.class);

    assertThat(module.counter().left()).isEqualTo(1_000 - 6 - 100);
  }

  @Test
  default void theHostReadsAndWritesTheMemoryInPlace() {
    AtomicReference<LinearMemory> memory = new AtomicReference<>();
    lab()
        .host(
            "f",
            arguments -> {
              byte[] found = memory.get().read(0, 1);
              memory.get().write(1, new byte[] {(byte) (found[0] + 1)});
              return 0;
            });
    WasmModuleBuilder builder = new WasmModuleBuilder();
    int f = builder.importFunction("host", "f", List.of(), List.of());
    builder.memory(false, 1);
    int run =
        builder.function(
            List.of(),
            List.of(),
            List.of(),
            code ->
                code.i32(0)
                    .i32(41)
                    .access(MemoryRules.I32_STORE8, 0)
                    .call(f)
                    .i32(4)
                    .i32(0)
                    .access(Opcodes.I32_LOAD, 0)
                    .access(Opcodes.I32_STORE, 0));
    RunningModule module = lab().start(builder.exportFunction("run", run));
    memory.set(module.memory());

    module.run();

    assertThat(module.i32(4)).isEqualTo(42 << 8 | 41);
  }
}
