package dev.atoll.gateway.http;

import static io.netty.handler.codec.http.HttpResponseStatus.ACCEPTED;
import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.GATEWAY_TIMEOUT;
import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_TIMEOUT;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;
import static io.netty.handler.codec.http.HttpResponseStatus.TOO_MANY_REQUESTS;

import dev.atoll.spi.gateway.Refusal;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.Map;

/// The answers that are no CBOR document, in the words of the reference implementation where it has
/// some.
///
/// Source: reference implementation `rs/http_endpoints/public/src/{lib,common}.rs`.
final class Answers {

  static final Answer CALL_ACCEPTED = Answer.empty(ACCEPTED, Map.of());

  static final Answer CALL_TIMED_OUT =
      Answer.text(
          ACCEPTED,
          "Message did not complete execution and certification within the replica defined"
              + " timeout.");

  static final Answer CALL_NOT_TRACKED =
      Answer.text(
          ACCEPTED, "Could not track the ingress message. Please try /read_state for the status.");

  static final Answer OVERLOADED =
      retryLater(Answer.text(TOO_MANY_REQUESTS, "The service is overloaded."));

  static final Answer OUT_OF_BODY_SPACE =
      retryLater(Answer.text(SERVICE_UNAVAILABLE, "Service is overloaded, try again later."));

  static final Answer UNAVAILABLE =
      retryLater(
          Answer.text(
              SERVICE_UNAVAILABLE, "The replica does not answer at present, try again later."));

  static final Answer INTERNAL_ERROR =
      Answer.text(INTERNAL_SERVER_ERROR, "Unexpected error, see the log of the node.");

  static final Answer TOO_LARGE = Answer.text(REQUEST_ENTITY_TOO_LARGE, "length limit exceeded");

  static final Answer WRONG_CONTENT_TYPE =
      Answer.text(BAD_REQUEST, "Unexpected content-type, expected application/cbor.");

  static final Answer NO_ENDPOINT =
      Answer.text(
          NOT_FOUND,
          "Endpoint not found. This is the HTTP interface of an Internet Computer node (Atoll): it"
              + " answers GET /api/v2/status, GET /health and what agents POST under"
              + " /api/{v2,v3,v4}/{canister,subnet}/. It does not serve the pages of canisters.");

  /// Answers every OPTIONS request, as the CORS layer of the reference does. Browsers keep it for
  /// two hours, the most that Chromium allows.
  static final Answer PREFLIGHT =
      Answer.empty(
          OK,
          Map.of(
              "access-control-allow-methods", "GET,POST",
              "access-control-allow-headers", "authorization,accept,content-type",
              "access-control-max-age", "7200"));

  /// How long a client should leave an overloaded node alone, seconds.
  private static final String RETRY_AFTER_SECONDS = "1";

  static final Answer DOTS_IN_PATH =
      Answer.text(BAD_REQUEST, "The path has a segment . or .., resolve it before sending.");

  private Answers() {}

  static Answer mountTimedOut(Mounted mount) {
    return Answer.text(GATEWAY_TIMEOUT, "%s did not answer in time.".formatted(mount.point()));
  }

  static Answer badRequest(String text) {
    return Answer.text(BAD_REQUEST, text);
  }

  static Answer wrongMethod(String allowed) {
    return Answer.text(METHOD_NOT_ALLOWED, "Method not allowed, expected " + allowed + ".")
        .withHeader("allow", allowed);
  }

  static Answer receivedTooSlowly(Duration limit) {
    return Answer.text(
        REQUEST_TIMEOUT, "receiving request took longer than " + limit.toSeconds() + "s");
  }

  static Answer refusal(Refusal refusal) {
    Answer answer =
        Answer.text(HttpResponseStatus.valueOf(refusal.kind().httpStatus()), refusal.text());
    return switch (refusal.kind()) {
      case TOO_MANY_REQUESTS, UNAVAILABLE -> retryLater(answer);
      case BAD_REQUEST, FORBIDDEN, NOT_FOUND, PAYLOAD_TOO_LARGE -> answer;
    };
  }

  private static Answer retryLater(Answer answer) {
    return answer.withHeader("retry-after", RETRY_AFTER_SECONDS);
  }
}
