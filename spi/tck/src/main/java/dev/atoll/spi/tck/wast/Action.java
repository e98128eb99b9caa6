package dev.atoll.spi.tck.wast;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Calls an exported function, or reads an exported global.
///
/// @param instance its name, null for the one made last
/// @param export the name of the function or global
/// @param reads whether it reads a global
public record Action(
    @Nullable String instance, String export, boolean reads, List<Argument> arguments) {

  public Action {
    arguments = List.copyOf(arguments);
  }

  @Override
  public String toString() {
    return arguments.stream()
        .map(Argument::toString)
        .collect(Collectors.joining(", ", export + "(", ")"));
  }
}
