package dev.atoll.wasm;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads types and constant expressions.
///
/// Source: WebAssembly core specification, "Binary Format: Types" and "Expressions".
final class EntityDecoder {

  private static final int FUNCTION_FORM = 0x60;
  private static final int HAS_MAXIMUM = 0x01;
  private static final int IS_SHARED = 0x02;
  private static final int IS_64 = 0x04;
  private static final int INITIALISED_TABLE = 0x40;

  private final ByteReader in;

  EntityDecoder(ByteReader in) {
    this.in = in;
  }

  ValueType valueType() {
    int code = in.u8();
    ValueType type = ValueType.ofCode(code);
    if (type == null) {
      throw in.unaccepted("value type 0x%02x".formatted(code), Proposal.ofValueType(code));
    }
    return type;
  }

  ValueType referenceType() {
    ValueType type = valueType();
    if (!type.isReference()) {
      throw in.malformed("malformed reference type " + type);
    }
    return type;
  }

  FunctionType functionType() {
    int form = in.u8();
    if (form != FUNCTION_FORM) {
      throw in.unaccepted("type form 0x%02x".formatted(form), Proposal.ofTypeForm(form));
    }
    List<ValueType> parameters = valueTypes("parameters", FormatLimits.PARAMETERS_MAX);
    return new FunctionType(parameters, valueTypes("results", FormatLimits.RESULTS_MAX));
  }

  private List<ValueType> valueTypes(String what, int max) {
    int count = in.vectorLength();
    FormatLimits.check(in.position() - 1L, what, count, max);
    List<ValueType> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      result.add(valueType());
    }
    return result;
  }

  /// A table of the table section, which other modules can give an initial value.
  ExternalType.Table table() {
    if (in.peek() == INITIALISED_TABLE) {
      throw in.unaccepted("table with an initial value", Proposal.FUNCTION_REFERENCES);
    }
    return tableType();
  }

  ExternalType.Table tableType() {
    ValueType element = referenceType();
    int flags = limitFlags();
    boolean is64 = (flags & IS_64) != 0;
    long minimum = limit(is64);
    return new ExternalType.Table(element, is64, minimum, maximum(flags, is64));
  }

  ExternalType.Memory memoryType() {
    int flags = limitFlags();
    boolean is64 = (flags & IS_64) != 0;
    long minimum = limit(is64);
    return new ExternalType.Memory(is64, minimum, maximum(flags, is64));
  }

  ExternalType.Global globalType() {
    ValueType type = valueType();
    int mutability = in.u8();
    if (mutability > 1) {
      throw in.malformed("malformed mutability %d".formatted(mutability));
    }
    return new ExternalType.Global(type, mutability == 1);
  }

  private int limitFlags() {
    int flags = in.u8();
    if ((flags & ~(HAS_MAXIMUM | IS_64)) != 0) {
      boolean known = (flags & ~(HAS_MAXIMUM | IS_SHARED | IS_64)) == 0;
      throw in.unaccepted("limits flags 0x%02x".formatted(flags), known ? Proposal.THREADS : null);
    }
    return flags;
  }

  private OptionalLong maximum(int flags, boolean is64) {
    return (flags & HAS_MAXIMUM) == 0 ? OptionalLong.empty() : OptionalLong.of(limit(is64));
  }

  private long limit(boolean is64) {
    return is64 ? in.u64() : in.u32() & 0xffff_ffffL;
  }

  ConstantExpression constant() {
    int opcode = in.u8();
    ConstantExpression result =
        switch (opcode) {
          case Opcodes.I32_CONST -> new ConstantExpression.I32Const(in.s32());
          case Opcodes.I64_CONST -> new ConstantExpression.I64Const(in.s64());
          case Opcodes.F32_CONST -> new ConstantExpression.F32Const(in.fixed32());
          case Opcodes.F64_CONST -> new ConstantExpression.F64Const(in.fixed64());
          case Opcodes.GLOBAL_GET -> new ConstantExpression.GlobalGet(in.index());
          case Opcodes.REF_NULL -> new ConstantExpression.RefNull(referenceType());
          case Opcodes.REF_FUNC -> new ConstantExpression.RefFunc(in.index());
          case Opcodes.V128_CONST >> 8 -> vectorConstant();
          default -> throw notConstant(Proposal.ofConstantInstruction(opcode));
        };
    int end = in.u8();
    if (end != Opcodes.END) {
      throw notConstant(ofSecond(end));
    }
    return result;
  }

  private WasmException notConstant(@Nullable Proposal proposal) {
    String rule = "constant expression required";
    long offset = in.position() - 1L;
    return proposal == null
        ? WasmException.at(offset, rule)
        : WasmException.unaccepted(offset, rule, proposal);
  }

  /// After one constant, another one can only be an operand.
  private static @Nullable Proposal ofSecond(int opcode) {
    return switch (opcode) {
      case Opcodes.I32_CONST, Opcodes.I64_CONST, Opcodes.GLOBAL_GET -> Proposal.EXTENDED_CONSTANTS;
      default -> Proposal.ofConstantInstruction(opcode);
    };
  }

  private ConstantExpression vectorConstant() {
    if (in.u32() != (Opcodes.V128_CONST & 0xff)) {
      throw in.malformed("constant expression required");
    }
    return new ConstantExpression.V128Const(in.fixed64(), in.fixed64());
  }
}
