package dev.atoll.itests;

import static dev.atoll.wasm.ValueType.I32;
import static dev.atoll.wasm.ValueType.I64;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmWriter;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;

/// Modules that try to hurt whoever reads, checks or compiles them: [HostileCode] as modules, and
/// those that have too much of something else.
final class HostileModules {

  private HostileModules() {}

  static SequencedMap<String, Supplier<Bytes>> all() {
    SequencedMap<String, Supplier<Bytes>> all = new LinkedHashMap<>();
    code(all);
    all.put("a million types", () -> types(1_000_000));
    all.put("a type of 1,000 parameters and results", () -> wide(1_000));
    all.put("a type of 100,000 parameters", () -> wide(100_000));
    all.put("50,000 functions", () -> functions(50_000));
    all.put("more functions than a canister may have", () -> functions(50_001));
    all.put("1,000 globals", () -> globals(1_000));
    all.put("more globals than a canister may have", () -> globals(1_001));
    all.put("a constant expression without end", HostileModules::constant);
    all.put("a table of a million references", HostileModules::references);
    all.put("sizes that promise more than there is", HostileModules::promises);
    all.put("100,000 segments of data", () -> segments(100_000));
    all.put("a segment of 40 MiB", () -> passive(40 << 20));
    all.put("200,000 names", () -> names(200_000));
    return all;
  }

  private static void code(SequencedMap<String, Supplier<Bytes>> all) {
    all.put("nested blocks", () -> HostileCode.nested(Opcodes.BLOCK));
    all.put("nested loops", () -> HostileCode.nested(Opcodes.LOOP));
    all.put("nested ifs", HostileCode::nestedIfs);
    all.put("5,000 nested blocks with code", () -> HostileCode.nestedWithCode(5_000));
    all.put("blocks that are never closed", HostileCode::unclosed);
    all.put("a table of branches with 500,000 targets", () -> HostileCode.branches(500_000, 1));
    all.put("a table of branches to 5,000 blocks", () -> HostileCode.branches(200_000, 5_000));
    all.put("a table of branches that take 1,000 values", HostileCode::branchesWithValues);
    all.put("50,000 locals", () -> HostileCode.locals(50_000));
    all.put("more locals than there may be", () -> HostileCode.locals(60_000));
    all.put("recursion with 50,000 locals", () -> HostileCode.recursionWithLocals(50_000));
    all.put("one giant function", HostileCode::giantFunction);
    all.put("one giant expression", HostileCode::giantExpression);
    all.put("an expression that never ends", HostileCode::expressionThatNeverEnds);
    all.put("19,000 calls", () -> HostileCode.manyCalls(19_000));
    all.put("15,000 calls with 1,000 values each way", () -> HostileCode.wideCalls(15_000));
    all.put("tail calls without end", () -> HostileCode.tailCalls(1_000));
    all.put("returns of 1,000 values that are not there", () -> HostileCode.returns(10, 990_000));
  }

  private static Bytes types(int count) {
    WasmWriter types = new WasmWriter().unsigned(count);
    for (int i = 0; i < count; i++) {
      types.u8s(0x60, 0, 0);
    }
    return new WasmWriter()
        .u8s(0, 'a', 's', 'm', 1, 0, 0, 0)
        .section(1, types)
        .section(3, new WasmWriter().u8(1).unsigned(count - 1L))
        .section(7, new WasmWriter().u8(1).name(HostileCode.RUN).u8s(0, 0))
        .section(10, new WasmWriter().u8s(1, 2, 0, Opcodes.END))
        .toBytes();
  }

  private static Bytes wide(int values) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    List<ValueType> types = Collections.nCopies(values, I64);
    int wide =
        module.function(
            types,
            types,
            List.of(),
            code -> {
              for (int i = 0; i < values; i++) {
                code.get(i);
              }
            });
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> {
              for (int i = 0; i < values; i++) {
                code.i64(i);
              }
              code.call(wide);
              for (int i = 0; i < values; i++) {
                code.op(Opcodes.DROP);
              }
            });
    return module.exportFunction(HostileCode.RUN, run).build();
  }

  private static Bytes functions(int count) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    for (int i = 0; i < count - 1; i++) {
      int number = i;
      module.function(List.of(), List.of(), List.of(), code -> code.i32(number).op(Opcodes.DROP));
    }
    int run = module.function(List.of(), List.of(), List.of(), code -> code.call(0));
    return module.exportFunction(HostileCode.RUN, run).build();
  }

  private static Bytes constant() {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    module.global(
        I32,
        false,
        code -> {
          for (int i = 0; i < 1_000_000; i++) {
            code.i32(i).op(Opcodes.I32_ADD);
          }
        });
    return module.build();
  }

  private static Bytes references() {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    int run = module.function(List.of(), List.of(), List.of(), code -> {});
    module.table(ValueType.FUNCREF, false, 1_000_000);
    int[] all = new int[1_000_000];
    Arrays.fill(all, run);
    module.elements(offset -> offset.i32(0), all);
    return module.exportFunction(HostileCode.RUN, run).build();
  }

  /// A code section with one function that says it has 2^31 - 1 runs of locals.
  private static Bytes promises() {
    return HostileCode.oneFunction(
        new WasmWriter().unsigned(Integer.MAX_VALUE).u8s(1, 0x7f, Opcodes.END));
  }

  private static Bytes globals(int count) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    for (int i = 0; i < count; i++) {
      int number = i;
      module.global(I64, true, initial -> initial.i64(number));
    }
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> {
              for (int i = 0; i < count; i++) {
                code.globalGet(i).i64(1).op(Opcodes.I64_ADD).globalSet(i);
              }
            });
    return module.exportFunction(HostileCode.RUN, run).build();
  }

  /// Active segments of one byte each.
  private static Bytes segments(int count) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    for (int i = 0; i < count; i++) {
      int at = i % 65_536;
      module.data(offset -> offset.i32(at), Bytes.copyOf(new byte[] {(byte) at}));
    }
    int run = module.function(List.of(), List.of(), List.of(), code -> {});
    return module.exportFunction(HostileCode.RUN, run).build();
  }

  private static Bytes passive(int bytes) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    int segment = module.passiveData(Bytes.wrap(new byte[bytes]));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> code.i32(0).i32(0).i32(65_536).with(Opcodes.MEMORY_INIT, segment, 0));
    return module.exportFunction(HostileCode.RUN, run).build();
  }

  /// A name for a function of many that there are not.
  private static Bytes names(int count) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    int run =
        module.function(List.of(), List.of(), List.of(), code -> code.op(Opcodes.UNREACHABLE));
    String name = "n".repeat(50);
    for (int i = 0; i < count; i++) {
      module.name(i, name);
    }
    return module.exportFunction(HostileCode.RUN, run).build();
  }
}
