package dev.atoll.replica.ingress;

import dev.atoll.types.Bytes;
import dev.atoll.types.CallRequest;
import dev.atoll.types.Envelope;
import dev.atoll.types.Principal;

/// Calls of the anonymous user for tests.
final class Calls {

  static final long NOW = 1_700_000_000_000_000_000L;

  static final Principal CANISTER = Principal.ofCanisterIndex(7);

  private Calls() {}

  /// A call that differs from others in its number.
  static SignedCall of(int number) {
    return of(number, NOW, 0);
  }

  static SignedCall of(int number, long expiryNanos, int argSizeBytes) {
    return of(
        new CallRequest(
            Principal.ANONYMOUS,
            Bytes.ofUtf8("call " + number),
            expiryNanos,
            CANISTER,
            "greet",
            Bytes.wrap(new byte[argSizeBytes])));
  }

  static SignedCall of(CallRequest call) {
    return new SignedCall(call.requestId(), CANISTER, call, Envelope.anonymous(call).encode());
  }
}
