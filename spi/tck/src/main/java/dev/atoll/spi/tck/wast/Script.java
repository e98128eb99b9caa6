package dev.atoll.spi.tck.wast;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A script: modules, calls into them, and what must come of it.
///
/// @param name of the file
public record Script(String name, List<Command> commands) {

  public Script {
    commands = List.copyOf(commands);
  }

  /// Reads a file.
  ///
  /// @throws WastException if it is not a script
  public static Script read(Path file) throws IOException {
    return of(file.getFileName().toString(), Files.readAllBytes(file));
  }

  /// Reads the bytes of a file.
  ///
  /// @throws WastException if they are not a script
  public static Script of(String name, byte[] source) {
    return new Script(
        name, ScriptReader.read(SexpReader.read(new String(source, StandardCharsets.ISO_8859_1))));
  }
}
