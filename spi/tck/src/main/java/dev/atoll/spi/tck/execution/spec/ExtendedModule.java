package dev.atoll.spi.tck.execution.spec;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.Export;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmModule;
import dev.atoll.wasm.WasmWriter;
import dev.atoll.wasm.builder.CodeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A module with globals and exported functions added behind its own, so that no index changes.
///
/// All sections are kept as they are and only lengthened, so that engines see what the script
/// gives them.
final class ExtendedModule {

  private static final List<Integer> SECTION_ORDER = List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 10, 11);
  private static final int PREAMBLE_SIZE_BYTES = 8;

  private final WasmModule module;
  private final List<ValueType> globals = new ArrayList<>();
  private final WasmWriter functions = new WasmWriter();
  private final WasmWriter exports = new WasmWriter();
  private final WasmWriter code = new WasmWriter();
  private int functionCount;

  ExtendedModule(WasmModule module) {
    this.module = module;
  }

  /// Adds a mutable global and returns its index.
  int global(ValueType type) {
    globals.add(type);
    return module.globalTypes().size() + globals.size() - 1;
  }

  /// Where the bits of a global stand among those of all globals: vectors take two places.
  int place(int global) {
    int place = 0;
    for (int i = 0; i < global; i++) {
      place += typeOf(i) == ValueType.V128 ? 2 : 1;
    }
    return place;
  }

  private ValueType typeOf(int global) {
    int own = module.globalTypes().size();
    return global < own ? module.globalTypes().get(global).type() : globals.get(global - own);
  }

  void function(Driver driver) {
    int type = module.types().size();
    functions.unsigned(type);
    exports.name(driver.export()).u8(Export.Kind.FUNCTION.code());
    exports.unsigned((long) module.functionCount() + functionCount++);
    CodeBuilder instructions = new CodeBuilder();
    driver.write(instructions);
    code.sized(new WasmWriter().unsigned(0).raw(instructions.written()).u8(Opcodes.END));
  }

  Bytes build() {
    SortedMap<Integer, WasmWriter> sections = new TreeMap<>();
    WasmWriter custom = new WasmWriter();
    readSections(sections, custom);
    append(sections, 1, 1, new WasmWriter().u8s(0x60, 0, 0));
    append(sections, 3, functionCount, functions);
    append(sections, 6, globals.size(), globals());
    append(sections, 7, functionCount, exports);
    append(sections, 10, functionCount, code);
    WasmWriter out = new WasmWriter().u8s(0, 'a', 's', 'm', 1, 0, 0, 0);
    for (int id : SECTION_ORDER) {
      WasmWriter section = sections.get(id);
      if (section != null) {
        out.section(id, section);
      }
    }
    return out.raw(custom).toBytes();
  }

  private WasmWriter globals() {
    WasmWriter out = new WasmWriter();
    for (ValueType type : globals) {
      out.u8s(type.code(), 1);
      switch (type) {
        case I32 -> out.u8s(Opcodes.I32_CONST, 0);
        case I64 -> out.u8s(Opcodes.I64_CONST, 0);
        case F32 -> out.u8(Opcodes.F32_CONST).fixed32(0);
        case F64 -> out.u8(Opcodes.F64_CONST).fixed64(0);
        default -> out.opcode(Opcodes.V128_CONST).fixed64(0).fixed64(0);
      }
      out.u8(Opcodes.END);
    }
    return out;
  }

  private void readSections(SortedMap<Integer, WasmWriter> sections, WasmWriter custom) {
    byte[] bytes = module.bytes().unsafeArray();
    int position = PREAMBLE_SIZE_BYTES;
    while (position < bytes.length) {
      int id = bytes[position];
      int length = unsigned(bytes, position + 1);
      int start = afterUnsigned(bytes, position + 1);
      WasmWriter content = new WasmWriter().raw(bytes, start, start + length);
      if (id == 0) {
        custom.section(0, content);
      } else {
        sections.put(id, content);
      }
      position = start + length;
    }
  }

  private static void append(
      SortedMap<Integer, WasmWriter> sections, int id, int count, WasmWriter entries) {
    WasmWriter old = sections.get(id);
    byte[] bytes = old == null ? new byte[] {0} : old.toBytes().unsafeArray();
    long newCount = (long) unsigned(bytes, 0) + count;
    if (newCount > 0) {
      WasmWriter section = new WasmWriter().unsigned(newCount);
      sections.put(id, section.raw(bytes, afterUnsigned(bytes, 0), bytes.length).raw(entries));
    }
  }

  private static int unsigned(byte[] bytes, int position) {
    int value = 0;
    int shift = 0;
    for (int i = position; ; i++, shift += 7) {
      value |= (bytes[i] & 0x7f) << shift;
      if (bytes[i] >= 0) {
        return value;
      }
    }
  }

  private static int afterUnsigned(byte[] bytes, int position) {
    int end = position;
    while (bytes[end] < 0) {
      end++;
    }
    return end + 1;
  }
}
