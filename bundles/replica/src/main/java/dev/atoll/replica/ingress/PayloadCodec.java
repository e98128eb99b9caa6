package dev.atoll.replica.ingress;

import dev.atoll.types.Bytes;
import dev.atoll.types.CallRequest;
import dev.atoll.types.Cbor;
import dev.atoll.types.Envelope;
import dev.atoll.types.Principal;
import java.util.ArrayList;
import java.util.List;

/// The content of a block: a CBOR array of pairs [effective canister id, envelope].
///
/// The empty byte string is the payload without calls, so that idle blocks cost nothing.
public final class PayloadCodec {

  /// What a pair costs beside its envelope.
  static final int OVERHEAD_BYTES_PER_CALL = 48;

  private PayloadCodec() {}

  static Bytes encode(List<SignedCall> calls) {
    if (calls.isEmpty()) {
      return Bytes.EMPTY;
    }
    List<Cbor> pairs = new ArrayList<>(calls.size());
    for (SignedCall call : calls) {
      pairs.add(Cbor.array(Cbor.blob(call.effectiveCanisterId()), Cbor.blob(call.envelope())));
    }
    return Cbor.array(pairs).encode();
  }

  /// Reads what a block maker encoded.
  ///
  /// @throws RuntimeException of the codecs if a block maker sent something else; a payload comes
  ///     out of consensus, so the replica stops there
  public static List<SignedCall> decode(Bytes payload) {
    if (payload.isEmpty()) {
      return List.of();
    }
    List<SignedCall> calls = new ArrayList<>();
    for (Cbor pair : Cbor.decode(payload).asArray()) {
      List<Cbor> parts = pair.asArray();
      if (parts.size() != 2) {
        throw new IllegalArgumentException(
            "payload contains a call of %d parts, 2 expected".formatted(parts.size()));
      }
      Principal effective = parts.get(0).asPrincipal();
      Bytes bytes = parts.get(1).asBlob();
      if (!(Envelope.decode(bytes).content() instanceof CallRequest call)) {
        throw new IllegalArgumentException("payload contains a request that is no call");
      }
      calls.add(new SignedCall(call.requestId(), effective, call, bytes));
    }
    return calls;
  }
}
