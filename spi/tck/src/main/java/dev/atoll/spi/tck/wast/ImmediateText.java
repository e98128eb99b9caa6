package dev.atoll.spi.tck.wast;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.WasmWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes what follows the name of an instruction.
final class ImmediateText {

  private static final int OTHER_MEMORY = 0x40;

  private final ModuleScope scope;
  private final IndexSpace locals;
  private final List<@Nullable String> labels;

  /// @param labels the names of the open blocks, innermost last; shared with the caller
  ImmediateText(ModuleScope scope, IndexSpace locals, List<@Nullable String> labels) {
    this.scope = scope;
    this.locals = locals;
    this.labels = labels;
  }

  void write(TextInstruction instruction, String name, Cursor in, WasmWriter out) {
    switch (instruction.immediate()) {
      case NONE -> {}
      case BLOCK_TYPE -> throw new IllegalStateException("blocks are written by who keeps labels");
      case LABEL -> out.unsigned(label(in.atom()));
      case LABELS -> labels(in, out);
      case FUNCTION -> out.unsigned(callee(name, in.atom()));
      case LOCAL -> out.unsigned(locals.resolve(in.atom()));
      case GLOBAL -> out.unsigned(scope.globals.resolve(in.atom()));
      case TYPE_AND_TABLE -> {
        long table = optional(scope.tables, in);
        out.unsigned(scope.types.indexOf(scope.types.use(in))).unsigned(table);
      }
      case VALUE_TYPES -> valueTypes(in, out);
      case TABLE -> out.unsigned(optional(scope.tables, in));
      case TABLE_AND_TABLE ->
          out.unsigned(optional(scope.tables, in)).unsigned(optional(scope.tables, in));
      case MEMORY -> out.unsigned(optional(scope.memories, in));
      case MEMORY_AND_MEMORY ->
          out.unsigned(optional(scope.memories, in)).unsigned(optional(scope.memories, in));
      case DATA -> out.unsigned(data(in));
      case DATA_AND_MEMORY -> {
        long memory = in.atIndexThenIndex() ? scope.memories.resolve(in.atom()) : 0;
        out.unsigned(data(in)).unsigned(memory);
      }
      case ELEMENT -> out.unsigned(scope.elements.resolve(in.atom()));
      case ELEMENT_AND_TABLE -> {
        long table = in.atIndexThenIndex() ? scope.tables.resolve(in.atom()) : 0;
        out.unsigned(scope.elements.resolve(in.atom())).unsigned(table);
      }
      case REFERENCE_TYPE -> scope.types.heapType(in, out);
      case I32 -> out.signed(i32(in.atom().text()));
      case I64 -> out.signed(Numerals.integer(in.atom().text()));
      case F32 -> out.fixed32(Numerals.f32(in.atom().text()));
      case F64 -> out.fixed64(Numerals.f64(in.atom().text()));
      case V128 -> {
        VectorText vector = VectorText.read(in);
        out.fixed64(vector.low()).fixed64(vector.high());
      }
      case ACCESS -> access(instruction, in.atIndex(), in, out);
      case ACCESS_AND_LANE -> {
        access(instruction, in.atIndexThenAtom(), in, out);
        lane(in, out);
      }
      case LANE -> lane(in, out);
      case LANES -> {
        for (int i = 0; i < 16; i++) {
          lane(in, out);
        }
      }
    }
  }

  /// The scripts write negative numbers as unsigned ones too.
  private static int i32(String text) {
    return (int) Numerals.integer(text);
  }

  /// The depth of a label.
  long label(Sexp.Atom atom) {
    if (!atom.text().startsWith("$")) {
      return Numerals.integer(atom.text());
    }
    int index = labels.lastIndexOf(atom.text());
    if (index < 0) {
      throw new WastException(atom.line(), "unknown label " + atom.text());
    }
    return labels.size() - 1L - index;
  }

  private void labels(Cursor in, WasmWriter out) {
    List<Long> depths = new ArrayList<>();
    while (in.atIndex()) {
      depths.add(label(in.atom()));
    }
    out.unsigned(depths.size() - 1L);
    depths.forEach(out::unsigned);
  }

  private long callee(String name, Sexp.Atom atom) {
    return switch (name) {
      case "throw" -> scope.tags.resolve(atom);
      case "call_ref", "return_call_ref" -> scope.types.index(atom);
      default -> scope.functions.resolve(atom);
    };
  }

  private void valueTypes(Cursor in, WasmWriter out) {
    List<Bytes> types = new ArrayList<>();
    while (in.atGroup("result")) {
      Cursor result = in.group().rest();
      while (result.hasNext()) {
        types.add(scope.types.valueType(result));
      }
    }
    out.unsigned(types.size());
    types.forEach(type -> TypeText.raw(out, type));
  }

  private static long optional(IndexSpace space, Cursor in) {
    return in.atIndex() ? space.resolve(in.atom()) : 0;
  }

  private long data(Cursor in) {
    scope.codeUsesData = true;
    return scope.data.resolve(in.atom());
  }

  private static void lane(Cursor in, WasmWriter out) {
    out.u8((int) Numerals.integer(in.atom().text()));
  }

  private void access(TextInstruction instruction, boolean namesMemory, Cursor in, WasmWriter out) {
    long memory = namesMemory ? scope.memories.resolve(in.atom()) : 0;
    long offset = in.atAtomStarting("offset=") ? detail(in) : 0;
    int align =
        in.atAtomStarting("align=") ? Long.numberOfTrailingZeros(detail(in)) : instruction.detail();
    out.unsigned(memory == 0 ? align : align | OTHER_MEMORY);
    if (memory != 0) {
      out.unsigned(memory);
    }
    out.unsigned(offset);
  }

  private static long detail(Cursor in) {
    String text = in.atom().text();
    return Numerals.integer(text.substring(text.indexOf('=') + 1));
  }
}
