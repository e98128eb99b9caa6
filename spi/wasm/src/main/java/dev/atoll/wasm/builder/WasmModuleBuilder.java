package dev.atoll.wasm.builder;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.Export;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Writes a small module, section by section, in any order of calls but imports first.
///
/// ```
/// WasmModuleBuilder module = new WasmModuleBuilder();
/// int reply = module.importFunction("ic0", "msg_reply", List.of(), List.of());
/// int get = module.function(List.of(), List.of(), List.of(), code -> code.call(reply));
/// Bytes wasm = module.exportFunction("canister_query get", get).build();
/// ```
///
/// Nothing is checked, so that invalid modules can be written too. One thread at a time.
public final class WasmModuleBuilder {

  private static final long NO_MAXIMUM = -1;

  private final List<FunctionType> types = new ArrayList<>();
  private final Section imports = new Section();
  private final Section functions = new Section();
  private final Section tables = new Section();
  private final Section memories = new Section();
  private final Section globals = new Section();
  private final Section exports = new Section();
  private final Section elements = new Section();
  private final Section code = new Section();
  private final Section data = new Section();
  private final WasmWriter customSections = new WasmWriter();
  private final SortedMap<Integer, String> names = new TreeMap<>();
  private int importedFunctions;
  private int start = -1;
  private boolean dataCount;

  private static final class Section {
    private final WasmWriter entries = new WasmWriter();
    private int count;

    WasmWriter add() {
      count++;
      return entries;
    }

    void write(WasmWriter out, int id) {
      if (count > 0) {
        out.section(id, new WasmWriter().unsigned(count).raw(entries));
      }
    }
  }

  /// The index of a function type; equal types get one index.
  public int type(List<ValueType> parameters, List<ValueType> results) {
    FunctionType type = new FunctionType(parameters, results);
    int index = types.indexOf(type);
    if (index < 0) {
      types.add(type);
      return types.size() - 1;
    }
    return index;
  }

  /// Imports a function and returns its index.
  ///
  /// @throws IllegalStateException if a function was defined before: its index would change
  public int importFunction(
      String module, String name, List<ValueType> parameters, List<ValueType> results) {
    if (functions.count > 0) {
      throw new IllegalStateException("import functions before defining any");
    }
    int type = type(parameters, results);
    imports.add().name(module).name(name).u8(0).unsigned(type);
    return importedFunctions++;
  }

  /// Imports an immutable or mutable global; imported globals come first.
  public WasmModuleBuilder importGlobal(
      String module, String name, ValueType type, boolean mutable) {
    imports.add().name(module).name(name).u8(3).u8s(type.code(), mutable ? 1 : 0);
    return this;
  }

  /// Imports a 32-bit memory.
  public WasmModuleBuilder importMemory(String module, String name, long minimum) {
    limits(imports.add().name(module).name(name).u8(2), false, minimum, NO_MAXIMUM);
    return this;
  }

  /// The index that the next defined function will get.
  public int nextFunction() {
    return importedFunctions + functions.count;
  }

  /// Defines a function and returns its index.
  ///
  /// @param locals one entry for each local
  public int function(
      List<ValueType> parameters,
      List<ValueType> results,
      List<ValueType> locals,
      Consumer<CodeBuilder> instructions) {
    int index = nextFunction();
    functions.add().unsigned(type(parameters, results));
    WasmWriter body = new WasmWriter().unsigned(locals.size());
    locals.forEach(local -> body.u8s(1, local.code()));
    CodeBuilder builder = new CodeBuilder();
    instructions.accept(builder);
    code.add().sized(body.raw(builder.written()).u8(Opcodes.END));
    return index;
  }

  /// Declares a memory without a maximum, in Wasm pages.
  public WasmModuleBuilder memory(boolean is64, long minimum) {
    return memory(is64, minimum, NO_MAXIMUM);
  }

  /// Declares a memory, in Wasm pages.
  public WasmModuleBuilder memory(boolean is64, long minimum, long maximum) {
    limits(memories.add(), is64, minimum, maximum);
    return this;
  }

  /// Declares a table without a maximum and returns its index.
  public int table(ValueType element, boolean is64, long minimum) {
    return table(element, is64, minimum, NO_MAXIMUM);
  }

