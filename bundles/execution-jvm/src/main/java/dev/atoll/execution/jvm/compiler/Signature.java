package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.ValueType;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/// How a function of one type is called on the JVM: with its arguments, what is left of the stack's
/// budget, and the instance; it returns its first result.
///
/// What a method of the JVM cannot take goes through the instance's transfer area: results after
/// the first, and arguments from [#direct] on, each by its own number.
///
/// @param direct how many parameters are parameters of the method
record Signature(FunctionType type, int direct, MethodTypeDesc descriptor) {

  /// A method takes 255 slots; an instance method has one more argument, and two are ours.
  private static final int SLOTS_MAX = 250;

  static Signature of(FunctionType type) {
    List<ClassDesc> parameters = new ArrayList<>();
    int direct = directOf(type);
    for (ValueType parameter : type.parameters().subList(0, direct)) {
      parameters.add(classOf(parameter));
    }
    parameters.add(ConstantDescs.CD_int);
    parameters.add(Names.INSTANCE_CLASS);
    ClassDesc result =
        type.results().isEmpty() ? ConstantDescs.CD_void : classOf(type.results().getFirst());
    return new Signature(type, direct, MethodTypeDesc.of(result, parameters));
  }

  /// How many parameters of a function of this type are parameters of its method.
  static int directOf(FunctionType type) {
    int count = type.parameters().size();
    if (2 * count <= SLOTS_MAX) {
      return count;
    }
    int slots = 0;
    for (int i = 0; i < count; i++) {
      slots += kindOf(type.parameters().get(i)).slotSize();
      if (slots > SLOTS_MAX) {
        return i;
      }
    }
    return count;
  }

  /// The slots of the direct parameters.
  int directSlots() {
    int slots = 0;
    for (int i = 0; i < direct; i++) {
      slots += kindOf(type.parameters().get(i)).slotSize();
    }
    return slots;
  }

  static ClassDesc classOf(ValueType type) {
    return switch (type) {
      case I32 -> ConstantDescs.CD_int;
      case I64 -> ConstantDescs.CD_long;
      case F32 -> ConstantDescs.CD_float;
      case F64 -> ConstantDescs.CD_double;
      case V128 -> Names.VECTOR;
      case FUNCREF, EXTERNREF -> ConstantDescs.CD_Object;
    };
  }

  static TypeKind kindOf(ValueType type) {
    return switch (type) {
      case I32 -> TypeKind.INT;
      case I64 -> TypeKind.LONG;
      case F32 -> TypeKind.FLOAT;
      case F64 -> TypeKind.DOUBLE;
      case V128, FUNCREF, EXTERNREF -> TypeKind.REFERENCE;
    };
  }
}
