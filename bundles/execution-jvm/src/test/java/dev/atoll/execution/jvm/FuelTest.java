package dev.atoll.execution.jvm;

import static dev.atoll.wasm.ValueType.I32;
import static dev.atoll.wasm.ValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atoll.execution.jvm.compiler.CompilerOptions;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.spi.execution.TrapCode;
import dev.atoll.spi.execution.TrapException;
import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.spi.tck.execution.MemoryCodeCache;
import dev.atoll.spi.tck.execution.PlainSource;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Instructions are counted with all 64 bits, though code counts in an int.
final class FuelTest {

  private static final int DEPTH = 2_000;

  private final InstructionCounter counter = new InstructionCounter(0);

  private TrapCode trapWith(WasmModuleBuilder module, long instructions) {
    counter.set(instructions);
    JvmEngine engine = new JvmEngine(CompilerOptions.DEFAULT);
    try (LinearMemory memory = LinearMemory.forEngine(1, 1);
        CompiledModule compiled =
            engine.compile(new PlainSource(module.build()), new MemoryCodeCache());
        WasmInstance instance =
            compiled.instantiate(
                new InstanceEnvironment(
                    memory, (from, name, type) -> arguments -> 0, counter, true))) {
      return catchThrowableOfType(TrapException.class, () -> instance.invoke("run")).code();
    }
  }

  /// Calls itself `DEPTH` times; on the way back each activation spends 1,500,000 instructions
  /// without a test, which together is more than an int holds. Then it traps.
  private static WasmModuleBuilder spending() {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    int self = module.nextFunction();
    module.passiveElements(self);
    module.function(
        List.of(I32),
        List.of(),
        List.of(),
        code -> {
          code.get(0).open(Opcodes.IF).get(0).i32(1).op(Opcodes.I32_SUB).call(self);
          // What lies in a block of its own is charged after the call.
          code.i32(1).open(Opcodes.IF);
          for (int i = 0; i < 5_000; i++) {
            code.with(Opcodes.ELEM_DROP, 0);
          }
          code.end().end();
        });
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> code.i32(DEPTH).call(self).op(Opcodes.UNREACHABLE));
    return module.exportFunction("run", run);
  }

  @Test
  void whatIsSpentWithoutATestAddsUpBeyondAnInt() {
    // The entry: the function, constant, call, unreachable; each round: see above.
    long entry = 1 + 1 + 5 + 1;
    long round = 1 + 1 + 2 + 1 + 1 + 1 + 5 + 1 + 2 + 5_000L * 300;
    long total = entry + DEPTH * round + 1 + 1 + 2;

    assertThat(trapWith(spending(), 1_000_000)).isEqualTo(TrapCode.UNREACHABLE);
    assertThat(counter.left()).isEqualTo(1_000_000 - total).isLessThan(Integer.MIN_VALUE);

    assertThat(trapWith(spending(), 1L << 40)).isEqualTo(TrapCode.UNREACHABLE);
    assertThat(counter.left()).isEqualTo((1L << 40) - total);
  }

  @Test
  void theLimitOfAMessageIsBeyondAnInt() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(I64),
            code -> code.open(Opcodes.LOOP).get(0).set(0).br(0).end());
    long limit = 6_000_000_000L;

    assertThat(trapWith(module.exportFunction("run", run), limit))
        .isEqualTo(TrapCode.OUT_OF_INSTRUCTIONS);

    // The function costs 1, a round 4.
    assertThat(counter.left()).isBetween(-4L, -1L);
    assertThat((limit - counter.left() - 1) % 4).isZero();
  }

  @Test
  void theSizeOfABulkOperationSaturates() {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(true, 1);
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> code.i64(0).i32(0).i64(Long.MAX_VALUE).with(Opcodes.MEMORY_FILL, 0));

    assertThat(trapWith(module.exportFunction("run", run), -1))
        .isEqualTo(TrapCode.OUT_OF_INSTRUCTIONS);
    assertThat(trapWith(module, 50)).isEqualTo(TrapCode.OUT_OF_INSTRUCTIONS);
    assertThat(counter.left()).isEqualTo(50 - 104);
    assertThat(trapWith(module, 1_000)).isEqualTo(TrapCode.OUT_OF_INSTRUCTIONS);
    assertThat(counter.left()).isEqualTo(1_000 - 104 - Long.MAX_VALUE);
  }
}
