package dev.atoll.gateway.http;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/// What is decided from the header section alone, before the body arrives.
sealed interface Admission {

  /// The request may send its body.
  ///
  /// @param bodyBytes the declared size of the body; -1 if there is none declared
  /// @param expectsContinue whether the client waits for permission
  record Admitted(Endpoint endpoint, int bodyBytes, boolean expectsContinue) implements Admission {}

  /// The request is answered once its body is over.
  record Refused(Answer answer) implements Admission {}

  /// The request is answered at once, and the connection ends: what follows cannot be understood,
  /// is too long to be read, or never comes.
  record Broken(Answer answer) implements Admission {}

  /// @param bodyBytesMax the largest body
  static Admission of(HttpRequest request, Router router, int bodyBytesMax) {
    if (request.decoderResult().isFailure()) {
      return new Broken(malformed(request.decoderResult().cause()));
    }
    if (request.protocolVersion().majorVersion() != 1) {
      return new Broken(
          Answer.text(
              HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED,
              "Version %s is not supported, expected HTTP/1.1."
                  .formatted(request.protocolVersion())));
    }
    HttpHeaders headers = request.headers();
    long declared = HttpUtil.getContentLength(request, -1L);
    if (declared > bodyBytesMax) {
      return new Broken(Answers.TOO_LARGE);
    }
    Admission admission = routed(request, router, (int) declared);
    @Nullable String expectation = headers.get(HttpHeaderNames.EXPECT);
    if (expectation == null || request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      return admission;
    }
    return expecting(expectation, admission);
  }

  private static Admission routed(HttpRequest request, Router router, int declaredBytes) {
    return switch (router.route(request)) {
      case Route.NotFound(Answer answer) -> new Refused(answer);
      case Route.Found(Endpoint endpoint) ->
          endpoint instanceof Endpoint.OfSubnet
                  && request.method().equals(HttpMethod.POST)
                  && !isCbor(request.headers())
              ? new Refused(Answers.WRONG_CONTENT_TYPE)
              : new Admitted(endpoint, declaredBytes, false);
    };
  }

  private static Admission expecting(String expectation, Admission admission) {
    if (!HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expectation)) {
      return new Broken(
          Answer.text(
              HttpResponseStatus.EXPECTATION_FAILED,
              "Expectation is not supported, expected 100-continue."));
    }
    return switch (admission) {
      case Admitted(Endpoint endpoint, int bodyBytes, boolean ignored) ->
          new Admitted(endpoint, bodyBytes, true);
      // Whether the body still comes is unknown, so nothing behind it can be read.
      case Refused(Answer answer) -> new Broken(answer);
      case Broken broken -> broken;
    };
  }

  /// The reference compares the whole value, so parameters are refused there too.
  private static boolean isCbor(HttpHeaders headers) {
    @Nullable String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    return type != null && type.equalsIgnoreCase(Answer.CBOR);
  }

  private static Answer malformed(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException ignored ->
          Answer.text(HttpResponseStatus.REQUEST_URI_TOO_LONG, "The request line is too long.");
      case TooLongHttpHeaderException ignored ->
          Answer.text(
              HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
              "The header section is too long.");
      case TooLongFrameException ignored -> Answers.TOO_LARGE;
      default -> Answers.badRequest("The request is no HTTP/1.1 message.");
    };
  }
}
