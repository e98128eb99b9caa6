package dev.atoll.gateway.http;

import dev.atoll.spi.gateway.MountResponse;
import dev.atoll.types.Bytes;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a client gets back, before its connection adds the headers that every response has.
///
/// The body is `prefix` followed by `body`, so that a certificate goes into its envelope without a
/// copy.
///
/// @param contentType empty if there is no body
/// @param headers further headers
/// @param ofMount whether a mount gave it: then it has no other headers than the connection needs
record Answer(
    HttpResponseStatus status,
    String contentType,
    Bytes prefix,
    Bytes body,
    Map<String, List<String>> headers,
    boolean ofMount) {

  static final String CBOR = "application/cbor";

  static final String TEXT = "text/plain; charset=utf-8";

  /// An answer of the gateway itself.
  Answer(
      HttpResponseStatus status,
      String contentType,
      Bytes prefix,
      Bytes body,
      Map<String, String> headers) {
    this(status, contentType, prefix, body, single(headers), false);
  }

  private static Map<String, List<String>> single(Map<String, String> headers) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    return lists;
  }

  static Answer cbor(Bytes document) {
    return new Answer(HttpResponseStatus.OK, CBOR, Bytes.EMPTY, document, Map.of());
  }

  static Answer ofMount(MountResponse response, Bytes body) {
    return new Answer(
        HttpResponseStatus.valueOf(response.status()),
        "",
        Bytes.EMPTY,
        body,
        response.headers(),
        true);
  }

  /// The head of an answer whose body follows, or whose length nobody knows.
  static Answer headOfMount(MountResponse response) {
    return ofMount(response, Bytes.EMPTY);
  }

  static Answer text(HttpResponseStatus status, String text) {
    return new Answer(status, TEXT, Bytes.EMPTY, Bytes.ofUtf8(text), Map.of());
  }

  static Answer empty(HttpResponseStatus status, Map<String, String> headers) {
    return new Answer(status, "", Bytes.EMPTY, Bytes.EMPTY, headers);
  }

  Answer withHeader(String name, String value) {
    return new Answer(status, contentType, prefix, body, Map.of(name, value));
  }

  int size() {
    return prefix.size() + body.size();
  }

  /// Whether the size of the body is to be told: not where there is none by definition, nor after
  /// HEAD if a mount did not say.
  boolean hasLength(boolean headOnly) {
    boolean bodiless = status.code() == 204 || status.code() == 304;
    return !bodiless && !(ofMount && headOnly && size() == 0);
  }

  boolean isRefusal() {
    return status.code() >= 400 && !ofMount;
  }

  /// The text, or the size of the document.
  @Override
  public String toString() {
    return contentType.equals(TEXT) ? body.toUtf8() : size() + " bytes";
  }
}
