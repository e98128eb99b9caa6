package dev.atoll.kernel.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Maps to JSON text and back. Keys stay in their order and lines end with `\n`, on every system.
public final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}

  /// Reads an object.
  ///
  /// @throws IOException if `file` cannot be read or is not a JSON object
  public static Map<String, Object> read(Path file) throws IOException {
    try {
      return object(MAPPER.readValue(Files.readAllBytes(file), Map.class));
    } catch (JsonProcessingException e) {
      throw new IOException("%s is not valid JSON: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  /// Reads an object on one line.
  ///
  /// @throws IOException if `text` is not a JSON object
  public static Map<String, Object> parse(String text) throws IOException {
    try {
      return object(MAPPER.readValue(text, Map.class));
    } catch (JsonProcessingException e) {
      throw new IOException("not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  public static String write(Map<String, ?> object) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(lines);
    printer.indentArraysWith(lines);
    try {
      return MAPPER.writer(printer).writeValueAsString(object) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot write as JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// On one line, without its end.
  public static String line(Map<String, ?> object) {
    try {
      return MAPPER.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot write as JSON: " + e.getOriginalMessage(), e);
    }
  }

  @SuppressWarnings("unchecked") // the keys of a JSON object are texts
  public static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }
}
