package dev.atoll.candid;

import java.util.List;

/// Types in the syntax of interface files, on one line.
final class TypePrinter {

  private static final int DEPTH_MAX = 512;

  private static final int BRIEF_LENGTH_MAX = 160;

  private final StringBuilder out = new StringBuilder();

  private final int lengthMax;

  private int depth;

  private TypePrinter(int lengthMax) {
    this.lengthMax = lengthMax;
  }

  static String print(CandidType type) {
    TypePrinter printer = new TypePrinter(Integer.MAX_VALUE);
    printer.type(type);
    return printer.out.toString();
  }

  /// For messages: cut where it gets long, because a message's type may be as large as the message.
  static String brief(CandidType type) {
    TypePrinter printer = new TypePrinter(BRIEF_LENGTH_MAX);
    printer.type(type);
    return printer.out.length() <= BRIEF_LENGTH_MAX
        ? printer.out.toString()
        : printer.out.substring(0, BRIEF_LENGTH_MAX) + "…";
  }

  private void type(CandidType type) {
    if (out.length() > lengthMax) {
      return;
    }
    if (depth == DEPTH_MAX) {
      out.append('…');
      return;
    }
    depth++;
    switch (type) {
      case PrimitiveType primitive -> out.append(primitive);
      case CandidType.Var(String name) -> out.append(name);
      case CandidType.Opt(CandidType of) -> {
        out.append("opt ");
        type(of);
      }
      case CandidType.Vec(CandidType of) -> {
        if (of == PrimitiveType.NAT8) {
          out.append("blob");
        } else {
          out.append("vec ");
          type(of);
        }
      }
      case CandidType.CandidRecord(List<FieldType> fields) -> record(fields);
      case CandidType.Variant(List<FieldType> fields) -> variant(fields);
      case CandidType.Func func -> {
        out.append("func ");
        func(func);
      }
      case CandidType.Service(List<CandidType.Method> methods) -> service(methods);
      case CandidType.Future(long opcode) ->
          out.append("/* future type ").append(opcode).append(" */");
    }
    depth--;
  }

  private void record(List<FieldType> fields) {
    out.append("record {");
    String separator = " ";
    long next = 0;
    for (FieldType field : fields) {
      if (out.length() > lengthMax) {
        return;
      }
      out.append(separator);
      if (field.label().name() != null || field.label().id() != next) {
        Names.append(out, field.label());
        out.append(" : ");
      } else {
        next++;
      }
      type(field.type());
      separator = "; ";
    }
    out.append(fields.isEmpty() ? "}" : " }");
  }

  private void variant(List<FieldType> fields) {
    out.append("variant {");
    String separator = " ";
    for (FieldType field : fields) {
      out.append(separator);
      Names.append(out, field.label());
      if (field.type() != PrimitiveType.NULL) {
        out.append(" : ");
        type(field.type());
      }
      separator = "; ";
    }
    out.append(fields.isEmpty() ? "}" : " }");
  }

  private void func(CandidType.Func func) {
    tuple(func.argTypes());
    out.append(" -> ");
    tuple(func.resultTypes());
    func.annotations().forEach(annotation -> out.append(' ').append(annotation));
  }

  private void tuple(List<CandidType> types) {
    out.append('(');
    String separator = "";
    for (CandidType type : types) {
      out.append(separator);
      type(type);
      separator = ", ";
    }
    out.append(')');
  }

  private void service(List<CandidType.Method> methods) {
    out.append("service {");
    String separator = " ";
    for (CandidType.Method method : methods) {
      out.append(separator);
      Names.append(out, method.name());
      out.append(" : ");
      if (method.type() instanceof CandidType.Func func) {
        func(func);
      } else {
        type(method.type());
      }
      separator = "; ";
    }
    out.append(methods.isEmpty() ? "}" : " }");
  }
}
