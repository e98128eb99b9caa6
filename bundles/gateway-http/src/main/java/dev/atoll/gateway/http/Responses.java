package dev.atoll.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/// Turns answers into HTTP responses. Called on event loops.
final class Responses {

  private final DateHeader date;

  Responses(DateHeader date) {
    this.date = date;
  }

  /// @param headOnly whether the request was HEAD
  /// @param keepAlive whether the connection stays open
  FullHttpResponse response(Answer answer, boolean headOnly, boolean keepAlive) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            answer.status(),
            headOnly ? Unpooled.EMPTY_BUFFER : body(answer),
            // All names and values are ours, or were checked by MountResponse.
            DefaultHttpHeadersFactory.headersFactory().withValidation(false),
            DefaultHttpHeadersFactory.trailersFactory());
    HttpHeaders headers = response.headers();
    if (!answer.contentType().isEmpty()) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    }
    if (answer.hasLength(headOnly)) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, answer.size());
    }
    addCommon(headers, answer, keepAlive);
    return response;
  }

  /// The head of an answer whose parts follow.
  ///
  /// @param chunked whether the client understands chunks; if not, the end of the connection is the
  ///     end of the answer
  HttpResponse head(Answer answer, boolean chunked, boolean keepAlive) {
    HttpResponse response =
        new DefaultHttpResponse(
            HttpVersion.HTTP_1_1,
            answer.status(),
            DefaultHttpHeadersFactory.headersFactory().withValidation(false));
    if (chunked) {
      response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    addCommon(response.headers(), answer, keepAlive);
    return response;
  }

  private void addCommon(HttpHeaders headers, Answer answer, boolean keepAlive) {
    headers.set(HttpHeaderNames.DATE, date.value());
    if (!answer.ofMount()) {
      headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }
    headers.set(
        HttpHeaderNames.CONNECTION,
        keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
    answer.headers().forEach(headers::set);
  }

  /// Tells a client that waits for permission to go on.
  FullHttpResponse continuing() {
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
  }

  private static ByteBuf body(Answer answer) {
    return Unpooled.wrappedBuffer(answer.prefix().unsafeArray(), answer.body().unsafeArray());
  }
}