  /// Declares a table and returns its index.
  public int table(ValueType element, boolean is64, long minimum, long maximum) {
    limits(tables.add().u8(element.code()), is64, minimum, maximum);
    return tables.count - 1;
  }

  private static void limits(WasmWriter out, boolean is64, long minimum, long maximum) {
    boolean bounded = maximum != NO_MAXIMUM;
    out.u8((bounded ? 1 : 0) | (is64 ? 4 : 0)).unsigned(minimum);
    if (bounded) {
      out.unsigned(maximum);
    }
  }

  /// Declares a global with a constant and returns its index among the defined ones.
  public int global(ValueType type, boolean mutable, Consumer<CodeBuilder> initial) {
    constant(globals.add().u8s(type.code(), mutable ? 1 : 0), initial);
    return globals.count - 1;
  }

  private static void constant(WasmWriter out, Consumer<CodeBuilder> expression) {
    CodeBuilder builder = new CodeBuilder();
    expression.accept(builder);
    out.raw(builder.written()).u8(Opcodes.END);
  }

  public WasmModuleBuilder exportFunction(String name, int index) {
    return export(name, Export.Kind.FUNCTION, index);
  }

  public WasmModuleBuilder export(String name, Export.Kind kind, int index) {
    exports.add().name(name).u8(kind.code()).unsigned(index);
    return this;
  }

  public WasmModuleBuilder start(int function) {
    start = function;
    return this;
  }

  /// Puts functions into table 0 from an offset on.
  public WasmModuleBuilder elements(Consumer<CodeBuilder> offset, int... functionIndexes) {
    WasmWriter out = elements.add().unsigned(0);
    constant(out, offset);
    functions(out, functionIndexes);
    return this;
  }

  /// Functions for `table.init`; returns the index of the segment.
  public int passiveElements(int... functionIndexes) {
    functions(elements.add().unsigned(1).u8(0), functionIndexes);
    return elements.count - 1;
  }

  private static void functions(WasmWriter out, int... functionIndexes) {
    out.unsigned(functionIndexes.length);
    for (int function : functionIndexes) {
      out.unsigned(function);
    }
  }

  /// Puts bytes into the memory from an offset on.
  public WasmModuleBuilder data(Consumer<CodeBuilder> offset, Bytes content) {
    WasmWriter out = data.add().unsigned(0);
    constant(out, offset);
    bytes(out, content);
    return this;
  }

  /// Bytes for `memory.init`; returns the index of the segment and adds a data count section.
  public int passiveData(Bytes content) {
    bytes(data.add().unsigned(1), content);
    dataCount = true;
    return data.count - 1;
  }

  private static void bytes(WasmWriter out, Bytes content) {
    out.unsigned(content.size()).raw(content.unsafeArray(), 0, content.size());
  }

  public WasmModuleBuilder customSection(String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    customSections.section(0, new WasmWriter().name(name).raw(bytes, 0, bytes.length));
    return this;
  }

  /// Names a function in the name section.
  public WasmModuleBuilder name(int function, String name) {
    names.put(function, name);
    return this;
  }

  /// The module so far.
  public Bytes build() {
    WasmWriter out = new WasmWriter().u8s(0, 'a', 's', 'm', 1, 0, 0, 0);
    typeSection().write(out, 1);
    imports.write(out, 2);
    functions.write(out, 3);
    tables.write(out, 4);
    memories.write(out, 5);
    globals.write(out, 6);
    exports.write(out, 7);
    if (start >= 0) {
      out.section(8, new WasmWriter().unsigned(start));
    }
    elements.write(out, 9);
    if (dataCount) {
      out.section(12, new WasmWriter().unsigned(data.count));
    }
    code.write(out, 10);
    data.write(out, 11);
    out.raw(customSections);
    if (!names.isEmpty()) {
      WasmWriter map = new WasmWriter().unsigned(names.size());
      names.forEach((function, name) -> map.unsigned(function).name(name));
      out.section(0, new WasmWriter().name("name").u8(1).sized(map));
    }
    return out.toBytes();
  }

  private Section typeSection() {
    Section section = new Section();
    for (FunctionType type : types) {
      WasmWriter out = section.add().u8(0x60).unsigned(type.parameters().size());
      type.parameters().forEach(parameter -> out.u8(parameter.code()));
      out.unsigned(type.results().size());
      type.results().forEach(result -> out.u8(result.code()));
    }
    return section;
  }
}
