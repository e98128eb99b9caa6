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

  private static final long TABLE32_MAX = 0xffff_ffffL;

  private final WasmModule module;
  private final Set<Integer> declaredFunctions = new TreeSet<>();

  private ModuleValidator(WasmModule module) {
    this.module = module;
  }

  /// Returns if the module is valid: the greatest height of the operand stack of each function that
  /// the module defines.
  ///
  /// @throws WasmException naming the first fault, the function and the offset
  public static int[] validate(WasmModule module) {
    return new ModuleValidator(module).validate();
  }

  private int[] validate() {
    for (int i = 0; i < module.functionCount(); i++) {
      if (module.functionTypeIndex(i) >= module.types().size()) {
        throw WasmException.rule(
            "unknown type %d of function %d".formatted(module.functionTypeIndex(i), i));
      }
    }
    for (ExternalType.Table table : module.tables()) {
      checkLimits("table", table.minimum(), table.maximum(), table.is64() ? -1 : TABLE32_MAX);
    }
    if (module.memories().size() > 1) {
      throw WasmException.rule(
          "multiple memories are not accepted: %d declared".formatted(module.memories().size()));
    }
    for (ExternalType.Memory memory : module.memories()) {
      long allowed = memory.is64() ? MEMORY64_PAGES_MAX : MEMORY32_PAGES_MAX;
      checkLimits("memory", memory.minimum(), memory.maximum(), allowed);
    }
    globals();
    exports();
    start();
    elements();
    data();
    return module.bodies().stream()
        .mapToInt(body -> new FunctionValidator(module, body, declaredFunctions).validate())
        .toArray();
  }

  private static void checkLimits(String what, long minimum, OptionalLong maximum, long allowed) {
    long largest = maximum.orElse(minimum);
    if (Long.compareUnsigned(minimum, largest) > 0) {
      throw WasmException.rule(
          "%s size minimum %s is greater than its maximum %s"
              .formatted(what, Long.toUnsignedString(minimum), Long.toUnsignedString(largest)));
    }
    if (Long.compareUnsigned(largest, allowed) > 0) {
      throw WasmException.rule(
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
          "global %d".formatted(imported + i));
    }
  }

  private void exports() {
    Set<String> names = new TreeSet<>();
    for (Export export : module.exports()) {
      if (!names.add(export.name())) {
        throw WasmException.rule("duplicate export name '%s'".formatted(export.name()));
      }
      int count =
          switch (export.kind()) {
            case FUNCTION -> module.functionCount();
            case TABLE -> module.tables().size();
            case MEMORY -> module.memories().size();
            case GLOBAL -> module.globalTypes().size();
          };
      if (export.index() >= count) {
        throw WasmException.rule(
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
      throw WasmException.rule(
          "start function %d is unknown, %d exist".formatted(function, module.functionCount()));
    }
    if (!module.functionType(function).equals(FunctionType.EMPTY)) {
      throw WasmException.rule(
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
      if (segment.mode() instanceof SegmentMode.Active active) {
        if (active.index() >= module.tables().size()) {
          throw WasmException.rule("%s: unknown table %d".formatted(what, active.index()));
        }
        ExternalType.Table table = module.tables().get(active.index());
        if (table.element() != segment.type()) {
          throw WasmException.rule(
              "%s: type mismatch: table of %s, elements of %s"
                  .formatted(what, table.element(), segment.type()));
        }
        checkConstant(active.offset(), table.indexType(), globals, what);
      }
      for (ConstantExpression item : segment.items()) {
        checkConstant(item, segment.type(), globals, what);
      }
    }
  }

  private void data() {
    List<DataSegment> segments = module.data();
    for (int i = 0; i < segments.size(); i++) {
      if (segments.get(i).mode() instanceof SegmentMode.Active active) {
        String what = "data segment %d".formatted(i);
        ExternalType.Memory memory = module.memory();
        if (active.index() != 0 || memory == null) {
          throw WasmException.rule("%s: unknown memory %d".formatted(what, active.index()));
        }
        checkConstant(active.offset(), memory.addressType(), module.globalTypes().size(), what);
      }
    }
  }

  /// Globals may be read if they come before `visibleGlobals` and never change.
  private void checkConstant(
      ConstantExpression expression, ValueType expected, int visibleGlobals, String what) {
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
              throw WasmException.rule(
                  "%s: unknown function %d".formatted(what, c.functionIndex()));
            }
            declaredFunctions.add(c.functionIndex());
            yield ValueType.FUNCREF;
          }
          case ConstantExpression.GlobalGet c -> {
            if (c.globalIndex() >= visibleGlobals) {
              throw WasmException.rule("%s: unknown global %d".formatted(what, c.globalIndex()));
            }
            ExternalType.Global global = module.globalTypes().get(c.globalIndex());
            if (global.mutable()) {
              throw WasmException.rule(
                  "%s: constant expression required, global %d is mutable"
                      .formatted(what, c.globalIndex()));
            }
            yield global.type();
          }
        };
    if (type != expected) {
      throw WasmException.rule(
          "%s: type mismatch: constant of %s, expected %s".formatted(what, type, expected));
    }
  }
}
