package dev.atoll.candid;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the magic number, the type table and the argument types of a message.
///
/// Entry `i` of the table becomes the type named `table<i>`. Entries refer to each other by name,
/// so that reading needs no recursion.
///
/// Source: Candid.md, "Types" and "Parameters and Results" of "Binary Format".
final class HeaderReader {

  private static final byte[] MAGIC = {'D', 'I', 'D', 'L'};

  private final ByteReader in;

  private final DecodeLimits limits;

  private CandidType.@Nullable Var[] names = new CandidType.@Nullable Var[0];

  HeaderReader(ByteReader in, DecodeLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  MessageHeader read() {
    readMagic();
    int size = in.readCount(2, "types");
    if (size > limits.typeTableSizeMax()) {
      throw new CandidException(
          "type table has %d entries, at most %d allowed"
              .formatted(size, limits.typeTableSizeMax()));
    }
    names = new CandidType.@Nullable Var[size];
    List<CandidType> table = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      table.add(readDefinition());
    }
    checkMethods(table);
    Map<String, CandidType> definitions = HashMap.newHashMap(size);
    for (int i = 0; i < size; i++) {
      definitions.put(name(i).name(), table.get(i));
    }
    return new MessageHeader(TypeEnvironment.ofChecked(definitions), readTypes("arguments"));
  }

  private void readMagic() {
    for (byte expected : MAGIC) {
      if (in.remaining() == 0 || in.readByte() != expected) {
        throw new CandidException("message does not start with DIDL");
      }
    }
  }

  private CandidType readDefinition() {
    int start = in.position();
    long opcode = in.readSleb64();
    if (opcode < Opcodes.KNOWN_MIN) {
      in.skip(in.readLength());
      return new CandidType.Future(opcode);
    }
    return switch ((int) opcode) {
      case Opcodes.OPT -> new CandidType.Opt(readType());
      case Opcodes.VEC -> new CandidType.Vec(readType());
      case Opcodes.RECORD -> new CandidType.CandidRecord(readFields());
      case Opcodes.VARIANT -> new CandidType.Variant(readFields());
      case Opcodes.FUNC ->
          new CandidType.Func(
              readTypes("function arguments"), readTypes("function results"), readAnnotations());
      case Opcodes.SERVICE -> new CandidType.Service(readMethods());
      default ->
          throw new CandidException(
              "type table has opcode %d at byte %d, expected a composite type"
                  .formatted(opcode, start));
    };
  }

  private CandidType readType() {
    int start = in.position();
    long index = in.readSleb64();
    if (index >= 0) {
      if (index >= names.length) {
        throw new CandidException(
            "type index at byte %d is %d, but the type table has %d entries"
                .formatted(start, index, names.length));
      }
      return name((int) index);
    }
    CandidType type = PrimitiveType.ofOpcode(index);
    if (type == null) {
      throw new CandidException(
          "opcode %d at byte %d is no primitive type".formatted(index, start));
    }
    return type;
  }

  private CandidType.Var name(int index) {
    CandidType.Var name = names[index];
    if (name == null) {
      name = new CandidType.Var("table" + index);
      names[index] = name;
    }
    return name;
  }

  private List<CandidType> readTypes(String what) {
    int count = in.readCount(1, what);
    List<CandidType> types = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      types.add(readType());
    }
    return List.copyOf(types);
  }

  private List<FieldType> readFields() {
    int count = in.readCount(2, "fields");
    List<FieldType> fields = new ArrayList<>(count);
    long previous = -1;
    for (int i = 0; i < count; i++) {
      int start = in.position();
      long id = in.readLeb64();
      if (id < 0 || id > FieldLabel.ID_MAX) {
        throw new CandidException(
            "field id at byte %d is %s, at most %d allowed"
                .formatted(start, Long.toUnsignedString(id), FieldLabel.ID_MAX));
      }
      if (id <= previous) {
        throw new CandidException(
            "field id at byte %d is %d, but the one before it is %d"
                .formatted(start, id, previous));
      }
      previous = id;
      fields.add(new FieldType(FieldLabel.ofId(id), readType()));
    }
    return fields;
  }

  private List<FuncAnnotation> readAnnotations() {
    int count = in.readCount(1, "annotations");
    List<FuncAnnotation> annotations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int code = in.readByte();
      FuncAnnotation annotation = FuncAnnotation.ofCode(code);
      if (annotation == null || annotations.contains(annotation)) {
        throw new CandidException(
            "function annotation at byte %d is %d, which is unknown or repeated"
                .formatted(in.position() - 1, code));
      }
      annotations.add(annotation);
    }
    return annotations;
  }

  private List<CandidType.Method> readMethods() {
    int count = in.readCount(2, "methods");
    List<CandidType.Method> methods = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String name = in.readText(in.readLength());
      if (i > 0 && Utf8.compare(methods.get(i - 1).name(), name) >= 0) {
        throw new CandidException(
            "method '%s' comes after '%s'".formatted(name, methods.get(i - 1).name()));
      }
      methods.add(new CandidType.Method(name, readType()));
    }
    return methods;
  }

  private static void checkMethods(List<CandidType> table) {
    for (CandidType type : table) {
      if (type instanceof CandidType.Service(List<CandidType.Method> methods)) {
        for (CandidType.Method method : methods) {
          if (!(method.type() instanceof CandidType.Var(String name)
              && table.get(Integer.parseInt(name, "table".length(), name.length(), 10))
                  instanceof CandidType.Func)) {
            throw new CandidException("method '%s' has no function type".formatted(method.name()));
          }
        }
      }
    }
  }
}
