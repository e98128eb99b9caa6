package dev.atoll.replica.query;

import dev.atoll.replica.certification.CertifiedState;
import dev.atoll.replica.certification.CertifiedStates;
import dev.atoll.replica.ingress.RequestGate;
import dev.atoll.replica.ingress.RequestGate.Passage;
import dev.atoll.spi.gateway.ApiVersion;
import dev.atoll.spi.gateway.QueryResult;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.Principal;
import dev.atoll.types.ReadStateRequest;
import org.jspecify.annotations.Nullable;

/// Answers read_state requests: certificates that reveal what the sender may see. Callable from any
/// thread.
///
/// Source: Internet Computer interface specification, "Request: Read state".
public final class StateReader {

  private final RequestGate gate;

  private final CertifiedStates states;

  private final StatePaths paths;

  public StateReader(RequestGate gate, CertifiedStates states) {
    this.gate = gate;
    this.states = states;
    this.paths = new StatePaths(states);
  }

  /// Reads for the URL of a canister.
  public QueryResult canister(Principal effectiveCanisterId, Bytes envelope, ApiVersion version) {
    if (!states.subnet().hosts(effectiveCanisterId)
        && !effectiveCanisterId.isManagementCanister()) {
      return refused(Refusal.Kind.BAD_REQUEST, "canister_not_found");
    }
    return read(effectiveCanisterId, envelope, version);
  }

  /// Reads for the URL of a subnet.
  public QueryResult subnet(Principal subnetId, Bytes envelope, ApiVersion version) {
    if (!subnetId.equals(states.subnet().id().principal())) {
      return refused(
          Refusal.Kind.BAD_REQUEST, "This node does not belong to the subnet " + subnetId);
    }
    return read(null, envelope, version);
  }

  private QueryResult read(@Nullable Principal canister, Bytes envelope, ApiVersion version) {
    return switch (gate.check(envelope, ReadStateRequest.class, true)) {
      case Passage.Stopped<ReadStateRequest>(Refusal refusal) -> new QueryResult.Refused(refusal);
      case Passage.Passed<ReadStateRequest> passed -> {
        ReadStateRequest request = passed.content();
        StatePaths.Reader reader =
            new StatePaths.Reader(
                request.sender(), passed.targets(), canister, states.subnet().id(), version);
        Judged judged =
            states.consistently(
                () -> new Judged(states.require(), paths.refusal(request.paths(), reader)));
        @Nullable Refusal refusal = judged.refusal();
        yield refusal == null
            ? new QueryResult.Answer(
                Cbor.map()
                    .put("certificate", judged.state().certificate(request.paths()))
                    .build()
                    .encodeSelfDescribed())
            : new QueryResult.Refused(refusal);
      }
    };
  }

  /// Whether the paths may be read, and the state for which that was found out.
  private record Judged(CertifiedState state, @Nullable Refusal refusal) {}

  private static QueryResult refused(Refusal.Kind kind, String text) {
    return new QueryResult.Refused(new Refusal(kind, text));
  }
}
