package dev.atoll.spi.gateway;

import dev.atoll.types.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.osgi.annotation.versioning.ConsumerType;

/// The answer of a mount.
///
/// @param status 200 to 599
/// @param headers by name in lower case; the gateway adds what belongs to the connection: `date`,
///     `content-length` or `transfer-encoding`, `connection`
/// @param body empty for 204 and 304
public record MountResponse(int status, Map<String, List<String>> headers, Body body) {

  /// Headers that only the gateway can get right.
  private static final List<String> OF_THE_GATEWAY =
      List.of(
          "connection",
          "content-length",
          "date",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /// Source: RFC 9110, "Tokens", in lower case.
  private static final Pattern NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");

  /// Printable ASCII, spaces and tabs: nothing that could end a line.
  private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e \\t]*");

  /// What follows the header section.
  public sealed interface Body {

    /// A body that is there.
    record Whole(Bytes bytes) implements Body {}

    /// A body that is written piece by piece, however large it gets.
    record Streamed(Writer writer) implements Body {}
  }

  /// Writes a body.
  @ConsumerType
  @FunctionalInterface
  public interface Writer {

    /// Writes the body, on the thread that called [HttpMount#serve] and after it returned.
    ///
    /// A write blocks while the client reads more slowly. An exception cuts the connection, so that
    /// the client does not take what it has for the whole.
    ///
    /// @param out closed by the gateway
    /// @throws IOException if the client has gone; pass on what `out` throws
    void writeTo(OutputStream out) throws IOException;
  }

  public MountResponse {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status is %d, expected 200 to 599".formatted(status));
    }
    if ((status == 204 || status == 304) && !(body instanceof Body.Whole(Bytes b) && b.isEmpty())) {
      throw new IllegalArgumentException("status is %d, which has no body".formatted(status));
    }
    Map<String, List<String>> copy = new LinkedHashMap<>();
    headers.forEach((name, values) -> copy.put(checkName(name), checkValues(name, values)));
    headers = Collections.unmodifiableMap(copy);
  }

  public static MountResponse of(int status, String contentType, Bytes body) {
    return new MountResponse(
        status, Map.of("content-type", List.of(contentType)), new Body.Whole(body));
  }

  /// Plain text in UTF-8.
  public static MountResponse text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", Bytes.ofUtf8(text));
  }

  /// A body that is written after this returned.
  public static MountResponse streamed(int status, String contentType, Writer writer) {
    return new MountResponse(
        status, Map.of("content-type", List.of(contentType)), new Body.Streamed(writer));
  }

  /// The same with one more header, in place of one of that name.
  public MountResponse with(String name, String value) {
    Map<String, List<String>> more = new LinkedHashMap<>(headers);
    more.put(name, List.of(value));
    return new MountResponse(status, more, body);
  }

  private static String checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "header name is '%s', expected a token in lower case".formatted(name));
    }
    if (OF_THE_GATEWAY.contains(name)) {
      throw new IllegalArgumentException("header " + name + " is set by the gateway");
    }
    return name;
  }

  private static List<String> checkValues(String name, List<String> values) {
    for (String value : values) {
      if (!VALUE.matcher(value).matches()) {
        throw new IllegalArgumentException(
            "header %s has a value with other characters than printable ASCII".formatted(name));
      }
    }
    return List.copyOf(values);
  }
}
