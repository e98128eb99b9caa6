package dev.atoll.wasm.instrument;

import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The functions that instrumentation adds behind those of the module, each made when it is first
/// called for.
final class HelperFunctions {

  /// Outside of every lowered memory, see [Layout#memoryPagesMax].
  static final int TRAPPING_ADDRESS = -1;

  /// Outside of every lowered table; an index plus a length of it stays positive, because engines
  /// add them as signed numbers.
  static final int TRAPPING_INDEX = 1 << 29;

  private final Layout layout;
  private final Map<String, Integer> indexes = new LinkedHashMap<>();
  private final List<Helper> helpers = new ArrayList<>();

  /// @param locals of type i64
  record Helper(FunctionType type, int locals, WasmWriter code) {}

  HelperFunctions(Layout layout) {
    this.layout = layout;
  }

  List<Helper> helpers() {
    return helpers;
  }

  private int index(String key, FunctionType type, int locals, WasmWriter code) {
    return indexes.computeIfAbsent(
        key,
        absent -> {
          helpers.add(new Helper(type, locals, code));
          return layout.functionIndex(layout.module().functionCount()) + helpers.size() - 1;
        });
  }

  private static FunctionType type(List<ValueType> parameters, ValueType... results) {
    return new FunctionType(parameters, List.of(results));
  }

  /// `[i64] -> [i64]`: takes the argument, unsigned, from the counter and gives it back.
  ///
  /// The counter stops at the least i64. The test for instructions left follows.
  int charge() {
    int counter = layout.counterGlobal();
    WasmWriter code = new WasmWriter();
    code.u8(Opcodes.GLOBAL_GET).unsigned(counter);
    code.u8s(Opcodes.LOCAL_GET, 0, Opcodes.I64_SUB, Opcodes.LOCAL_TEE, 1);
    code.u8(Opcodes.GLOBAL_GET).unsigned(counter);
    code.u8s(Opcodes.I64_GT_S, Opcodes.IF, ValueType.I64.code());
    code.u8(Opcodes.I64_CONST).signed(Long.MIN_VALUE);
    code.u8s(Opcodes.ELSE, Opcodes.LOCAL_GET, 1, Opcodes.END);
    code.u8(Opcodes.GLOBAL_SET).unsigned(counter);
    testInstructionsLeft(code, layout);
    code.u8s(Opcodes.LOCAL_GET, 0);
    return index("charge", type(List.of(ValueType.I64), ValueType.I64), 1, code);
  }

  static void testInstructionsLeft(WasmWriter code, Layout layout) {
    code.u8(Opcodes.GLOBAL_GET).unsigned(layout.counterGlobal());
    code.u8s(Opcodes.I64_CONST, 0, Opcodes.I64_LT_S, Opcodes.IF, 0x40);
    code.u8(Opcodes.CALL).unsigned(layout.outOfInstructions());
    code.u8(Opcodes.END);
  }

  /// `[i64] -> [i32]`: an address as it is, or one that always traps.
  int address() {
    return narrow("address", layout.memoryBytesMax(), TRAPPING_ADDRESS);
  }

  /// `[i64] -> [i32]`: an index into a table as it is, or one that always traps.
  int tableIndex() {
    return narrow("table index", Instrumenter.LOWERED_TABLE_ELEMENTS_MAX, TRAPPING_INDEX);
  }

  private int narrow(String key, long max, int trapping) {
    WasmWriter code = new WasmWriter();
    code.u8(Opcodes.I32_CONST).signed(trapping);
    code.u8s(Opcodes.LOCAL_GET, 0, Opcodes.I32_WRAP_I64);
    code.u8s(Opcodes.LOCAL_GET, 0, Opcodes.I64_CONST).signed(max);
    code.u8s(Opcodes.I64_GT_U, Opcodes.SELECT);
    return index(key, type(List.of(ValueType.I64), ValueType.I32), 0, code);
  }

  /// `[i64 i32 i64] -> []`
  int memoryFill() {
    WasmWriter code = new WasmWriter();
    narrowed(code, 0, address());
    code.u8s(Opcodes.LOCAL_GET, 1);
    narrowed(code, 2, address());
    code.opcode(Opcodes.MEMORY_FILL).u8(0);
    return index(
        "memory.fill", type(List.of(ValueType.I64, ValueType.I32, ValueType.I64)), 0, code);
  }

  /// `[i64 i64 i64] -> []`
  int memoryCopy() {
    WasmWriter code = new WasmWriter();
    for (int local = 0; local < 3; local++) {
      narrowed(code, local, address());
    }
    code.opcode(Opcodes.MEMORY_COPY).u8s(0, 0);
    return index(
        "memory.copy", type(List.of(ValueType.I64, ValueType.I64, ValueType.I64)), 0, code);
  }

  /// `[i64 i32 i32] -> []`
  int memoryInit(int segment) {
    WasmWriter code = new WasmWriter();
    narrowed(code, 0, address());
    code.u8s(Opcodes.LOCAL_GET, 1, Opcodes.LOCAL_GET, 2);
    code.opcode(Opcodes.MEMORY_INIT).unsigned(segment).u8(0);
    return index(
        "memory.init " + segment,
        type(List.of(ValueType.I64, ValueType.I32, ValueType.I32)),
        0,
        code);
  }

  /// `[i64 reference i64] -> []`
  int tableFill(int table) {
    WasmWriter code = new WasmWriter();
    narrowed(code, 0, tableIndex());
    code.u8s(Opcodes.LOCAL_GET, 1);
    narrowed(code, 2, tableIndex());
    code.opcode(Opcodes.TABLE_FILL).unsigned(table);
    ValueType element = layout.module().tables().get(table).element();
    return index(
        "table.fill " + table, type(List.of(ValueType.I64, element, ValueType.I64)), 0, code);
  }

  /// `[target index, source index, length] -> []` in the widths of the original tables.
  int tableCopy(int target, int source) {
    ExternalType.Table to = layout.module().tables().get(target);
    ExternalType.Table from = layout.module().tables().get(source);
    ValueType length = to.is64() && from.is64() ? ValueType.I64 : ValueType.I32;
    List<ValueType> parameters = List.of(to.indexType(), from.indexType(), length);
    WasmWriter code = new WasmWriter();
    for (int local = 0; local < 3; local++) {
      if (parameters.get(local) == ValueType.I64) {
        narrowed(code, local, tableIndex());
      } else {
        code.u8s(Opcodes.LOCAL_GET, local);
      }
    }
    code.opcode(Opcodes.TABLE_COPY).unsigned(target).unsigned(source);
    return index("table.copy %d %d".formatted(target, source), type(parameters), 0, code);
  }

  /// `[i64 i32 i32] -> []`
  int tableInit(int segment, int table) {
    WasmWriter code = new WasmWriter();
    narrowed(code, 0, tableIndex());
    code.u8s(Opcodes.LOCAL_GET, 1, Opcodes.LOCAL_GET, 2);
    code.opcode(Opcodes.TABLE_INIT).unsigned(segment).unsigned(table);
    return index(
        "table.init %d %d".formatted(segment, table),
        type(List.of(ValueType.I64, ValueType.I32, ValueType.I32)),
        0,
        code);
  }

  private static void narrowed(WasmWriter code, int local, int narrow) {
    code.u8s(Opcodes.LOCAL_GET, local, Opcodes.CALL).unsigned(narrow);
  }
}
