package dev.atoll.wasm;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// Checks that a module is valid: every index exists and all types fit.
///
/// Accepted beyond the first version of WebAssembly: mutable globals, sign extension, saturating
/// truncation, multi-value, bulk memory, reference types (`funcref`, `externref`), vectors, tail
/// calls, 64-bit memories and tables. Not accepted: several memories, threads, exceptions, garbage
/// collection, typed function references, extended constant expressions, relaxed vectors.
///
/// Source: WebAssembly core specification, "Validation"; the accepted proposals are those of
/// `wasmtime_validation_config` in `rs/embedders/src/wasm_utils/validation.rs`.
public final class ModuleValidator {

  /// 4 GiB in pages of 64 KiB.
  private static final long MEMORY32_PAGES_MAX = 1L << 16;

  private static final long MEMORY64_PAGES_MAX = 1L << 48;

  /// What a thread checks before it asks for more.
  private static final int FUNCTIONS_AT_A_TIME = 16;

  private static final long TABLE32_MAX = 0xffff_ffffL;

  private final WasmModule module;
  private final ModuleOffsets at;
  private final Set<Integer> declaredFunctions = new TreeSet<>();

  private ModuleValidator(WasmModule module) {
    this.module = module;
    this.at = module.offsets();
  }

  /// Returns if the module is valid.
  ///
  /// @throws WasmException naming the first fault, the function and the offset
  public static void validate(WasmModule module) {
    factsOf(module);
  }

  /// Returns if the module is valid: what is known of its code then.
  static CodeFacts factsOf(WasmModule module) {
    ModuleValidator validator = new ModuleValidator(module);
    validator.checkEntities();
    return validator.checkCode();
  }

  private void checkEntities() {
    for (int i = 0; i < module.functionCount(); i++) {
      if (module.functionTypeIndex(i) >= module.types().size()) {
        throw WasmException.at(
            at.functions.get(i),
            "unknown type %d of function %d".formatted(module.functionTypeIndex(i), i));
      }
    }
    if (!module.tables().isEmpty()) {
      FormatLimits.check(
          at.tables.getLast(), "tables", module.tables().size(), FormatLimits.TABLES_MAX);
    }
    for (int i = 0; i < module.tables().size(); i++) {
      ExternalType.Table table = module.tables().get(i);
      long allowed = table.is64() ? -1 : TABLE32_MAX;
      checkLimits(at.tables.get(i), "table", table.minimum(), table.maximum(), allowed);
    }
    for (int i = 0; i < module.memories().size(); i++) {
      ExternalType.Memory memory = module.memories().get(i);
      long allowed = memory.is64() ? MEMORY64_PAGES_MAX : MEMORY32_PAGES_MAX;
      checkLimits(at.memories.get(i), "memory", memory.minimum(), memory.maximum(), allowed);
    }
    if (module.memories().size() > 1) {
      throw WasmException.unaccepted(
          at.memories.get(1),
          "%d memories".formatted(module.memories().size()),
          Proposal.MULTIPLE_MEMORIES);
    }
    globals();
    exports();
    start();
    elements();
    data();
  }

  /// Functions do not depend on each other.
  private CodeFacts checkCode() {
    List<FunctionBody> bodies = module.bodies();
    FunctionFacts[] facts = new FunctionFacts[bodies.size()];
    Crew.forCode(module)
        .run(
            facts.length,
            FUNCTIONS_AT_A_TIME,
            i ->
                facts[i] =
                    new FunctionValidator(module, bodies.get(i), declaredFunctions).validate());
    return new CodeFacts(module, List.of(facts));
  }

  private static void checkLimits(
      int offset, String what, long minimum, OptionalLong maximum, long allowed) {
    long largest = maximum.orElse(minimum);
    if (Long.compareUnsigned(minimum, largest) > 0) {
      throw WasmException.at(
          offset,
          "%s size minimum %s is greater than its maximum %s"
              .formatted(what, Long.toUnsignedString(minimum), Long.toUnsignedString(largest)));
    }
    if (Long.compareUnsigned(largest, allowed) > 0) {
      throw WasmException.at(
          offset,
          "%s size is %s, at most %s allowed"
              .formatted(what, Long.toUnsignedString(largest), Long.toUnsignedString(allowed)));
    }
  }

  private void globals() {
    int imported = module.globalTypes().size() - module.globals().size();
    for (int i = 0; i < module.globals().size(); i++) {
      Global global = module.globals().get(i);
      checkConstant(
          global.initial(),
          global.type().type(),
          imported + i,
          at.globals.get(imported + i),
          "global %d".formatted(imported + i));
    }
  }

