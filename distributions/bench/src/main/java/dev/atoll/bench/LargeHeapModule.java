package dev.atoll.bench;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.List;

/// A canister whose update `fill` writes to each page of the next [#FILL_MEBIBYTES] of its heap.
final class LargeHeapModule {

  static final int FILL_MEBIBYTES = 100;

  private static final int I32_LOAD = 0x28;

  private static final int I32_STORE = 0x36;

  private static final int I32_ADD = 0x6a;

  private static final int I32_LT_U = 0x49;

  private static final int LOOP = 0x03;

  private static final int WASM_PAGE_SIZE_BYTES = 65_536;

  private static final int PAGE_SIZE_BYTES = 4096;

  private LargeHeapModule() {}

  static Bytes build(int mebibytes) {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int reply = module.importFunction("ic0", "msg_reply", List.of(), List.of());
    module.memory(false, mebibytes * 16L);
    int fill =
        module.function(
            List.of(),
            List.of(),
            List.of(ValueType.I32, ValueType.I32),
            code ->
                code.i32(0)
                    .access(I32_LOAD, 0) // where the last call has ended
                    .tee(0)
                    .i32(FILL_MEBIBYTES * 16 * WASM_PAGE_SIZE_BYTES)
                    .op(I32_ADD)
                    .set(1)
                    .open(LOOP)
                    .get(0)
                    .get(0)
                    .access(I32_LOAD, 8)
                    .i32(1)
                    .op(I32_ADD)
                    .access(I32_STORE, 8)
                    .get(0)
                    .i32(PAGE_SIZE_BYTES)
                    .op(I32_ADD)
                    .tee(0)
                    .get(1)
                    .op(I32_LT_U)
                    .brIf(0)
                    .end()
                    .i32(0)
                    .get(0)
                    .access(I32_STORE, 0)
                    .call(reply));
    return module.exportFunction("canister_update fill", fill).build();
  }
}
