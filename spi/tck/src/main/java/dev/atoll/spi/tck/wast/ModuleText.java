package dev.atoll.spi.tck.wast;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.WasmWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes one module of the text format in the binary format.
///
/// Source: WebAssembly core specification, "Text Format: Modules".
final class ModuleText {

  private final ModuleScope scope = new ModuleScope();
  private final SectionWriter imports = new SectionWriter();
  private final SectionWriter functions = new SectionWriter();
  private final SectionWriter tables = new SectionWriter();
  private final SectionWriter memories = new SectionWriter();
  private final SectionWriter tags = new SectionWriter();
  private final SectionWriter globals = new SectionWriter();
  private final SectionWriter exports = new SectionWriter();
  private final SectionWriter code = new SectionWriter();
  private final SegmentText segments = new SegmentText(scope);
  private Sexp.@Nullable Atom start;

  private ModuleText() {}

  /// @param fields the fields of the module, without `module` and its name
  static Bytes encode(List<Sexp.Group> fields) {
    ModuleText module = new ModuleText();
    module.declare(fields);
    fields.forEach(module::define);
    return module.build();
  }

  /// Gives everything its number, so that fields may refer to later ones.
  private void declare(List<Sexp.Group> fields) {
    for (Sexp.Group field : fields) {
      switch (field.keyword()) {
        case "type", "rec" -> scope.types.declare(field);
        case "import" -> {
          Cursor in = field.rest();
          in.next();
          in.next();
          Sexp.Group imported = in.group();
          scope.of(imported).add(imported.rest().identifier());
        }
        case "elem" -> scope.elements.add(field.rest().identifier());
        case "data" -> scope.data.add(field.rest().identifier());
        case "export", "start" -> {}
        default -> {
          scope.of(field).add(field.rest().identifier());
          declareSegments(field);
        }
      }
    }
    fields.stream().filter(field -> field.is("type")).forEach(scope.types::define);
  }

  private void declareSegments(Sexp.Group field) {
    for (Sexp item : field.items()) {
      if (item instanceof Sexp.Group group) {
        if (group.is("data")) {
          scope.data.add(null);
        } else if (group.is("elem")) {
          scope.elements.add(null);
        }
      }
    }
  }

  private void define(Sexp.Group field) {
    Cursor in = field.rest();
    switch (field.keyword()) {
      case "type" -> {}
      case "import" -> {
        WasmWriter out = imports.add();
        string(in, out);
        string(in, out);
        Sexp.Group imported = in.group();
        Cursor description = imported.rest();
        description.identifier();
        description(imported.keyword(), description, out);
        next(imported);
      }
      case "export" -> {
        WasmWriter out = exports.add();
        string(in, out);
        Sexp.Group exported = in.group();
        out.u8(ModuleScope.kind(exported.keyword()));
        out.unsigned(scope.of(exported).resolve(exported.rest().atom()));
      }
      case "start" -> start = in.atom();
      case "elem" -> segments.element(in);
      case "data" -> segments.data(in);
      default -> definition(field, in);
    }
  }

  private static void string(Cursor in, WasmWriter out) {
    byte[] bytes = in.bytes();
    out.unsigned(bytes.length).raw(bytes, 0, bytes.length);
  }

  private final int[] defined = new int[5];

  /// The number of the definition that follows.
  private int next(Sexp.Group field) {
    return defined[ModuleScope.kind(field.keyword())]++;
  }

  private void definition(Sexp.Group field, Cursor in) {
    int index = next(field);
    in.identifier();
    while (in.atGroup("export")) {
      string(in.group().rest(), exports.add());
      exports.entries().u8(ModuleScope.kind(field.keyword())).unsigned(index);
    }
    if (in.atGroup("import")) {
      Cursor names = in.group().rest();
      WasmWriter out = imports.add();
      string(names, out);
      string(names, out);
      description(field.keyword(), in, out);
      return;
    }
    switch (field.keyword()) {
      case "func" -> new FunctionText(scope, in).write(functions.add(), code.add());
      case "table" -> table(index, in);
      case "memory" -> memory(index, in);
      case "global" -> {
        WasmWriter out = globals.add();
        globalType(in, out);
        CodeText.constant(scope, in, out);
      }
      default -> tag(in, tags.add());
    }
  }

  private void description(String kind, Cursor in, WasmWriter out) {
    out.u8(ModuleScope.kind(kind));
    switch (kind) {
      case "func" -> out.unsigned(scope.types.indexOf(scope.types.use(in)));
      case "table" -> tableType(in, out);
      case "memory" -> LimitsText.read(in).write(out);
      case "global" -> globalType(in, out);
      default -> tag(in, out);
    }
  }

  private void tag(Cursor in, WasmWriter out) {
    out.u8(0).unsigned(scope.types.indexOf(scope.types.use(in)));
  }

  private void globalType(Cursor in, WasmWriter out) {
    if (in.atGroup("mut")) {
      TypeText.raw(out, scope.types.valueType(in.group().rest()));
      out.u8(1);
    } else {
      TypeText.raw(out, scope.types.valueType(in));
      out.u8(0);
    }
  }

  private void tableType(Cursor in, WasmWriter out) {
    LimitsText limits = LimitsText.read(in);
    TypeText.raw(out, scope.types.valueType(in));
    limits.write(out);
  }

  private void table(int index, Cursor in) {
    WasmWriter out = tables.add();
    if (LimitsText.atLimits(in)) {
      WasmWriter type = new WasmWriter();
      tableType(in, type);
      if (in.hasNext()) {
        out.u8s(0x40, 0).raw(type);
        CodeText.constant(scope, in, out);
      } else {
        out.raw(type);
      }
      return;
    }
    boolean is64 = LimitsText.accept64(in);
    Bytes element = scope.types.valueType(in);
    int size = segments.inlineElements(index, is64, element, in.group().rest());
    TypeText.raw(out, element);
    LimitsText.exactly(is64, size).write(out);
  }

  private void memory(int index, Cursor in) {
    if (LimitsText.atLimits(in)) {
      LimitsText.read(in).write(memories.add());
      return;
    }
    boolean is64 = LimitsText.accept64(in);
    LimitsText.exactly(is64, segments.inlineData(index, is64, in.group().rest()))
        .write(memories.add());
  }

  private Bytes build() {
    WasmWriter out = new WasmWriter().u8s(0, 'a', 's', 'm', 1, 0, 0, 0);
    scope.types.write(out);
    imports.write(out, 2);
    functions.write(out, 3);
    tables.write(out, 4);
    memories.write(out, 5);
    tags.write(out, 13);
    globals.write(out, 6);
    exports.write(out, 7);
    if (start != null) {
      out.section(8, new WasmWriter().unsigned(scope.functions.resolve(start)));
    }
    segments.elements().write(out, 9);
    if (scope.codeUsesData) {
      out.section(12, new WasmWriter().unsigned(segments.data().count()));
    }
    code.write(out, 10);
    segments.data().write(out, 11);
    return out.toBytes();
  }
}
