package dev.atoll.spi.tck.wast;

import dev.atoll.wasm.WasmWriter;

/// The entries of one section.
final class SectionWriter {

  private final WasmWriter entries = new WasmWriter();
  private int count;

  /// Counts one more entry and returns where to write it.
  WasmWriter add() {
    count++;
    return entries;
  }

  WasmWriter entries() {
    return entries;
  }

  int count() {
    return count;
  }

  /// Writes the section unless it is empty.
  void write(WasmWriter module, int id) {
    if (count > 0) {
      module.section(id, new WasmWriter().unsigned(count).raw(entries));
    }
  }
}
