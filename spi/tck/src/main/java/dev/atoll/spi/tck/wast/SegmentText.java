package dev.atoll.spi.tck.wast;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.WasmWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes element and data segments, those inside of tables and memories too.
final class SegmentText {

  private static final int FUNCREF = 0x70;
  private static final Bytes FUNCREF_TYPE = Bytes.wrap(new byte[] {FUNCREF});

  private final ModuleScope scope;
  private final SectionWriter elements = new SectionWriter();
  private final SectionWriter data = new SectionWriter();

  SegmentText(ModuleScope scope) {
    this.scope = scope;
  }

  SectionWriter elements() {
    return elements;
  }

  SectionWriter data() {
    return data;
  }

  /// What a segment holds: functions by number, or constant expressions.
  private record Items(@Nullable Bytes type, List<WasmWriter> entries) {

    boolean areExpressions() {
      return type != null;
    }
  }

  void element(Cursor in) {
    in.identifier();
    boolean declared = in.accept("declare");
    long table = in.atGroup("table") ? scope.tables.resolve(in.group().rest().atom()) : 0;
    if (!declared && in.atGroup() && !in.atGroup("ref")) {
      WasmWriter offset = offset(in);
      active(table, offset, items(in));
      return;
    }
    Items items = items(in);
    WasmWriter out = elements.add().unsigned((declared ? 3 : 1) | (items.areExpressions() ? 4 : 0));
    typeAndEntries(out, items);
  }

  private WasmWriter offset(Cursor in) {
    WasmWriter out = new WasmWriter();
    Sexp.Group group = in.group();
    CodeText.constant(
        scope,
        group.is("offset") ? group.rest() : new Cursor(List.of(group), group.line(), 0),
        out);
    return out;
  }

  private void active(long table, WasmWriter offset, Items items) {
    boolean plain = table == 0 && (items.type() == null || items.type().equals(FUNCREF_TYPE));
    WasmWriter out = elements.add();
    out.unsigned((plain ? 0 : 2) | (items.areExpressions() ? 4 : 0));
    if (!plain) {
      out.unsigned(table);
    }
    out.raw(offset);
    if (plain) {
      entries(out, items);
    } else {
      typeAndEntries(out, items);
    }
  }

  private static void typeAndEntries(WasmWriter out, Items items) {
    if (items.type() != null) {
      TypeText.raw(out, items.type());
    } else {
      out.u8(0);
    }
    entries(out, items);
  }

  private static void entries(WasmWriter out, Items items) {
    out.unsigned(items.entries().size());
    items.entries().forEach(out::raw);
  }

  private Items items(Cursor in) {
    List<WasmWriter> entries = new ArrayList<>();
    if (in.accept("func") || !scope.types.atValueType(in)) {
      while (in.hasNext()) {
        entries.add(new WasmWriter().unsigned(scope.functions.resolve(in.atom())));
      }
      return new Items(null, entries);
    }
    Bytes type = scope.types.valueType(in);
    expressions(in, entries);
    return new Items(type, entries);
  }

  private void expressions(Cursor in, List<WasmWriter> entries) {
    while (in.hasNext()) {
      Sexp.Group item = in.group();
      WasmWriter expression = new WasmWriter();
      CodeText.constant(
          scope,
          item.is("item") ? item.rest() : new Cursor(List.of(item), item.line(), 0),
          expression);
      entries.add(expression);
    }
  }

  /// The elements of a table that is declared by them; returns how many there are.
  int inlineElements(int table, boolean is64, Bytes type, Cursor in) {
    List<WasmWriter> entries = new ArrayList<>();
    Items items;
    if (in.atGroup()) {
      expressions(in, entries);
      items = new Items(type, entries);
    } else {
      while (in.hasNext()) {
        entries.add(new WasmWriter().unsigned(scope.functions.resolve(in.atom())));
      }
      items = new Items(null, entries);
    }
    active(table, zero(is64), items);
    return entries.size();
  }

  private static WasmWriter zero(boolean is64) {
    return new WasmWriter().u8s(is64 ? Opcodes.I64_CONST : Opcodes.I32_CONST, 0, Opcodes.END);
  }

  void data(Cursor in) {
    in.identifier();
    long memory = in.atGroup("memory") ? scope.memories.resolve(in.group().rest().atom()) : 0;
    WasmWriter offset = in.atGroup() ? offset(in) : null;
    bytes(memory, offset, in.strings());
  }

  private void bytes(long memory, @Nullable WasmWriter offset, byte[] content) {
    WasmWriter out = data.add();
    if (offset == null) {
      out.unsigned(1);
    } else if (memory == 0) {
      out.unsigned(0).raw(offset);
    } else {
      out.unsigned(2).unsigned(memory).raw(offset);
    }
    out.unsigned(content.length).raw(content, 0, content.length);
  }

  /// The content of a memory that is declared by it; returns how many pages it takes.
  int inlineData(int memory, boolean is64, Cursor in) {
    byte[] content = in.strings();
    bytes(memory, zero(is64), content);
    return (content.length + 65_535) / 65_536;
  }
}
