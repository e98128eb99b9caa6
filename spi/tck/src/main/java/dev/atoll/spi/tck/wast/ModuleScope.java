package dev.atoll.spi.tck.wast;

/// The names of a module.
final class ModuleScope {

  final TypeText types = new TypeText();
  final IndexSpace functions = new IndexSpace("function");
  final IndexSpace tables = new IndexSpace("table");
  final IndexSpace memories = new IndexSpace("memory");
  final IndexSpace globals = new IndexSpace("global");
  final IndexSpace tags = new IndexSpace("tag");
  final IndexSpace elements = new IndexSpace("element segment");
  final IndexSpace data = new IndexSpace("data segment");

  /// Whether code names data segments, which takes a data count section.
  boolean codeUsesData;

  /// The space of an import, an export or a definition of this kind.
  IndexSpace of(Sexp.Group field) {
    return switch (field.keyword()) {
      case "func" -> functions;
      case "table" -> tables;
      case "memory" -> memories;
      case "global" -> globals;
      case "tag" -> tags;
      default -> throw new WastException(field.line(), "unknown field " + field.keyword());
    };
  }

  /// The byte of an import or export of this kind.
  static int kind(String keyword) {
    return switch (keyword) {
      case "func" -> 0;
      case "table" -> 1;
      case "memory" -> 2;
      case "global" -> 3;
      case "tag" -> 4;
      default -> throw new IllegalArgumentException("nothing is imported as " + keyword);
    };
  }
}
