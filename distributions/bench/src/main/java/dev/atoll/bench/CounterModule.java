package dev.atoll.bench;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.List;

/// A canister that counts in its heap: `inc` adds one and replies eight bytes, `get` reads.
final class CounterModule {

  private static final int I64_LOAD = 0x29;

  private static final int I64_STORE = 0x37;

  private static final int I64_ADD = 0x7c;

  private CounterModule() {}

  static Bytes build() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int append =
        module.importFunction(
            "ic0", "msg_reply_data_append", List.of(ValueType.I32, ValueType.I32), List.of());
    int reply = module.importFunction("ic0", "msg_reply", List.of(), List.of());
    module.memory(false, 1);
    int inc =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code ->
                code.i32(0)
                    .i32(0)
                    .access(I64_LOAD, 0)
                    .i64(1)
                    .op(I64_ADD)
                    .access(I64_STORE, 0)
                    .i32(0)
                    .i32(8)
                    .call(append)
                    .call(reply));
    int get =
        module.function(
            List.of(), List.of(), List.of(), code -> code.i32(0).i32(8).call(append).call(reply));
    return module
        .exportFunction("canister_update inc", inc)
        .exportFunction("canister_query get", get)
        .build();
  }
}
