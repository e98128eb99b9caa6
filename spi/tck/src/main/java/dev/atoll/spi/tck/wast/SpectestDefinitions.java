package dev.atoll.spi.tck.wast;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts definitions in place of imports of memories, tables and globals from `spectest`, and their
/// values in place of such globals in constant expressions.
///
/// Numbers stay, because imports come before definitions. A module then has its own memory or table
/// instead of one that it shares.
///
/// Source: `interpreter/README.md` of the WebAssembly specification, "Spectest host module".
final class SpectestDefinitions {

  private static final Map<String, String> DEFINITIONS =
      Map.of(
          "global_i32", "i32 (i32.const 666)",
          "global_i64", "i64 (i64.const 666)",
          "global_f32", "f32 (f32.const 666.6)",
          "global_f64", "f64 (f64.const 666.6)",
          "memory", "1 2",
          "table", "10 20 funcref",
          "table64", "i64 10 20 funcref");

  private final Map<String, Sexp> values = new HashMap<>();
  private int importedGlobals;

  private SpectestDefinitions() {}

  static List<Sexp.Group> apply(List<Sexp.Group> fields) {
    SpectestDefinitions definitions = new SpectestDefinitions();
    List<Sexp.Group> defined = new ArrayList<>();
    for (Sexp.Group field : fields) {
      defined.add(definitions.define(field));
    }
    return defined.stream().map(definitions::withValues).toList();
  }

  private Sexp.Group define(Sexp.Group field) {
    if (field.is("import") && field.items().get(3) instanceof Sexp.Group imported) {
      List<Sexp> kindAndName = new ArrayList<>(imported.items());
      kindAndName.removeIf(item -> kindAndName.indexOf(item) > 0 && !isName(item));
      return define(field, imported.keyword(), field.items(), kindAndName);
    }
    for (int i = 0; i < field.items().size(); i++) {
      if (field.items().get(i) instanceof Sexp.Group inline && inline.is("import")) {
        return define(field, field.keyword(), inline.items(), field.items().subList(0, i));
      }
    }
    return field;
  }

  private static boolean isName(Sexp item) {
    return item instanceof Sexp.Atom atom && atom.text().startsWith("$");
  }

  /// @param from the list with the names of module and import in second and third place
  /// @param head the keyword, the name and the exports
  private Sexp.Group define(Sexp.Group field, String kind, List<Sexp> from, List<Sexp> head) {
    String definition = text(from.get(1)).equals("spectest") ? find(text(from.get(2))) : null;
    if (kind.equals("global")) {
      remember(definition, head);
    }
    if (definition == null || kind.equals("func")) {
      return field;
    }
    List<Sexp> items = new ArrayList<>(head);
    items.addAll(SexpReader.read(definition));
    return new Sexp.Group(items, field.line());
  }

  private static @Nullable String find(String name) {
    return DEFINITIONS.get(name);
  }

  private static String text(Sexp item) {
    return item instanceof Sexp.Text text ? text.content() : "";
  }

  private void remember(@Nullable String definition, List<Sexp> head) {
    if (definition != null) {
      Sexp value = SexpReader.read(definition).getLast();
      values.put(Integer.toString(importedGlobals), value);
      if (head.size() > 1 && head.get(1) instanceof Sexp.Atom name) {
        values.put(name.text(), value);
      }
    }
    importedGlobals++;
  }

  private Sexp.Group withValues(Sexp.Group field) {
    return switch (field.keyword()) {
      case "global", "data", "elem", "table" -> replace(field);
      default -> field;
    };
  }

  private Sexp.Group replace(Sexp.Group group) {
    return new Sexp.Group(group.items().stream().map(this::replaceItem).toList(), group.line());
  }

  private Sexp replaceItem(Sexp item) {
    if (!(item instanceof Sexp.Group group)) {
      return item;
    }
    Sexp value =
        group.is("global.get") && group.items().get(1) instanceof Sexp.Atom global
            ? values.get(global.text())
            : null;
    return value == null ? replace(group) : value;
  }
}
