package dev.atoll.boundary.upstream;

import dev.atoll.boundary.upstream.Upstream.Answer;
import dev.atoll.spi.gateway.QueryResult;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.spi.gateway.SubmitResult;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.CborException;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.RejectCode;
import dev.atoll.types.RequestId;
import java.util.Arrays;
import java.util.Optional;

/// Reads what upstream nodes answer.
///
/// Source: interface specification, "HTTPS interface".
final class Documents {

  private static final int TEXT_CHARS_MAX = 1000;

  private Documents() {}

  /// What became of a call: 202, 200 with a certificate, or 200 with a rejection.
  static SubmitResult submitted(RequestId id, Answer answer) {
    if (answer.status() == 202) {
      return new SubmitResult.Accepted(id);
    }
    if (answer.status() != 200) {
      return new SubmitResult.Refused(refusal(answer));
    }
    try {
      Cbor.CborMap document = Cbor.decodeSelfDescribed(answer.body()).asMap();
      return document.has("certificate")
          ? new SubmitResult.Accepted(id)
          : new SubmitResult.Rejected(
              RejectCode.ofCode((int) document.require("reject_code").asNat64()),
              document.require("reject_message").asText(),
              errorCode(document.require("error_code").asText()));
    } catch (CborException | IllegalArgumentException e) {
      return new SubmitResult.Refused(
          new Refusal(Refusal.Kind.UNAVAILABLE, "an upstream node answered nonsense"));
    }
  }

  /// `IC0503`.
  private static ErrorCode errorCode(String text) {
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("error code " + text + " is unknown"));
  }

  static QueryResult asked(Answer answer) {
    return answer.status() == 200
        ? new QueryResult.Answer(answer.body())
        : new QueryResult.Refused(refusal(answer));
  }

  /// The certificate of an answer to a call that waited for it; empty if it waited in vain.
  ///
  /// @throws IllegalStateException if the node will not give one
  /// @throws CborException if it answers nonsense
  static Optional<Bytes> certificate(Answer answer) {
    if (answer.status() == 202) {
      return Optional.empty();
    }
    if (answer.status() == 200) {
      Cbor.CborMap document = Cbor.decodeSelfDescribed(answer.body()).asMap();
      if (document.has("certificate")) {
        return Optional.of(document.require("certificate").asBlob());
      }
    }
    throw new IllegalStateException(
        "an upstream node gave no certificate: status %d".formatted(answer.status()));
  }

  private static Refusal refusal(Answer answer) {
    Refusal.Kind kind =
        Arrays.stream(Refusal.Kind.values())
            .filter(k -> k.httpStatus() == answer.status())
            .findFirst()
            .orElse(answer.status() >= 500 ? Refusal.Kind.UNAVAILABLE : Refusal.Kind.BAD_REQUEST);
    String text = answer.body().toUtf8();
    return new Refusal(kind, text.substring(0, Math.min(text.length(), TEXT_CHARS_MAX)));
  }
}
