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

  public static Bytes encode(List<PooledIngress> calls) {
    if (calls.isEmpty()) {
      return Bytes.EMPTY;
    }
    List<Cbor> pairs = new ArrayList<>(calls.size());
    for (PooledIngress call : calls) {
      pairs.add(Cbor.array(Cbor.blob(call.effectiveCanisterId()), Cbor.blob(call.envelope())));
    }
    return Cbor.array(pairs).encode();
  }

  /// Reads what [#encode] wrote.
  ///
  /// @throws RuntimeException of the codecs if a block maker sent something else; a payload comes
  ///     out of consensus, so the replica stops there
  public static List<Decoded> decode(Bytes payload) {
    if (payload.isEmpty()) {
      return List.of();
    }
    List<Decoded> calls = new ArrayList<>();
    for (Cbor pair : Cbor.decode(payload).asArray()) {
      Principal effective = pair.asArray().get(0).asPrincipal();
      Bytes bytes = pair.asArray().get(1).asBlob();
      Envelope envelope = Envelope.decode(bytes);
      if (!(envelope.content() instanceof CallRequest call)) {
        throw new IllegalArgumentException("payload contains a request that is no call");
      }
      calls.add(
          new Decoded(
              new PooledIngress(call.requestId(), effective, call.ingressExpiryNanos(), bytes),
              call));
    }
    return calls;
  }

  /// A call of a block, in both forms.
  public record Decoded(PooledIngress pooled, CallRequest call) {}
}
