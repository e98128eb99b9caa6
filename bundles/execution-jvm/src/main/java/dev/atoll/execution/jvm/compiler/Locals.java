package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.ValueType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.List;

/// The local variables of a method: those of the function, and those that the compiler adds.
///
/// Direct parameters come first, then what is left of the stack's budget, the instance, the
/// instructions left, and the rest.
final class Locals {

  private final ValueType[] types;
  private final int[] slots;
  private final int depth;
  private final int context;
  private final int fuel;
  private int next;

  Locals(Signature signature, FunctionBody body) {
    List<ValueType> parameters = signature.type().parameters();
    types = new ValueType[parameters.size() + body.localCount()];
    slots = new int[types.length];
    int count = 0;
    for (ValueType parameter : parameters) {
      types[count++] = parameter;
    }
    for (FunctionBody.LocalRun run : body.locals()) {
      for (int i = 0; i < run.count(); i++) {
        types[count++] = run.type();
      }
    }
    depth = signature.directSlots();
    context = depth + 1;
    fuel = depth + 2;
    for (int i = 0; i < signature.direct(); i++) {
      slots[i] = next;
      next += Signature.kindOf(types[i]).slotSize();
    }
    next = fuel + 1;
    for (int i = signature.direct(); i < types.length; i++) {
      slots[i] = newSlot(types[i]);
    }
  }

  /// A slot that nothing else uses.
  int newSlot(ValueType type) {
    int slot = next;
    next += Signature.kindOf(type).slotSize();
    return slot;
  }

  int count() {
    return types.length;
  }

  ValueType type(int local) {
    return types[local];
  }

  void load(CodeBuilder code, int local) {
    code.loadLocal(Signature.kindOf(types[local]), slots[local]);
  }

  void store(CodeBuilder code, int local) {
    code.storeLocal(Signature.kindOf(types[local]), slots[local]);
  }

  /// Sets a local to zero, or null.
  void clear(CodeBuilder code, int local) {
    zero(code, types[local]);
    store(code, local);
  }

  /// Pushes the value that locals begin with.
  static void zero(CodeBuilder code, ValueType type) {
    switch (type) {
      case I32 -> code.iconst_0();
      case I64 -> code.lconst_0();
      case F32 -> code.fconst_0();
      case F64 -> code.dconst_0();
      case V128 -> code.getstatic(Names.VECTOR, "ZERO", Names.VECTOR);
      case FUNCREF, EXTERNREF -> code.aconst_null();
    }
  }

  void loadContext(CodeBuilder code) {
    code.aload(context);
  }

  int depth() {
    return depth;
  }

  int fuel() {
    return fuel;
  }

  static boolean isWide(ValueType type) {
    return Signature.kindOf(type).slotSize() == TypeKind.LONG.slotSize();
  }
}
