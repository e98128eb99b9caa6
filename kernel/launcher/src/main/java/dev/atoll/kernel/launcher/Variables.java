package dev.atoll.kernel.launcher;

import dev.atoll.kernel.launcher.KernelException.Code;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The variables of a distribution and their values.
///
/// @param all each a text, a whole number or a boolean
record Variables(Map<String, Object> all) {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9._-]+)}");

  /// Values given as text take the type of the default.
  static Variables of(Map<String, Object> defaults, Map<String, String> overrides) {
    Map<String, Object> all = new LinkedHashMap<>(defaults);
    overrides.forEach(
        (name, text) -> {
          @Nullable Object otherwise = defaults.get(name);
          if (otherwise == null) {
            throw new KernelException(
                Code.CONFIG,
                "variable %s is unknown, the distribution has: %s"
                    .formatted(name, String.join(", ", defaults.keySet())),
                "give one of these with --set NAME=VALUE");
          }
          all.put(name, convert(name, text, otherwise));
        });
    return new Variables(all);
  }

  private static Object convert(String name, String text, Object otherwise) {
    return switch (otherwise) {
      case Number _ when text.matches("-?\\d{1,18}") -> Long.valueOf(text);
      case Number _ -> throw mismatch(name, text, "a whole number");
      case Boolean _ when text.equals("true") || text.equals("false") -> Boolean.valueOf(text);
      case Boolean _ -> throw mismatch(name, text, "true or false");
      default -> text;
    };
  }

  private static KernelException mismatch(String name, String text, String expected) {
    return new KernelException(
        Code.CONFIG,
        "variable %s is \"%s\", expected %s".formatted(name, text, expected),
        "correct --set " + name + "=VALUE");
  }

  /// `value` with every reference replaced; a text that is one reference takes the variable's type.
  Object in(Object value) {
    return switch (value) {
      case String text -> inText(text);
      case List<?> list -> list.stream().map(this::in).toList();
      case Map<?, ?> map -> {
        Map<String, Object> replaced = new LinkedHashMap<>();
        map.forEach((k, v) -> replaced.put(String.valueOf(k), in(v)));
        yield replaced;
      }
      default -> value;
    };
  }

  private Object inText(String text) {
    Matcher whole = REFERENCE.matcher(text);
    return whole.matches()
        ? value(whole.group(1))
        : whole
            .reset()
            .replaceAll(found -> Matcher.quoteReplacement(String.valueOf(value(found.group(1)))));
  }

  private Object value(String name) {
    @Nullable Object value = all.get(name);
    if (value == null) {
      throw new KernelException(
          Code.CONFIG,
          "${%s} is not a variable of the distribution, it has: %s"
              .formatted(name, String.join(", ", all.keySet())),
          "add it under variables in distribution.yaml");
    }
    return value;
  }
}
