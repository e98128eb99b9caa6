package dev.atoll.wasm.builder;

import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmWriter;

/// The instructions of one function, in order. [WasmModuleBuilder] adds the closing `end`.
public final class CodeBuilder {

  private static final int NO_RESULT = 0x40;

  private final WasmWriter out = new WasmWriter();

  /// Instructions without immediates, by opcode: `op(Opcodes.I32_ADD)`, `op(0x6b, 0x0f)`.
  public CodeBuilder op(int... opcodes) {
    for (int opcode : opcodes) {
      out.opcode(opcode);
    }
    return this;
  }

  /// An instruction with unsigned immediates: `with(Opcodes.TABLE_GET, 0)`.
  public CodeBuilder with(int opcode, long... immediates) {
    out.opcode(opcode);
    for (long immediate : immediates) {
      out.unsigned(immediate);
    }
    return this;
  }

  public CodeBuilder i32(int value) {
    out.u8(Opcodes.I32_CONST).signed(value);
    return this;
  }

  public CodeBuilder i64(long value) {
    out.u8(Opcodes.I64_CONST).signed(value);
    return this;
  }

  /// A constant by its bits, so that a NaN can have a payload.
  public CodeBuilder f32Bits(int bits) {
    out.u8(Opcodes.F32_CONST).fixed32(bits);
    return this;
  }

  /// A constant by its bits, so that a NaN can have a payload.
  public CodeBuilder f64Bits(long bits) {
    out.u8(Opcodes.F64_CONST).fixed64(bits);
    return this;
  }

  /// A constant by its halves, little endian.
  public CodeBuilder v128(long low, long high) {
    out.opcode(Opcodes.V128_CONST).fixed64(low).fixed64(high);
    return this;
  }

  public CodeBuilder get(int local) {
    return with(Opcodes.LOCAL_GET, local);
  }

  public CodeBuilder set(int local) {
    return with(Opcodes.LOCAL_SET, local);
  }

  public CodeBuilder tee(int local) {
    return with(Opcodes.LOCAL_TEE, local);
  }

  public CodeBuilder globalGet(int global) {
    return with(Opcodes.GLOBAL_GET, global);
  }

  public CodeBuilder globalSet(int global) {
    return with(Opcodes.GLOBAL_SET, global);
  }

  public CodeBuilder call(int function) {
    return with(Opcodes.CALL, function);
  }

  public CodeBuilder callIndirect(int type, int table) {
    return with(Opcodes.CALL_INDIRECT, type, table);
  }

  /// A load or store with the alignment 1.
  public CodeBuilder access(int opcode, long offset) {
    return with(opcode, 0, offset);
  }

  /// `block`, `loop` or `if` without parameters and results.
  public CodeBuilder open(int opcode) {
    out.u8s(opcode, NO_RESULT);
    return this;
  }

  /// `block`, `loop` or `if` with one result.
  public CodeBuilder open(int opcode, ValueType result) {
    out.u8s(opcode, result.code());
    return this;
  }

  /// `block`, `loop` or `if` with the type of this index.
  public CodeBuilder openTyped(int opcode, int type) {
    out.u8(opcode).signed(type);
    return this;
  }

  public CodeBuilder orElse() {
    return op(Opcodes.ELSE);
  }

  public CodeBuilder end() {
    return op(Opcodes.END);
  }

  public CodeBuilder br(int label) {
    return with(Opcodes.BR, label);
  }

  public CodeBuilder brIf(int label) {
    return with(Opcodes.BR_IF, label);
  }

  /// `br_table`, the default last.
  public CodeBuilder brTable(int... labels) {
    out.u8(Opcodes.BR_TABLE).unsigned(labels.length - 1L);
    for (int label : labels) {
      out.unsigned(label);
    }
    return this;
  }

  /// Any bytes, for malformed code.
  public CodeBuilder bytes(int... bytes) {
    out.u8s(bytes);
    return this;
  }

  /// What was written so far, without the closing `end`.
  public WasmWriter written() {
    return out;
  }
}