  private void exports() {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < module.exports().size(); i++) {
      Export export = module.exports().get(i);
      if (!names.add(export.name())) {
        throw WasmException.at(
            at.exports.get(i), "duplicate export name '%s'".formatted(export.name()));
      }
      int count =
          switch (export.kind()) {
            case FUNCTION -> module.functionCount();
            case TABLE -> module.tables().size();
            case MEMORY -> module.memories().size();
            case GLOBAL -> module.globalTypes().size();
          };
      if (export.index() >= count) {
        throw WasmException.at(
            at.exports.get(i),
            "export '%s' names an unknown %s %d, %d exist"
                .formatted(export.name(), lower(export.kind()), export.index(), count));
      }
      if (export.kind() == Export.Kind.FUNCTION) {
        declaredFunctions.add(export.index());
      }
    }
  }

  private static String lower(Export.Kind kind) {
    return switch (kind) {
      case FUNCTION -> "function";
      case TABLE -> "table";
      case MEMORY -> "memory";
      case GLOBAL -> "global";
    };
  }

  private void start() {
    if (module.start().isEmpty()) {
      return;
    }
    int function = module.start().getAsInt();
    if (function >= module.functionCount()) {
      throw WasmException.at(
          at.start,
          "start function %d is unknown, %d exist".formatted(function, module.functionCount()));
    }
    if (!module.functionType(function).equals(FunctionType.EMPTY)) {
      throw WasmException.at(
          at.start,
          "start function has the type %s, expected %s"
              .formatted(module.functionType(function), FunctionType.EMPTY));
    }
  }

  private void elements() {
    List<ElementSegment> elements = module.elements();
    int globals = module.globalTypes().size();
    for (int i = 0; i < elements.size(); i++) {
      ElementSegment segment = elements.get(i);
      String what = "element segment %d".formatted(i);
      int offset = at.elements.get(i);
      if (segment.mode() instanceof SegmentMode.Active active) {
        if (active.index() >= module.tables().size()) {
          throw WasmException.at(offset, "%s: unknown table %d".formatted(what, active.index()));
        }
        ExternalType.Table table = module.tables().get(active.index());
        if (table.element() != segment.type()) {
          throw WasmException.at(
              offset,
              "%s: type mismatch: table of %s, elements of %s"
                  .formatted(what, table.element(), segment.type()));
        }
        checkConstant(active.offset(), table.indexType(), globals, offset, what);
      }
      for (ConstantExpression item : segment.items()) {
        checkConstant(item, segment.type(), globals, offset, what);
      }
    }
  }

  private void data() {
    List<DataSegment> segments = module.data();
    int globals = module.globalTypes().size();
    for (int i = 0; i < segments.size(); i++) {
      if (segments.get(i).mode() instanceof SegmentMode.Active active) {
        String what = "data segment %d".formatted(i);
        int offset = at.data.get(i);
        ExternalType.Memory memory = module.memory();
        if (active.index() != 0 || memory == null) {
          throw WasmException.at(offset, "%s: unknown memory %d".formatted(what, active.index()));
        }
        checkConstant(active.offset(), memory.addressType(), globals, offset, what);
      }
    }
  }

  /// Globals may be read if they are imported and never change.
  ///
  /// @param globals how many there are at this place
  private void checkConstant(
      ConstantExpression expression, ValueType expected, int globals, int offset, String what) {
    ValueType type =
        switch (expression) {
          case ConstantExpression.I32Const c -> ValueType.I32;
          case ConstantExpression.I64Const c -> ValueType.I64;
          case ConstantExpression.F32Const c -> ValueType.F32;
          case ConstantExpression.F64Const c -> ValueType.F64;
          case ConstantExpression.V128Const c -> ValueType.V128;
          case ConstantExpression.RefNull c -> c.type();
          case ConstantExpression.RefFunc c -> {
            if (c.functionIndex() >= module.functionCount()) {
              throw WasmException.at(
                  offset, "%s: unknown function %d".formatted(what, c.functionIndex()));
            }
            declaredFunctions.add(c.functionIndex());
            yield ValueType.FUNCREF;
          }
          case ConstantExpression.GlobalGet c -> {
            yield constantGlobal(c.globalIndex(), globals, offset, what);
          }
        };
    if (type != expected) {
      throw WasmException.at(
          offset, "%s: type mismatch: constant of %s, expected %s".formatted(what, type, expected));
    }
  }

  private ValueType constantGlobal(int index, int globals, int offset, String what) {
    if (index >= globals) {
      throw WasmException.at(offset, "%s: unknown global %d".formatted(what, index));
    }
    ExternalType.Global global = module.globalTypes().get(index);
    if (global.mutable()) {
      throw WasmException.at(
          offset, "%s: constant expression required, global %d is mutable".formatted(what, index));
    }
    if (index >= module.globalTypes().size() - module.globals().size()) {
      throw WasmException.unaccepted(
          offset,
          "%s: constant expression required, global %d is not imported".formatted(what, index),
          Proposal.EXTENDED_CONSTANTS);
    }
    return global.type();
  }
}
