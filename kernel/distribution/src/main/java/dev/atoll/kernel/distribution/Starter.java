package dev.atoll.kernel.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/// The first text of a distribution.
public final class Starter {

  private Starter() {}

  /// @param name of the distribution; characters that coordinates cannot have become `-`
  /// @param parent what it extends: a file or coordinates
  public static String yaml(String name, String parent) {
    String safe = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]+", "-");
    try (InputStream template =
        Objects.requireNonNull(Starter.class.getResourceAsStream("/starter/distribution.yaml"))) {
      return new String(template.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@NAME@", safe.isEmpty() ? "node" : safe)
          .replace("@PARENT@", parent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
