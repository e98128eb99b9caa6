package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The instructions on tables: calls of [dev.atoll.execution.jvm.runtime.Tables].
final class TableCode {

  private final Method method;
  private final CodeBuilder code;
  private final InstructionReader reader;

  TableCode(Method method) {
    this.method = method;
    this.code = method.code;
    this.reader = method.reader;
  }

  static void loadTable(Method method, int table) {
    if (table == 0) {
      method.loadContext();
      method.code.getfield(Names.CONTEXT, "table0", Names.TABLE);
    } else {
      method.code.loadConstant(table);
      method.loadContext();
      method.code.invokestatic(
          Names.TABLES,
          "table",
          MethodTypeDesc.of(Names.TABLE, ConstantDescs.CD_int, Names.CONTEXT));
    }
  }

  void write(int opcode) {
    switch (opcode) {
      case Opcodes.TABLE_GET -> get();
      case Opcodes.TABLE_SET -> {
        ExternalType.Table table = table(reader.index());
        onTable(reader.index(), "set", null, table.indexType(), table.element());
      }
      case Opcodes.TABLE_SIZE -> size();
      case Opcodes.TABLE_GROW -> {
        ExternalType.Table table = table(reader.index());
        onTable(reader.index(), "grow", table.indexType(), table.element(), table.indexType());
      }
      case Opcodes.TABLE_FILL -> {
        ExternalType.Table table = table(reader.index());
        bulk(
            "fill", List.of(table.indexType(), table.element(), table.indexType()), reader.index());
      }
      case Opcodes.TABLE_COPY -> {
        ExternalType.Table target = table(reader.index());
        ExternalType.Table source = table(reader.secondIndex());
        ValueType size = target.is64() && source.is64() ? ValueType.I64 : ValueType.I32;
        bulk(
            "copy",
            List.of(target.indexType(), source.indexType(), size),
            reader.index(),
            reader.secondIndex());
      }
      case Opcodes.TABLE_INIT ->
          bulk(
              "init",
              List.of(table(reader.secondIndex()).indexType(), ValueType.I32, ValueType.I32),
              reader.index(),
              reader.secondIndex());
      case Opcodes.ELEM_DROP -> {
        code.loadConstant(reader.index());
        method.loadContext();
        code.invokestatic(
            Names.TABLES,
            "drop",
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, Names.CONTEXT));
      }
      default -> throw new IllegalArgumentException("not an instruction on tables: " + opcode);
    }
  }

  private ExternalType.Table table(int index) {
    return method.layout.module().tables().get(index);
  }

  private void get() {
    ExternalType.Table table = table(reader.index());
    method.take(1);
    loadTable(method, reader.index());
    code.invokestatic(
        Names.TABLES,
        "element",
        MethodTypeDesc.of(
            ConstantDescs.CD_Object, Signature.classOf(table.indexType()), Names.TABLE));
    method.operands.push(table.element());
  }

  private void size() {
    ValueType type = table(reader.index()).indexType();
    loadTable(method, reader.index());
    code.invokestatic(Names.TABLES, "size", MethodTypeDesc.of(ConstantDescs.CD_int, Names.TABLE));
    if (type == ValueType.I64) {
      code.i2l();
    }
    method.operands.push(type);
  }

  private void onTable(int index, String name, @Nullable ValueType result, ValueType... operands) {
    method.take(operands.length);
    loadTable(method, index);
    List<ClassDesc> parameters = new ArrayList<>();
    for (ValueType operand : operands) {
      parameters.add(Signature.classOf(operand));
    }
    parameters.add(Names.TABLE);
    ClassDesc returned = result == null ? ConstantDescs.CD_void : Signature.classOf(result);
    code.invokestatic(Names.TABLES, name, MethodTypeDesc.of(returned, parameters));
    if (result != null) {
      method.operands.push(result);
    }
  }

  /// An operation that charges its size.
  private void bulk(String name, List<ValueType> operands, int... indexes) {
    method.takeAll(operands);
    method.metering.beforeCall();
    List<ClassDesc> parameters = new ArrayList<>();
    operands.forEach(operand -> parameters.add(Signature.classOf(operand)));
    for (int index : indexes) {
      code.loadConstant(index);
      parameters.add(ConstantDescs.CD_int);
    }
    method.loadContext();
    parameters.add(Names.CONTEXT);
    code.invokestatic(Names.TABLES, name, MethodTypeDesc.of(ConstantDescs.CD_void, parameters));
    method.metering.afterCall();
  }
}
