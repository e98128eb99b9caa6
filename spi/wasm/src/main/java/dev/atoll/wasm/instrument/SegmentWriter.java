package dev.atoll.wasm.instrument;

import dev.atoll.wasm.ConstantExpression;
import dev.atoll.wasm.DataSegment;
import dev.atoll.wasm.ElementSegment;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.SegmentMode;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmException;
import dev.atoll.wasm.WasmModule;
import dev.atoll.wasm.WasmWriter;

/// Writes constant expressions and segments with moved function indexes and lowered offsets.
final class SegmentWriter {

  private final Layout layout;
  private final WasmModule module;

  SegmentWriter(Layout layout) {
    this.layout = layout;
    this.module = layout.module();
  }

  void constant(WasmWriter out, ConstantExpression expression) {
    switch (expression) {
      case ConstantExpression.I32Const c -> out.u8(Opcodes.I32_CONST).signed(c.value());
      case ConstantExpression.I64Const c -> out.u8(Opcodes.I64_CONST).signed(c.value());
      case ConstantExpression.F32Const c -> out.u8(Opcodes.F32_CONST).fixed32(c.bits());
      case ConstantExpression.F64Const c -> out.u8(Opcodes.F64_CONST).fixed64(c.bits());
      case ConstantExpression.V128Const c ->
          out.opcode(Opcodes.V128_CONST).fixed64(c.low()).fixed64(c.high());
      case ConstantExpression.GlobalGet c -> out.u8(Opcodes.GLOBAL_GET).unsigned(c.globalIndex());
      case ConstantExpression.RefNull c -> out.u8s(Opcodes.REF_NULL, c.type().code());
      case ConstantExpression.RefFunc c ->
          out.u8(Opcodes.REF_FUNC).unsigned(layout.functionIndex(c.functionIndex()));
    }
    out.u8(Opcodes.END);
  }

  private void offset(WasmWriter out, ConstantExpression offset, boolean lowered, int trapping) {
    constant(out, lowered ? narrow(offset, trapping) : offset);
  }

  /// An offset above 32 bits becomes another one that is out of bounds.
  private ConstantExpression narrow(ConstantExpression offset, int trapping) {
    if (offset instanceof ConstantExpression.I64Const c) {
      return new ConstantExpression.I32Const(c.value() >>> 32 == 0 ? (int) c.value() : trapping);
    }
    int imported = module.globalTypes().size() - module.globals().size();
    if (offset instanceof ConstantExpression.GlobalGet c && c.globalIndex() >= imported) {
      return narrow(module.globals().get(c.globalIndex() - imported).initial(), trapping);
    }
    throw WasmException.rule("a 64-bit segment offset from an imported global cannot be lowered");
  }

  void element(WasmWriter out, ElementSegment segment) {
    boolean functions =
        segment.type() == ValueType.FUNCREF
            && segment.items().stream().allMatch(i -> i instanceof ConstantExpression.RefFunc);
    int expressions = functions ? 0 : 4;
    switch (segment.mode()) {
      case SegmentMode.Active active -> {
        boolean plain = active.index() == 0 && segment.type() == ValueType.FUNCREF;
        out.unsigned(expressions + (plain ? 0 : 2));
        if (!plain) {
          out.unsigned(active.index());
        }
        offset(
            out,
            active.offset(),
            layout.lowersTable(active.index()),
            HelperFunctions.TRAPPING_INDEX);
        if (!plain) {
          elementType(out, segment, functions);
        }
      }
      case SegmentMode.Passive passive ->
          elementType(out.unsigned(expressions + 1), segment, functions);
      case SegmentMode.Declarative declarative ->
          elementType(out.unsigned(expressions + 3), segment, functions);
    }
    out.unsigned(segment.items().size());
    for (ConstantExpression item : segment.items()) {
      if (functions && item instanceof ConstantExpression.RefFunc function) {
        out.unsigned(layout.functionIndex(function.functionIndex()));
      } else {
        constant(out, item);
      }
    }
  }

  private static void elementType(WasmWriter out, ElementSegment segment, boolean functions) {
    out.u8(functions ? 0 : segment.type().code());
  }

  void data(WasmWriter out, DataSegment segment) {
    switch (segment.mode()) {
      case SegmentMode.Active active -> {
        out.unsigned(0);
        offset(out, active.offset(), layout.lowersMemory(), HelperFunctions.TRAPPING_ADDRESS);
      }
      case SegmentMode.Passive passive -> out.unsigned(1);
      case SegmentMode.Declarative declarative ->
          throw new IllegalStateException("data segments are active or passive");
    }
    out.unsigned(segment.length());
    out.raw(module.bytes().unsafeArray(), segment.start(), segment.start() + segment.length());
  }
}
