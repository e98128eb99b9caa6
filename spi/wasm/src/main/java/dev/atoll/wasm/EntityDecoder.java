package dev.atoll.wasm;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Reads types and constant expressions.
///
/// Source: WebAssembly core specification, "Binary Format: Types" and "Expressions".
final class EntityDecoder {

  private static final int FUNCTION_FORM = 0x60;
  private static final int HAS_MAXIMUM = 0x01;
  private static final int IS_64 = 0x04;

  private final ByteReader in;

  EntityDecoder(ByteReader in) {
    this.in = in;
  }

  ValueType valueType() {
    int code = in.u8();
    ValueType type = ValueType.ofCode(code);
    if (type == null) {
      throw in.malformed("malformed or not accepted value type 0x%02x".formatted(code));
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
      throw in.malformed("type form 0x%02x is not accepted, only functions are".formatted(form));
    }
    return new FunctionType(valueTypes(), valueTypes());
  }

  private List<ValueType> valueTypes() {
    int count = in.vectorLength();
    List<ValueType> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      result.add(valueType());
    }
    return result;
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
      throw in.malformed("limit flags 0x%02x are malformed or not accepted".formatted(flags));
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
          default -> throw in.malformed("constant expression required");
        };
    if (in.u8() != Opcodes.END) {
      throw in.malformed(
          "constant expression required: extended constant expressions are not accepted");
    }
    return result;
  }

  private ConstantExpression vectorConstant() {
    if (in.u32() != (Opcodes.V128_CONST & 0xff)) {
      throw in.malformed("constant expression required");
    }
    return new ConstantExpression.V128Const(in.fixed64(), in.fixed64());
  }
}
