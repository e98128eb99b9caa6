package dev.atoll.kernel.inject;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.kernel.Default;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads a section of the distribution into a record, strictly.
///
/// Nothing is guessed: an unknown key, a missing key and a value of another type are errors that
/// name the key from the bundle down, what was found and what was expected.
final class ConfigReader {

  private ConfigReader() {}

  /// @param path what the messages begin with: the symbolic name of the bundle
  /// @throws IllegalArgumentException if `section` does not fit `type`
  static <R extends Record> R read(String path, Map<?, ?> section, Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    Map<String, RecordComponent> byKey =
        Arrays.stream(components)
            .collect(
                Collectors.toMap(c -> key(c.getName()), c -> c, (a, b) -> a, LinkedHashMap::new));
    for (Object key : section.keySet()) {
      if (!byKey.containsKey(key)) {
        throw new IllegalArgumentException(unknownKey(path, String.valueOf(key), byKey.keySet()));
      }
    }
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = component(path, section, components[i]);
    }
    return construct(path, type, components, values);
  }

  private static String unknownKey(String path, String key, Iterable<String> known) {
    return NearestName.of(key, known)
        .map(near -> "%s.%s is unknown, did you mean %s?".formatted(path, key, near))
        .orElseGet(
            () ->
                "%s.%s is unknown, expected one of: %s"
                    .formatted(path, key, String.join(", ", known)));
  }

  private static @Nullable Object component(
      String path, Map<?, ?> section, RecordComponent component) {
    String key = key(component.getName());
    @Nullable Object value = section.get(key);
    @Nullable Default otherwise = component.getAnnotation(Default.class);
    if (value == null && otherwise != null) {
      // A default is text for every type; as the value of a key, text is for texts alone.
      return fromText(path + "." + key, otherwise.value(), component.getGenericType());
    }
    if (value == null && component.getType() == Optional.class) {
      return Optional.empty();
    }
    if (value == null) {
      throw new IllegalArgumentException(
          "%s.%s is missing, expected %s"
              .formatted(path, key, expectation(component.getGenericType())));
    }
    return convert(path + "." + key, value, component.getGenericType());
  }

  private static <R extends Record> R construct(
      String path, Class<R> type, RecordComponent[] components, @Nullable Object[] values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          path + ": " + e.getTargetException().getMessage(), e.getTargetException());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot create " + type.getName(), e);
    }
  }

  private static Object convert(String path, Object value, Type type) {
    return switch (type) {
      case ParameterizedType generic -> convertGeneric(path, value, generic);
      case Class<?> plain -> convertPlain(path, value, unboxed(plain));
      default -> throw new IllegalArgumentException(path + " has the unsupported type " + type);
    };
  }

  private static Object convertGeneric(String path, Object value, ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return Optional.of(convert(path, value, arguments[0]));
    }
    if (type.getRawType() == List.class && value instanceof List<?> list) {
      List<Object> converted = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        converted.add(convert(path + "[" + i + "]", list.get(i), arguments[0]));
      }
      return List.copyOf(converted);
    }
    if (type.getRawType() == Map.class && value instanceof Map<?, ?> map) {
      Map<String, Object> converted = new LinkedHashMap<>();
      map.forEach(
          (k, v) -> converted.put(String.valueOf(k), convert(path + "." + k, v, arguments[1])));
      return java.util.Collections.unmodifiableMap(converted);
    }
    throw mismatch(path, value, type);
  }

  private static Object convertPlain(String path, Object value, Class<?> type) {
    if (isSection(type) && value instanceof Map<?, ?> map) {
      return read(path, map, type.asSubclass(Record.class));
    }
    if (value instanceof String text && isWrittenAsText(type)) {
      return fromText(path, text, type);
    }
    if (value instanceof Boolean && type == boolean.class) {
      return value;
    }
    if (value instanceof Number number) {
      if (type == double.class) {
        return number.doubleValue();
      }
      if (type == long.class && isWhole(number)) {
        return number.longValue();
      }
      if (type == int.class && isWhole(number) && number.intValue() == number.longValue()) {
        return number.intValue();
      }
    }
    throw mismatch(path, value, type);
  }

  /// Whether a value of the type is written as keys of its own.
  static boolean isSection(Class<?> type) {
    return type.isRecord() && type != ByteSize.class;
  }

  private static boolean isWhole(Number number) {
    return number instanceof Integer || number instanceof Long;
  }

  private static boolean isWrittenAsText(Class<?> type) {
    return type == String.class
        || type == Path.class
        || type == Duration.class
        || type == ByteSize.class
        || type.isEnum();
  }

  private static Object fromText(String path, String text, Type type) {
    try {
      return switch (type) {
        case Class<?> c when c == String.class -> text;
        case Class<?> c when c == Path.class -> Path.of(text);
        case Class<?> c when c == Duration.class -> Units.duration(text);
        case Class<?> c when c == ByteSize.class -> new ByteSize(Units.bytes(text));
        case Class<?> c when c == int.class -> Integer.parseInt(text);
        case Class<?> c when c == long.class -> Long.parseLong(text);
        case Class<?> c when c == double.class -> Double.parseDouble(text);
        case Class<?> c when c == boolean.class -> Boolean.parseBoolean(text);
        case Class<?> c when c.isEnum() -> constant(c, text);
        default -> throw mismatch(path, text, type);
      };
    } catch (IllegalArgumentException e) {
      throw mismatch(path, text, type);
    }
  }

  private static Object constant(Class<?> type, String text) {
    return Stream.of(type.getEnumConstants())
        .filter(constant -> key(((Enum<?>) constant).name()).equals(text))
        .findFirst()
        .orElseThrow(IllegalArgumentException::new);
  }

  private static IllegalArgumentException mismatch(String path, @Nullable Object value, Type type) {
    String found = value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    return new IllegalArgumentException(
        "%s is %s, expected %s".formatted(path, found, expectation(type)));
  }

  /// The element of a list cannot be an `int`, and is written as one.
  private static Class<?> unboxed(Class<?> type) {
    return MethodType.methodType(type).unwrap().returnType();
  }

  static String expectation(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return generic.getRawType() == Optional.class
          ? expectation(arguments[0])
          : generic.getRawType() == List.class
              ? "a list, each " + expectation(arguments[0])
              : "a map, each value " + expectation(arguments[1]);
    }
    Type written = type instanceof Class<?> plain ? unboxed(plain) : type;
    return switch (written) {
      case Class<?> c when c == boolean.class -> "true or false";
      case Class<?> c when c == int.class -> "a whole number of at most 32 bits";
      case Class<?> c when c == long.class -> "a whole number";
      case Class<?> c when c == double.class -> "a number";
      case Class<?> c when c == Duration.class -> "a duration such as 250ms, 1s, 5m or 2h";
      case Class<?> c when c == ByteSize.class -> "a size such as 512B, 64KiB, 16MiB or 2GiB";
      case Class<?> c when c == Path.class -> "a path";
      case Class<?> c when c.isEnum() ->
          Stream.of(c.getEnumConstants())
              .map(constant -> key(((Enum<?>) constant).name()))
              .collect(Collectors.joining(", ", "one of: ", ""));
      case Class<?> c when c.isRecord() -> "a section";
      default -> "a text";
    };
  }

  /// `idleTimeout` and `IDLE_TIMEOUT` are `idle-timeout`.
  static String key(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
  }
}
