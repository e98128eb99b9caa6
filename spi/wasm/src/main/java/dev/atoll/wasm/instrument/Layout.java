package dev.atoll.wasm.instrument;

import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.WasmException;
import dev.atoll.wasm.WasmModule;

/// Where things stand in the instrumented module.
///
/// @param outOfInstructions the index of the import, -1 if not metered
/// @param stackOverflow the index of the import, -1 if not limited
/// @param lowersMemory whether the memory is a 64-bit one that becomes 32-bit
/// @param memoryPagesMax the largest memory after capping, in Wasm pages
record Layout(
    WasmModule module,
    InstrumentationOptions options,
    int outOfInstructions,
    int stackOverflow,
    int addedImports,
    int counterGlobal,
    int depthGlobal,
    boolean lowersMemory,
    long memoryPagesMax) {

  /// A lowered memory stays one page below 4 GiB, so that the address 0xFFFFFFFF always traps.
  private static final long LOWERED_MEMORY_PAGES_MAX = 65_535;

  private static final long WASM_PAGE_SIZE_BYTES = 65_536;

  static Layout of(WasmModule module, InstrumentationOptions options) {
    int next = module.importedFunctionCount();
    int outOfInstructions = options.meter() ? next++ : -1;
    int stackOverflow = options.stackDepth() ? next++ : -1;
    int nextGlobal = module.globalTypes().size();
    int counterGlobal = options.meter() ? nextGlobal++ : -1;
    int depthGlobal = options.stackDepth() ? nextGlobal++ : -1;
    boolean lowersMemory = options.lowerMemory64() && module.isMemory64();
    return new Layout(
        module,
        options,
        outOfInstructions,
        stackOverflow,
        next - module.importedFunctionCount(),
        counterGlobal,
        depthGlobal,
        lowersMemory,
        memoryPagesMax(module, options, lowersMemory));
  }

  private static long memoryPagesMax(
      WasmModule module, InstrumentationOptions options, boolean lowersMemory) {
    ExternalType.Memory memory = module.memory();
    if (memory == null) {
      return 0;
    }
    long allowed = options.maxMemoryPages();
    if (lowersMemory) {
      allowed = Math.min(allowed, LOWERED_MEMORY_PAGES_MAX);
    } else if (!memory.is64()) {
      allowed = Math.min(allowed, LOWERED_MEMORY_PAGES_MAX + 1);
    }
    if (Long.compareUnsigned(memory.minimum(), allowed) > 0) {
      throw WasmException.rule(
          "memory has at least %s Wasm pages, the engine can address at most %d"
              .formatted(Long.toUnsignedString(memory.minimum()), allowed));
    }
    long declared = memory.maximum().orElse(allowed);
    return Long.compareUnsigned(declared, allowed) < 0 ? declared : allowed;
  }

  /// The index after the move of the defined functions.
  int functionIndex(int original) {
    return original < module.importedFunctionCount() ? original : original + addedImports;
  }

  /// No address above this one is inside the memory, whatever its size.
  long memoryBytesMax() {
    return memoryPagesMax * WASM_PAGE_SIZE_BYTES;
  }

  /// Whether a table is a 64-bit one that becomes 32-bit.
  boolean lowersTable(int table) {
    return options.lowerMemory64() && module.tables().get(table).is64();
  }
}
