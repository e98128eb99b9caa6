package dev.atoll.kernel.plugin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One clause of a manifest header. Source: OSGi Core 8, 3.2.4 "Common Header Syntax".
///
/// @param name the path, such as a package or a namespace
/// @param attributes by name, types left out
/// @param directives by name
record ManifestClause(String name, Map<String, String> attributes, Map<String, String> directives) {

  /// @param header such as `a;version="[1,2)",b`; null for none
  static List<ManifestClause> parse(@Nullable String header) {
    List<ManifestClause> clauses = new ArrayList<>();
    for (String clause : split(header == null ? "" : header, ',')) {
      Map<String, String> attributes = new LinkedHashMap<>();
      Map<String, String> directives = new LinkedHashMap<>();
      List<String> names = new ArrayList<>();
      for (String part : split(clause, ';')) {
        int equals = part.indexOf('=');
        if (equals < 0) {
          names.add(part);
        } else if (equals > 0 && part.charAt(equals - 1) == ':') {
          directives.put(part.substring(0, equals - 1).strip(), value(part, equals));
        } else {
          attributes.put(part.substring(0, equals).split(":", 2)[0].strip(), value(part, equals));
        }
      }
      names.forEach(name -> clauses.add(new ManifestClause(name, attributes, directives)));
    }
    return clauses;
  }

  private static String value(String part, int equals) {
    String value = part.substring(equals + 1).strip();
    return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }

  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && text.charAt(i) == '"') {
        quoted = !quoted;
      }
      if (i == text.length() || (text.charAt(i) == separator && !quoted)) {
        String part = text.substring(from, i).strip();
        if (!part.isEmpty()) {
          parts.add(part);
        }
        from = i + 1;
      }
    }
    return parts;
  }
}
