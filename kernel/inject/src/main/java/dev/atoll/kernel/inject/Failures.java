package dev.atoll.kernel.inject;

import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.ProvisionException;
import com.google.inject.spi.Dependency;
import com.google.inject.spi.Message;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Says in few lines why a bundle did not start, without Guice's own formatting: that reads class
/// files, and Guice 7.0.0 cannot read those of Java 25.
final class Failures {

  private Failures() {}

  static String explain(Throwable failure) {
    return switch (failure) {
      case CreationException e -> explain(e.getErrorMessages());
      case ConfigurationException e -> explain(e.getErrorMessages());
      case ProvisionException e -> explain(e.getErrorMessages());
      default -> describe(failure);
    };
  }

  private static String explain(Collection<Message> messages) {
    return messages.stream().map(Failures::explain).distinct().collect(Collectors.joining("; "));
  }

  private static String explain(Message message) {
    @Nullable Throwable cause = message.getCause();
    if (cause != null) {
      return explain(cause);
    }
    String text = message.getMessage().lines().findFirst().orElse("").strip();
    String needy =
        message.getSources().stream()
            .filter(Dependency.class::isInstance)
            .map(source -> ((Dependency<?>) source).getInjectionPoint())
            .filter(Objects::nonNull)
            .map(point -> point.getDeclaringType().toString())
            .collect(Collectors.joining(", "));
    return needy.isEmpty() ? text : text + " It is needed by " + needy;
  }

  /// The message for a complaint that names its subject, else the type too.
  private static String describe(Throwable failure) {
    @Nullable String message = failure.getMessage();
    boolean speaks =
        failure instanceof IllegalArgumentException
            || failure instanceof IllegalStateException
            || failure instanceof java.io.UncheckedIOException;
    String own = speaks && message != null ? message : failure.toString();
    @Nullable Throwable cause = failure.getCause();
    return cause == null || own.contains(String.valueOf(cause.getMessage()))
        ? own
        : own + ", because: " + describe(cause);
  }
}
