package dev.atoll.spi.tck.plugin;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.kernel.Default;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The settings of a bundle that nobody has set.
final class DefaultConfig {

  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]+)");

  private static final Map<String, Duration> TIMES =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1));

  private static final Map<String, Long> SIZES =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);

  private DefaultConfig() {}

  /// @throws IllegalArgumentException if a component has no default
  static <R extends Record> R of(Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Constructor<R> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(Arrays.stream(components).map(DefaultConfig::value).toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot create " + type.getName(), e);
    }
  }

  private static Object value(RecordComponent component) {
    @Nullable Default otherwise = component.getAnnotation(Default.class);
    Class<?> type = component.getType();
    if (otherwise != null) {
      return of(otherwise.value(), type);
    }
    if (type == Optional.class) {
      return Optional.empty();
    }
    if (type.isRecord() && type != ByteSize.class) {
      return of(type.asSubclass(Record.class));
    }
    if (type == List.class) {
      return List.of();
    }
    if (type == Map.class) {
      return Map.of();
    }
    throw new IllegalArgumentException(
        "setting %s of %s has no default, and contracts run without settings"
            .formatted(component.getName(), component.getDeclaringRecord().getName()));
  }

  private static Object of(String text, Class<?> type) {
    return switch (type) {
      case Class<?> c when c == String.class -> text;
      case Class<?> c when c == Path.class -> Path.of(text);
      case Class<?> c when c == int.class -> Integer.parseInt(text);
      case Class<?> c when c == long.class -> Long.parseLong(text);
      case Class<?> c when c == double.class -> Double.parseDouble(text);
      case Class<?> c when c == boolean.class -> Boolean.parseBoolean(text);
      case Class<?> c when c == Duration.class ->
          TIMES.getOrDefault(unit(text), Duration.ZERO).multipliedBy(amount(text));
      case Class<?> c when c == ByteSize.class ->
          new ByteSize(SIZES.getOrDefault(unit(text), 0L) * amount(text));
      case Class<?> c when c.isEnum() ->
          Arrays.stream(c.getEnumConstants())
              .filter(constant -> key(constant).equals(text))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException(text + " is no " + c.getName()));
      default -> throw new IllegalArgumentException("no default can be a " + type.getName());
    };
  }

  private static String key(Object constant) {
    return ((Enum<?>) constant).name().replace('_', '-').toLowerCase(Locale.ROOT);
  }

  private static String unit(String text) {
    return parts(text).group(2);
  }

  private static long amount(String text) {
    return Long.parseLong(parts(text).group(1));
  }

  private static Matcher parts(String text) {
    Matcher parts = AMOUNT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(text + " is no amount with a unit");
    }
    return parts;
  }
}
