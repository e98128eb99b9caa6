package dev.atoll.wasm.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmModule;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeteringTest {

  private static final InstrumentationOptions METER = InstrumentationOptions.none().withMeter(true);

  private static final List<ValueType> I32 = List.of(ValueType.I32);
  private static final List<ValueType> NONE = List.of();

  /// Counts its argument down in a loop: 1 at entry, then 6 a turn (get, const, sub, tee, br_if 2),
  /// and nothing after the loop.
  private static WasmModuleBuilder countdown() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    return module.exportFunction(
        "run",
        module.function(
            I32,
            NONE,
            NONE,
            code ->
                code.open(Opcodes.LOOP).get(0).i32(1).op(Opcodes.I32_SUB).tee(0).brIf(0).end()));
  }

  @Test
  void aLoopCostsWhatItsTurnsCost() {
    TestInstance instance = new TestInstance(countdown(), METER);

    instance.call("run", 10);

    assertThat(instance.charged()).isEqualTo(1 + 10 * 6);
  }

  @Test
  void instructionsRunOutAtTheStartOfATurn() {
    TestInstance instance = new TestInstance(countdown(), METER);
    instance.setCounter(1 + 3 * 6);

    assertThatThrownBy(() -> instance.call("run", 10))
        .hasStackTraceContaining("out of instructions");

    assertThat(instance.counter()).isEqualTo(-6);
  }

  @Test
  void theHostMayAddInstructionsAndGoOn() {
    TestInstance instance = new TestInstance(countdown(), METER);
    instance.setCounter(20);
    instance.refills = 1;

    instance.call("run", 10);

    assertThat(instance.counter()).isEqualTo(20 - 61 + TestInstance.BUDGET);
  }

  @Test
  void aCallCostsTheCallAndTheFunction() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int leaf = module.function(NONE, I32, NONE, code -> code.i32(4));
    int twice =
        module.function(NONE, I32, NONE, code -> code.call(leaf).call(leaf).op(Opcodes.I32_ADD));
    TestInstance instance = new TestInstance(module.exportFunction("run", twice), METER);

    assertThat(instance.call("run")).isEqualTo(8);

    // 1 + 5 + 5 + 1 for the caller, 1 + 1 for each callee
    assertThat(instance.charged()).isEqualTo(12 + 4);
  }

  @Test
  void bulkOperationsCostTheirSizeBeforeTheyRun() {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    int fill =
        module.function(
            I32, NONE, NONE, code -> code.i32(0).i32(1).get(0).with(Opcodes.MEMORY_FILL, 0));
    TestInstance instance = new TestInstance(module.exportFunction("run", fill), METER);

    instance.call("run", 1000);
    assertThat(instance.charged()).isEqualTo(1 + 3 + 100 + 1000);

    instance.reset();
    assertThatThrownBy(() -> instance.call("run", -1))
        .hasStackTraceContaining("out of instructions");
    assertThat(instance.charged()).isEqualTo(1 + 3 + 100 + 0xffff_ffffL);
  }

  @Test
  void aHugeSizeLeavesTheLeastCounter() {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(true, 1);
    int fill =
        module.function(
            List.of(ValueType.I64),
            NONE,
            NONE,
            code -> code.i64(0).i32(1).get(0).with(Opcodes.MEMORY_FILL, 0));
    TestInstance instance =
        new TestInstance(module.exportFunction("run", fill), METER.withLowerMemory64(true));

    assertThatThrownBy(() -> instance.call("run", -1))
        .hasStackTraceContaining("out of instructions");

    assertThat(instance.counter()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void accessesOfALoweredMemoryCostAsBefore() {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(true, 1);
    int load = module.function(NONE, I32, NONE, code -> code.i64(8).access(Opcodes.I32_LOAD, 0));
    TestInstance instance =
        new TestInstance(module.exportFunction("run", load), METER.withLowerMemory64(true));

    instance.call("run");

    assertThat(instance.charged()).isEqualTo(1 + 1 + 2);
  }

  @Test
  void theStartFunctionWaitsForTheHost() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int global = module.global(ValueType.I32, true, code -> code.i32(1));
    int start = module.function(NONE, NONE, NONE, code -> code.i32(2).globalSet(global));
    TestInstance instance = new TestInstance(module.start(start), METER);

    assertThat(instance.module.startFunction()).hasValue(1);
    assertThat(instance.instance.global(global).getValue()).isEqualTo(1);
    instance.call(InstrumentedModule.START_EXPORT);
    assertThat(instance.instance.global(global).getValue()).isEqualTo(2);
    assertThat(instance.charged()).isEqualTo(1 + 1 + 2);
  }

  @Test
  void functionsKeepTheirNamesAndTheirPlacesInTables() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.table(ValueType.FUNCREF, false, 2);
    int type = module.type(NONE, I32);
    int seven = module.function(NONE, I32, NONE, code -> code.i32(7));
    int caller = module.function(NONE, I32, NONE, code -> code.i32(1).callIndirect(type, 0));
    module.elements(code -> code.i32(1), seven).name(seven, "seven");
    module.data(code -> code.i32(0), Bytes.ofUtf8("x")).memory(false, 1);
    TestInstance instance = new TestInstance(module.exportFunction("run", caller), METER);

    assertThat(instance.call("run")).isEqualTo(7);
    assertThat(instance.module.functionIndex(seven)).isEqualTo(1);
    assertThat(instance.module.originalFunctionIndex(1)).hasValue(seven);
    assertThat(instance.module.originalFunctionIndex(0)).isEmpty();
    assertThat(WasmModule.decode(instance.module.bytes()).functionNames())
        .containsEntry(1, "seven");
  }
}
