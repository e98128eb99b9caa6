package dev.atoll.candid;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Collects the composite types that a message needs, each once, and writes them.
///
/// Types are numbered in the order in which they are first met, so the same types give the same
/// bytes.
///
/// Source: Candid.md, "Types" of "Binary Format".
final class TypeTableWriter {

  private final TypeEnvironment environment;

  /// By structure, so that equal types written twice in an interface are one entry.
  private final Map<CandidType, Integer> indexes = new HashMap<>();

  private final Deque<CandidType> open = new ArrayDeque<>();

  private final ByteWriter table = new ByteWriter();

  TypeTableWriter(TypeEnvironment environment) {
    this.environment = environment;
  }

  /// Writes the table and the argument types.
  void write(List<CandidType> argTypes, ByteWriter out) {
    ByteWriter arguments = new ByteWriter();
    writeAll(argTypes, arguments);
    while (!open.isEmpty()) {
      writeDefinition(open.remove());
    }
    out.writeLeb(indexes.size());
    out.write(table.toBytes().unsafeArray());
    out.write(arguments.toBytes().unsafeArray());
  }

  private void writeAll(List<CandidType> types, ByteWriter out) {
    out.writeLeb(types.size());
    types.forEach(type -> writeReference(type, out));
  }

  private void writeReference(CandidType type, ByteWriter out) {
    CandidType resolved = environment.resolve(type);
    if (resolved instanceof PrimitiveType primitive) {
      out.writeSleb(primitive.opcode());
      return;
    }
    Integer index = indexes.get(resolved);
    if (index == null) {
      index = indexes.size();
      indexes.put(resolved, index);
      open.add(resolved);
    }
    out.writeSleb(index);
  }

  private void writeDefinition(CandidType type) {
    switch (type) {
      case CandidType.Opt(CandidType of) -> {
        table.writeSleb(Opcodes.OPT);
        writeReference(of, table);
      }
      case CandidType.Vec(CandidType of) -> {
        table.writeSleb(Opcodes.VEC);
        writeReference(of, table);
      }
      case CandidType.CandidRecord(List<FieldType> fields) -> {
        table.writeSleb(Opcodes.RECORD);
        writeFields(fields);
      }
      case CandidType.Variant(List<FieldType> fields) -> {
        table.writeSleb(Opcodes.VARIANT);
        writeFields(fields);
      }
      case CandidType.Func func -> {
        table.writeSleb(Opcodes.FUNC);
        writeAll(func.argTypes(), table);
        writeAll(func.resultTypes(), table);
        table.writeLeb(func.annotations().size());
        func.annotations().forEach(annotation -> table.writeByte(annotation.code()));
      }
      case CandidType.Service(List<CandidType.Method> methods) -> {
        table.writeSleb(Opcodes.SERVICE);
        table.writeLeb(methods.size());
        for (CandidType.Method method : methods) {
          byte[] name = method.name().getBytes(StandardCharsets.UTF_8);
          table.writeLeb(name.length);
          table.write(name);
          writeReference(environment.func(method), table);
        }
      }
      case CandidType.Future _ ->
          throw new CandidException("a value of a future type cannot be encoded");
      case PrimitiveType _, CandidType.Var _ ->
          throw new IllegalStateException("a type table has composite types only");
    }
  }

  private void writeFields(List<FieldType> fields) {
    table.writeLeb(fields.size());
    for (FieldType field : fields) {
      table.writeLeb(field.label().id());
      writeReference(field.type(), table);
    }
  }
}
