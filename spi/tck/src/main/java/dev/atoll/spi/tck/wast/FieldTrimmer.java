package dev.atoll.spi.tck.wast;

import dev.atoll.types.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Leaves out the fields of a module that use what the Internet Computer does not accept, and then
/// those that name what was left out, so that the rest of a large module can run.
///
/// What a module does when it is instantiated is never left out: segments and the start function.
final class FieldTrimmer {

  private static final Set<String> HEAP_TYPES = Set.of("func", "extern");

  /// Instructions and types of proposals, except those that [TextInstruction] does not know.
  private static final Set<String> UNACCEPTED =
      Set.of(
          "call_ref",
          "return_call_ref",
          "ref.eq",
          "ref.as_non_null",
          "br_on_null",
          "br_on_non_null",
          "throw",
          "throw_ref",
          "try_table",
          "tag",
          "rec",
          "anyref",
          "eqref",
          "i31ref",
          "structref",
          "arrayref",
          "exnref",
          "nullref",
          "nullfuncref",
          "nullexternref",
          "nullexnref");

  private static final Set<String> CONSTANT_OPERATORS =
      Set.of("i32.add", "i32.sub", "i32.mul", "i64.add", "i64.sub", "i64.mul", "global.get");

  private FieldTrimmer() {}

  /// The binary form of what is left.
  static Bytes encode(List<Sexp.Group> fields) {
    List<Sexp.Group> left = new ArrayList<>(fields);
    fields.stream().filter(FieldTrimmer::usesUnaccepted).forEach(field -> remove(field, left));
    while (true) {
      try {
        return ModuleText.encode(List.copyOf(left));
      } catch (WastException e) {
        remove(fieldAt(left, e), left);
      }
    }
  }

  private static void remove(Sexp.Group field, List<Sexp.Group> fields) {
    switch (field.keyword()) {
      case "elem", "data", "start" ->
          throw new WastException(field.line(), field.keyword() + " cannot be left out");
      default -> fields.remove(field);
    }
  }

  private static Sexp.Group fieldAt(List<Sexp.Group> fields, WastException fault) {
    return fields.reversed().stream()
        .filter(field -> field.line() <= fault.line())
        .findFirst()
        .orElseThrow(() -> fault);
  }

  private static boolean usesUnaccepted(Sexp.Group field) {
    return anyUnaccepted(field)
        || switch (field.keyword()) {
          case "global", "elem", "data" -> mentions(field, CONSTANT_OPERATORS);
          case "table" -> hasInitialValue(field);
          default -> false;
        };
  }

  private static boolean anyUnaccepted(Sexp item) {
    return switch (item) {
      case Sexp.Text text -> false;
      case Sexp.Atom atom -> UNACCEPTED.contains(atom.text());
      case Sexp.Group group ->
          isTypedReference(group) || group.items().stream().anyMatch(FieldTrimmer::anyUnaccepted);
    };
  }

  /// `(ref …)` but the long forms of funcref and externref, and `ref.null` of another type.
  private static boolean isTypedReference(Sexp.Group group) {
    boolean plain =
        group.items().getLast() instanceof Sexp.Atom type && HEAP_TYPES.contains(type.text());
    return (group.is("ref") && !(plain && group.items().size() == 3))
        || (group.is("ref.null") && !plain);
  }

  private static boolean mentions(Sexp item, Set<String> words) {
    return switch (item) {
      case Sexp.Text text -> false;
      case Sexp.Atom atom -> words.contains(atom.text());
      case Sexp.Group group -> group.items().stream().anyMatch(inner -> mentions(inner, words));
    };
  }

  private static boolean hasInitialValue(Sexp.Group table) {
    return table.items().stream()
        .anyMatch(
            item ->
                item instanceof Sexp.Group group
                    && !Set.of("export", "import", "elem", "ref").contains(group.keyword()));
  }
}
