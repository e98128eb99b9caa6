package dev.atoll.replica.query;

import dev.atoll.replica.certification.CertifiedStates;
import dev.atoll.replica.execution.QueryCall;
import dev.atoll.replica.execution.QueryExecutor;
import dev.atoll.replica.execution.QueryOutcome;
import dev.atoll.replica.ingress.RequestGate;
import dev.atoll.replica.ingress.RequestGate.Passage;
import dev.atoll.replica.ingress.RequestTargets;
import dev.atoll.replica.management.ManagementQueries;
import dev.atoll.replica.state.Ingress;
import dev.atoll.spi.consensus.TimeSource;
import dev.atoll.spi.crypto.NodeKey;
import dev.atoll.spi.gateway.QueryResult;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.DomainSeparator;
import dev.atoll.types.NodeId;
import dev.atoll.types.Principal;
import dev.atoll.types.QueryRequest;
import dev.atoll.types.RepresentationHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers query calls, signed by the node. Callable from any thread.
///
/// Source: Internet Computer interface specification, "Request: Query call".
public final class QueryHandler {

  private final RequestGate gate;

  private final CertifiedStates states;

  private final QueryExecutor executor;

  private final ManagementQueries management;

  private final NodeKey nodeKey;

  private final NodeId nodeId;

  private final TimeSource time;

  public QueryHandler(
      RequestGate gate,
      CertifiedStates states,
      QueryExecutor executor,
      ManagementQueries management,
      NodeKey nodeKey,
      NodeId nodeId,
      TimeSource time) {
    this.gate = gate;
    this.states = states;
    this.executor = executor;
    this.management = management;
    this.nodeKey = nodeKey;
    this.nodeId = nodeId;
    this.time = time;
  }

  /// Answers a query sent to the URL of a canister.
  public QueryResult query(Principal effectiveCanisterId, Bytes envelope) {
    return switch (gate.check(envelope, QueryRequest.class, true)) {
      case Passage.Stopped<QueryRequest>(Refusal refusal) -> new QueryResult.Refused(refusal);
      case Passage.Passed<QueryRequest>(QueryRequest request, RequestTargets targets, _) -> {
        @Nullable Refusal refusal = refusal(effectiveCanisterId, request, targets);
        yield refusal == null
            ? new QueryResult.Answer(sign(request, run(request)))
            : new QueryResult.Refused(refusal);
      }
    };
  }

  /// Answers a query sent to the URL of a subnet: management methods without a canister.
  public QueryResult subnetQuery(Principal subnetId, Bytes envelope) {
    return switch (gate.check(envelope, QueryRequest.class, true)) {
      case Passage.Stopped<QueryRequest>(Refusal refusal) -> new QueryResult.Refused(refusal);
      case Passage.Passed<QueryRequest>(QueryRequest request, RequestTargets targets, _) -> {
        if (!subnetId.equals(states.subnet().id().principal())) {
          yield badRequest("This node does not belong to the subnet " + subnetId);
        }
        if (!request.canisterId().isManagementCanister() || !targets.allows(request.canisterId())) {
          yield badRequest("Only the management canister can be queried through a subnet");
        }
        yield new QueryResult.Answer(sign(request, run(request)));
      }
    };
  }

  private @Nullable Refusal refusal(
      Principal effective, QueryRequest request, RequestTargets targets) {
    Principal canister = request.canisterId();
    if (!targets.allows(canister)) {
      return new Refusal(
          Refusal.Kind.FORBIDDEN,
          "Failed to authenticate request 0x%s due to: Canister %s is not one of the delegation targets."
              .formatted(request.requestId(), canister));
    }
    if (canister.isManagementCanister()) {
      return management.refusal(effective, request.methodName(), request.arg());
    }
    if (!canister.equals(effective)) {
      return new Refusal(
          Refusal.Kind.BAD_REQUEST,
          "Specified CanisterId %s does not match effective canister id in URL %s"
              .formatted(canister, effective));
    }
    return states.subnet().hosts(canister)
        ? null
        : new Refusal(Refusal.Kind.BAD_REQUEST, "canister_not_found");
  }

  private QueryOutcome run(QueryRequest request) {
    if (request.canisterId().isManagementCanister()) {
      return management.run(states, request.sender(), request.methodName(), request.arg());
    }
    return executor.run(
        states,
        new QueryCall(
            QueryCall.Kind.QUERY,
            request.canisterId(),
            request.methodName(),
            request.arg(),
            request.sender(),
            request.senderInfo() == null
                ? null
                : new Ingress.SenderInfo(
                    request.senderInfo().info(), request.senderInfo().signer()),
            QueryCall.QUERY_INSTRUCTIONS_MAX));
  }

  private Bytes sign(QueryRequest request, QueryOutcome outcome) {
    Cbor.CborMap answer =
        switch (outcome) {
          case QueryOutcome.Reply(Bytes reply, _) ->
              Cbor.map()
                  .put("status", "replied")
                  .put("reply", Cbor.map().put("arg", reply).build())
                  .build();
          case QueryOutcome.Reject reject ->
              Cbor.map()
                  .put("status", "rejected")
                  .put("reject_code", Cbor.nat(reject.errorCode().rejectCode().code()))
                  .put("reject_message", reject.message())
                  .put("error_code", reject.errorCode().text())
                  .build();
        };
    long now = time.nowNanos();
    Bytes hash =
        RepresentationHash.hash(
            Cbor.map()
                .putAll(answer)
                .putNat64("timestamp", now)
                .put("request_id", request.requestId().bytes())
                .build());
    Cbor signature =
        Cbor.map()
            .putNat64("timestamp", now)
            .put("signature", nodeKey.sign(DomainSeparator.IC_RESPONSE.payload(hash)))
            .put("identity", nodeId.bytes())
            .build();
    return Cbor.map()
        .putAll(answer)
        .put("signatures", List.of(signature))
        .build()
        .encodeSelfDescribed();
  }

  private static QueryResult badRequest(String text) {
    return new QueryResult.Refused(new Refusal(Refusal.Kind.BAD_REQUEST, text));
  }
}
