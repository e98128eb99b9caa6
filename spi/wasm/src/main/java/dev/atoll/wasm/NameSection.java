package dev.atoll.wasm;

import dev.atoll.types.Bytes;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The names of functions, for backtraces.
///
/// A custom section cannot make a module invalid: whatever is malformed here is left out.
///
/// Source: WebAssembly core specification, "Name Section".
final class NameSection {

  private static final String NAME = "name";
  private static final int FUNCTION_NAMES = 1;

  private NameSection() {}

  static SortedMap<Integer, String> functionNames(Bytes bytes, List<CustomSection> sections) {
    SortedMap<Integer, String> result = new TreeMap<>();
    for (CustomSection section : sections) {
      if (section.name().equals(NAME)) {
        try {
          read(
              new ByteReader(
                  bytes.unsafeArray(), section.start(), section.start() + section.length()),
              result);
        } catch (WasmException e) {
          // The names read so far are as good as any.
          break;
        }
      }
    }
    return Collections.unmodifiableSortedMap(result);
  }

  private static void read(ByteReader in, SortedMap<Integer, String> result) {
    while (!in.atLimit()) {
      int id = in.u8();
      int outer = in.narrow(in.u32());
      if (id == FUNCTION_NAMES) {
        int count = in.vectorLength();
        for (int i = 0; i < count; i++) {
          result.put(in.index(), in.anyName());
        }
      }
      in.skip(in.limit() - in.position());
      in.restoreLimit(outer);
    }
  }
}
