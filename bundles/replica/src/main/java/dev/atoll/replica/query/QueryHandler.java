package dev.atoll.replica.query;

import dev.atoll.replica.certification.CertifiedStates;
import dev.atoll.replica.execution.QueryCall;
import dev.atoll.replica.execution.QueryExecutor;
import dev.atoll.replica.execution.QueryOutcome;
import dev.atoll.replica.ingress.RequestGate;
import dev.atoll.replica.ingress.RequestGate.Passage;
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
import dev.atoll.types.RequestId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers query calls, signed by the node. Callable from any thread.
///
/// Source: Internet Computer interface specification, "Request: Query call".
public final class QueryHandler {

  /// The one method that is asked of a subnet and not of a canister.
  private static final String SUBNET_METHOD = "list_canisters";

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
      case Passage.Passed<QueryRequest> passed -> {
        @Nullable Refusal refusal = refusal(effectiveCanisterId, passed);
        yield refusal == null
            ? new QueryResult.Answer(sign(passed.requestId(), run(passed.content())))
            : new QueryResult.Refused(refusal);
      }
    };
  }

  /// Answers a query sent to the URL of a subnet: `list_canisters` of the management canister.
  public QueryResult subnetQuery(Principal subnetId, Bytes envelope) {
    return switch (gate.check(envelope, QueryRequest.class, true)) {
      case Passage.Stopped<QueryRequest>(Refusal refusal) -> new QueryResult.Refused(refusal);
      case Passage.Passed<QueryRequest> passed -> {
        QueryRequest request = passed.content();
        if (!subnetId.equals(states.subnet().id().principal())) {
          yield badRequest("This node does not belong to the subnet " + subnetId);
        }
        if (!request.canisterId().isManagementCanister()
            || !request.methodName().equals(SUBNET_METHOD)) {
          yield badRequest(
              "Only %s of the management canister names a subnet".formatted(SUBNET_METHOD));
        }
        @Nullable Refusal refusal = refusalOfTarget(passed);
        yield refusal == null
            ? new QueryResult.Answer(sign(passed.requestId(), run(request)))
            : new QueryResult.Refused(refusal);
      }
    };
  }

  private @Nullable Refusal refusal(Principal effective, Passage.Passed<QueryRequest> passed) {
    QueryRequest request = passed.content();
    Principal canister = request.canisterId();
    @Nullable Refusal target = refusalOfTarget(passed);
    if (target != null) {
      return target;
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

  private static @Nullable Refusal refusalOfTarget(Passage.Passed<QueryRequest> passed) {
    Principal canister = passed.content().canisterId();
    return passed.targets().allows(canister)
        ? null
        : new Refusal(
            Refusal.Kind.FORBIDDEN,
            ("Failed to authenticate request %s due to: "
                    + "Canister %s is not one of the delegation targets.")
                .formatted(passed.requestId(), canister));
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
            Ingress.SenderInfo.of(request.senderInfo()),
            QueryCall.QUERY_INSTRUCTIONS_MAX));
  }

  private Bytes sign(RequestId requestId, QueryOutcome outcome) {
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
                .put("request_id", requestId.bytes())
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
