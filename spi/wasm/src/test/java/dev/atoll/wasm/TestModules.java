package dev.atoll.wasm;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.builder.CodeBuilder;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.List;
import java.util.function.Consumer;

/// Modules that several tests need.
public final class TestModules {

  private TestModules() {}

  /// A module with a 32-bit memory of one page and one function `() -> ()`.
  public static Bytes withFunction(Consumer<CodeBuilder> code) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    return module
        .exportFunction("run", module.function(List.of(), List.of(), List.of(), code))
        .build();
  }

  /// A canister with most kinds of sections: an import, a table, globals, data, metadata, names.
  public static WasmModuleBuilder canister() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int reply = module.importFunction("ic0", "msg_reply", List.of(), List.of());
    module.memory(false, 1);
    module.table(ValueType.FUNCREF, false, 4);
    module.global(ValueType.I32, true, code -> code.i32(7));
    module.global(ValueType.F64, false, code -> code.f64Bits(0x7ff8_0000_0000_0001L));
    int get =
        module.function(
            List.of(),
            List.of(),
            List.of(ValueType.I32, ValueType.F32),
            code ->
                code.open(Opcodes.LOOP)
                    .get(0)
                    .i32(1)
                    .op(Opcodes.I32_ADD)
                    .tee(0)
                    .i32(10)
                    .op(Opcodes.I32_LT_S)
                    .brIf(0)
                    .end()
                    .i32(16)
                    .get(0)
                    .access(Opcodes.I32_STORE, 4)
                    .get(1)
                    .get(1)
                    .op(Opcodes.F32_ADD)
                    .set(1)
                    .i32(1)
                    .callIndirect(0, 0)
                    .call(reply));
    module.elements(code -> code.i32(1), get, reply);
    module.data(code -> code.i32(100), Bytes.ofUtf8("hello"));
    module.exportFunction("canister_query get", get);
    module.customSection("icp:public candid:service", "service : {}");
    return module.name(get, "get");
  }
}
