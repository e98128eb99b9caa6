package dev.atoll.wasm.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.Instruction;
import dev.atoll.wasm.Instructions;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmModule;
import dev.atoll.wasm.builder.CodeBuilder;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LoweringTest {

  private static final long WASM_PAGE = 65_536;
  private static final List<ValueType> I32 = List.of(ValueType.I32);
  private static final List<ValueType> I64 = List.of(ValueType.I64);
  private static final List<ValueType> NONE = List.of();

  private final WasmModuleBuilder module = new WasmModuleBuilder();

  @Test
  void whatAStoreOfAnyWidthWritesALoadReads() {
    module.memory(true, 1);
    function("i32", I64, I32, c -> c.get(0).i32(-2).access(0x36, 8).get(0).access(0x28, 8));
    function("i64", I64, I64, c -> c.get(0).i64(-3).access(0x37, 8).get(0).access(0x29, 8));
    function("f32", I64, I32, c -> c.get(0).f32Bits(5).access(0x38, 8).get(0).access(0x28, 8));
    function("f64", I64, I64, c -> c.get(0).f64Bits(6).access(0x39, 8).get(0).access(0x29, 8));
    TestInstance instance = lowered();

    assertThat((int) instance.call("i32", 100)).isEqualTo(-2);
    assertThat(instance.call("i64", 100)).isEqualTo(-3);
    assertThat(instance.call("f32", WASM_PAGE - 12)).isEqualTo(5);
    assertThat(instance.call("f64", WASM_PAGE - 16)).isEqualTo(6);
  }

  @Test
  void addressesOutsideTrapHoweverLarge() {
    module.memory(true, 1);
    function("load", I64, I32, c -> c.get(0).access(Opcodes.I32_LOAD, 4));
    function("store", I64, NONE, c -> c.get(0).i64(1).access(Opcodes.I64_STORE, 0));
    TestInstance instance = lowered();

    for (long address :
        List.of(WASM_PAGE - 4, WASM_PAGE, 1L << 31, 1L << 32, (1L << 32) + 8, 1L << 63, -1L, -4L)) {
      assertTraps(instance, "load", address);
      assertTraps(instance, "store", address);
    }
  }

  @Test
  void offsetsOutsideTrap() {
    module.memory(true, 1);
    function("far", I64, I32, c -> c.get(0).access(Opcodes.I32_LOAD, 1L << 32));
    function("wrap", I64, I32, c -> c.get(0).access(Opcodes.I32_LOAD, -8));
    function("near", I64, I32, c -> c.get(0).access(Opcodes.I32_LOAD, WASM_PAGE - 4));
    TestInstance instance = lowered();

    assertTraps(instance, "far", 0);
    assertTraps(instance, "wrap", 8);
    assertTraps(instance, "near", 1);
    assertThat(instance.call("near", 0)).isZero();
  }

  @Test
  void sizeAndGrowthAreI64() {
    module.memory(true, 1, 1L << 40);
    function("size", NONE, I64, c -> c.with(Opcodes.MEMORY_SIZE, 0));
    function("grow", I64, I64, c -> c.get(0).with(Opcodes.MEMORY_GROW, 0));
    TestInstance instance = lowered();

    assertThat(instance.call("grow", 2)).isEqualTo(1);
    assertThat(instance.call("size")).isEqualTo(3);
    assertThat(instance.call("grow", 98)).isEqualTo(-1);
    assertThat(instance.call("grow", 1L << 32)).isEqualTo(-1);
    assertThat(instance.call("grow", -1)).isEqualTo(-1);
    assertThat(instance.call("grow", 97)).isEqualTo(3);
  }

  @Test
  void bulkOperationsWorkAndTrap() {
    module.memory(true, 1);
    int segment = module.passiveData(Bytes.ofUtf8("abcd"));
    List<ValueType> three = List.of(ValueType.I64, ValueType.I64, ValueType.I64);
    function("copy", three, NONE, c -> c.get(0).get(1).get(2).with(Opcodes.MEMORY_COPY, 0, 0));
    function(
        "fill",
        List.of(ValueType.I64, ValueType.I64),
        NONE,
        c -> c.get(0).i32(7).get(1).with(Opcodes.MEMORY_FILL, 0));
    function("init", I64, NONE, c -> c.get(0).i32(1).i32(2).with(Opcodes.MEMORY_INIT, segment, 0));
    function("load", I64, I32, c -> c.get(0).access(Opcodes.I32_LOAD, 0));
    TestInstance instance = lowered();

    instance.call("fill", 0, 3);
    instance.call("copy", 10, 0, 3);
    instance.call("init", 13);

    assertThat(instance.call("load", 10)).isEqualTo(0x62070707L);
    assertThat(instance.call("load", 12)).isEqualTo(0x00636207L);
    instance.call("fill", WASM_PAGE, 0);
    assertTraps(instance, "fill", WASM_PAGE + 1, 0);
    assertTraps(instance, "fill", 1L << 40, 0);
    assertTraps(instance, "copy", 0, 1L << 32, 1);
    assertTraps(instance, "copy", 0, 0, 1L << 32);
    assertTraps(instance, "init", (1L << 32) + 13);
  }

  @Test
  void tablesWith64BitIndexesWorkAndTrap() {
    module.table(ValueType.FUNCREF, true, 3);
    int type = module.type(NONE, I32);
    int seven = module.function(NONE, I32, NONE, c -> c.i32(7));
    module.elements(c -> c.i64(1), seven);
    int segment = module.passiveElements(seven);
    function("call", I64, I32, c -> c.get(0).callIndirect(type, 0));
    function("size", NONE, I64, c -> c.with(Opcodes.TABLE_SIZE, 0));
    function("isNull", I64, I32, c -> c.get(0).with(Opcodes.TABLE_GET, 0).op(Opcodes.REF_IS_NULL));
    function(
        "set", I64, NONE, c -> c.get(0).with(Opcodes.REF_FUNC, seven).with(Opcodes.TABLE_SET, 0));
    function(
        "grow", I64, I64, c -> c.with(Opcodes.REF_FUNC, seven).get(0).with(Opcodes.TABLE_GROW, 0));
    function(
        "fill",
        List.of(ValueType.I64, ValueType.I64),
        NONE,
        c -> c.get(0).bytes(Opcodes.REF_NULL, 0x70).get(1).with(Opcodes.TABLE_FILL, 0));
    function("copy", I64, NONE, c -> c.get(0).i64(1).i64(1).with(Opcodes.TABLE_COPY, 0, 0));
    function("init", I64, NONE, c -> c.get(0).i32(0).i32(1).with(Opcodes.TABLE_INIT, segment, 0));
    TestInstance instance = lowered();

    assertThat(instance.call("call", 1)).isEqualTo(7);
    assertThat(instance.call("isNull", 0)).isEqualTo(1);
    instance.call("set", 0);
    assertThat(instance.call("call", 0)).isEqualTo(7);
    assertThat(instance.call("grow", 2)).isEqualTo(3);
    assertThat(instance.call("size")).isEqualTo(5);
    assertThat(instance.call("grow", 1L << 33)).isEqualTo(-1);
    instance.call("fill", 0, 2);
    assertThat(instance.call("isNull", 1)).isEqualTo(1);
    instance.call("init", 1);
    instance.call("copy", 2);
    assertThat(instance.call("call", 2)).isEqualTo(7);
    for (String name : List.of("call", "isNull", "set", "copy", "init")) {
      assertTraps(instance, name, 1L << 32);
      assertTraps(instance, name, -1);
    }
    assertTraps(instance, "fill", 1L << 32, 0);
  }

  @Test
  void activeSegmentsKeepTheirPlaces() {
    module.memory(true, 1);
    module.data(c -> c.i64(300), Bytes.ofUtf8("abcd"));
    function("load", I64, I32, c -> c.get(0).access(Opcodes.I32_LOAD, 0));

    assertThat(lowered().call("load", 300)).isEqualTo(0x64636261L);
  }

  @Test
  void vectorAccessesAreLoweredToo() {
    module.memory(true, 1);
    List<Instruction> vectors =
        Instructions.all().filter(i -> i.isMemoryAccess() && i.opcode() > 0xff).toList();
    for (Instruction instruction : vectors) {
      function(
          instruction.name(),
          I64,
          NONE,
          c -> {
            c.get(0);
            if (instruction.signature().startsWith("av")) {
              c.v128(1, 2);
            }
            c.access(instruction.opcode(), 16);
            if (instruction.lanes() > 0 && instruction.name().endsWith("_lane")) {
              c.bytes(1);
            }
            if (!instruction.isStore()) {
              c.op(Opcodes.DROP);
            }
          });
    }

    InstrumentedModule result = instrument(InstrumentationOptions.all(100));

    assertThat(vectors).hasSize(22);
    assertThat(ValidatedModule.ofPlain(result.bytes()).module().isMemory64()).isFalse();
  }

  @Test
  void theMemoryIsCappedToWhatTheEngineHolds() {
    module.memory(true, 2, 1L << 40);

    assertThat(memoryOf(instrument(InstrumentationOptions.all(100))).maximum()).hasValue(100);
    assertThat(memoryOf(instrument(InstrumentationOptions.all(1 << 20))).maximum())
        .hasValue(65_535);
    assertThat(
            memoryOf(instrument(InstrumentationOptions.none().withMaxMemoryPages(98_304)))
                .maximum())
        .hasValue(98_304);
    assertThatThrownBy(() -> instrument(InstrumentationOptions.all(1)))
        .hasMessage("memory has at least 2 Wasm pages, the engine can address at most 1");
  }

  @Test
  void reservedNamesAreRefused() {
    module.importFunction("__", "out_of_instructions", NONE, NONE);

    assertThatThrownBy(() -> instrument(InstrumentationOptions.all(100)))
        .hasMessage(
            "module imports 'out_of_instructions' from '__', names beginning with '__' are"
                + " reserved");
  }

  @Test
  void metadataSurvives() {
    module.customSection("icp:private enhanced-orthogonal-persistence", "yes");
    module.customSection("debug_info", "no");

    WasmModule result = WasmModule.decode(instrument(InstrumentationOptions.all(100)).bytes());

    assertThat(result.customSections()).hasSize(1);
    assertThat(result.contentOf(result.customSections().getFirst()).toUtf8()).isEqualTo("yes");
  }

  private static ExternalType.Memory memoryOf(InstrumentedModule instrumented) {
    return new ArrayList<>(WasmModule.decode(instrumented.bytes()).memories()).getFirst();
  }

  private void function(
      String name,
      List<ValueType> parameters,
      List<ValueType> results,
      Consumer<CodeBuilder> code) {
    module.exportFunction(name, module.function(parameters, results, NONE, code));
  }

  private InstrumentedModule instrument(InstrumentationOptions options) {
    return Instrumenter.instrument(ValidatedModule.ofPlain(module.build()), options);
  }

  private TestInstance lowered() {
    return new TestInstance(
        module, InstrumentationOptions.none().withLowerMemory64(true).withMaxMemoryPages(100));
  }

  private static void assertTraps(TestInstance instance, String export, long... arguments) {
    assertThatThrownBy(() -> instance.call(export, arguments))
        .isInstanceOf(com.dylibso.chicory.wasm.ChicoryException.class);
  }
}
