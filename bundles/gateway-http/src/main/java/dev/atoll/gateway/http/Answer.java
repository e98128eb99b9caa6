package dev.atoll.gateway.http;

import dev.atoll.types.Bytes;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;

/// What a client gets back, before its connection adds the headers that every response has.
///
/// The body is `prefix` followed by `body`, so that a certificate goes into its envelope without a
/// copy.
///
/// @param contentType empty if there is no body
/// @param headers further headers
record Answer(
    HttpResponseStatus status,
    String contentType,
    Bytes prefix,
    Bytes body,
    Map<String, String> headers) {

  static final String CBOR = "application/cbor";

  static final String TEXT = "text/plain; charset=utf-8";

  static Answer cbor(Bytes document) {
    return new Answer(HttpResponseStatus.OK, CBOR, Bytes.EMPTY, document, Map.of());
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

  boolean isRefusal() {
    return status.code() >= 400;
  }

  /// The text, or the size of the document.
  @Override
  public String toString() {
    return contentType.equals(TEXT) ? body.toUtf8() : size() + " bytes";
  }
}
