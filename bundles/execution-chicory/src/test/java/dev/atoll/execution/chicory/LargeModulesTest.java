package dev.atoll.execution.chicory;

import static dev.atoll.wasm.ValueType.I32;
import static dev.atoll.wasm.ValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.spi.execution.TrapCode;
import dev.atoll.spi.execution.TrapException;
import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.spi.tck.execution.MemoryCodeCache;
import dev.atoll.spi.tck.execution.PlainSource;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Modules that pass the limits of the JVM or of Chicory's compiler run all the same, and alike in
/// both modes.
final class LargeModulesTest {

  private record Outcome(List<Long> globals, long instructionsLeft, String trap) {}

  private static Outcome run(ChicoryConfig.Mode mode, Bytes wasm) {
    ChicoryEngine engine = new ChicoryEngine(new ChicoryConfig(mode));
    InstructionCounter counter = new InstructionCounter(1_000_000_000);
    try (LinearMemory memory = LinearMemory.forEngine(1, 10);
        CompiledModule module = engine.compile(new PlainSource(wasm), new MemoryCodeCache());
        WasmInstance instance =
            module.instantiate(
                new InstanceEnvironment(
                    memory, (from, name, type) -> arguments -> 0, counter, true))) {
      String trap = "";
      try {
        instance.invoke("run");
      } catch (TrapException e) {
        trap = e.code().name();
      }
      return new Outcome(Arrays.stream(instance.globals()).boxed().toList(), counter.left(), trap);
    }
  }

  private static Outcome runInBothModes(Bytes wasm) {
    Outcome compiled = run(ChicoryConfig.Mode.COMPILED, wasm);
    assertThat(compiled).isEqualTo(run(ChicoryConfig.Mode.INTERPRETED, wasm));
    return compiled;
  }

  /// A table of `count` functions `(i64 i32 i64) -> i64` that give the sum of their arguments and
  /// their number; `run` calls one of them into global 0.
  private static Bytes manyOfOneType(int count, int called) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    module.global(I64, true, code -> code.i64(0));
    module.table(ValueType.FUNCREF, false, count + 1);
    List<ValueType> parameters = List.of(I64, I32, I64);
    int[] functions =
        IntStream.range(0, count)
            .map(
                number ->
                    module.function(
                        parameters,
                        List.of(I64),
                        List.of(),
                        code ->
                            code.get(0)
                                .get(1)
                                .op(0xad, Opcodes.I64_ADD)
                                .get(2)
                                .op(Opcodes.I64_ADD)
                                .i64(number)
                                .op(Opcodes.I64_ADD)))
            .toArray();
    int type = module.type(parameters, List.of(I64));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code ->
                code.i64(1L << 40)
                    .i32(7)
                    .i64(1L << 50)
                    .i32(called)
                    .callIndirect(type, 0)
                    .globalSet(0));
    int last = IntStream.of(functions).max().orElseThrow();
    int[] elements = IntStream.concat(IntStream.of(functions), IntStream.of(run)).toArray();
    assertThat(run).isGreaterThan(last);
    module.elements(offset -> offset.i32(0), elements);
    return module.exportFunction("run", run).build();
  }

  @Test
  void moreThanAThousandFunctionsOfOneTypeAreToldApart() {
    for (int called : new int[] {0, 1, 1_023, 1_024, 1_099}) {
      Outcome outcome = runInBothModes(manyOfOneType(1_100, called));

      assertThat(outcome.globals()).containsExactly((1L << 50) + (1L << 40) + 7 + called);
    }
    assertThat(runInBothModes(manyOfOneType(1_100, 1_100)).trap())
        .isEqualTo(TrapCode.BAD_SIGNATURE.name());
    assertThat(runInBothModes(manyOfOneType(1_100, 1_101)).trap())
        .isEqualTo(TrapCode.TABLE_OUT_OF_BOUNDS.name());
  }

  @Test
  void aFunctionWithMoreParametersThanAMethodMayHaveRuns() {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    module.global(I64, true, code -> code.i64(0));
    int wide =
        module.function(
            Collections.nCopies(300, I64),
            List.of(),
            List.of(I64, I32),
            code -> code.get(299).get(300).op(Opcodes.I64_ADD).globalSet(0));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> {
              for (int i = 0; i < 300; i++) {
                code.i64(i);
              }
              code.call(wide);
            });

    Outcome outcome = runInBothModes(module.exportFunction("run", run).build());

    assertThat(outcome.globals()).containsExactly(299L);
  }

  @Test
  void aFunctionThatIsTooLargeForAMethodRunsBesideTheOthers() {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    module.global(I32, true, code -> code.i32(0));
    int small =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> code.globalGet(0).i32(1).op(Opcodes.I32_ADD).globalSet(0));
    int large =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> {
              for (int i = 0; i < 6_000; i++) {
                code.globalGet(0).i32(1).op(Opcodes.I32_ADD).globalSet(0);
              }
              code.call(small);
            });
    int run =
        module.function(
            List.of(), List.of(), List.of(), code -> code.call(small).call(large).call(small));

    Outcome outcome = runInBothModes(module.exportFunction("run", run).build());

    assertThat(outcome.globals()).containsExactly(6_003L);
  }
}
