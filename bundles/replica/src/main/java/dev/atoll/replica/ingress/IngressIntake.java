package dev.atoll.replica.ingress;

import dev.atoll.replica.certification.CertifiedStates;
import dev.atoll.replica.execution.QueryCall;
import dev.atoll.replica.execution.QueryExecutor;
import dev.atoll.replica.execution.QueryOutcome;
import dev.atoll.replica.ingress.RequestGate.Passage;
import dev.atoll.replica.management.IngressRules;
import dev.atoll.replica.state.Ingress;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.spi.gateway.SubmitResult;
import dev.atoll.types.Bytes;
import dev.atoll.types.CallRequest;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes users' calls: checks them and puts them into the pool. Callable from any thread.
///
/// Source: Internet Computer interface specification, "Request: Call"; reference implementation
/// `rs/http_endpoints/public/src/call.rs` and `rs/ingress_manager/src/ingress_filter.rs`.
public final class IngressIntake {

  private final RequestGate gate;

  private final CertifiedStates states;

  private final QueryExecutor executor;

  private final IngressRules management;

  private final IngressPool pool;

  public IngressIntake(
      RequestGate gate,
      CertifiedStates states,
      QueryExecutor executor,
      IngressRules management,
      IngressPool pool) {
    this.gate = gate;
    this.states = states;
    this.executor = executor;
    this.management = management;
    this.pool = pool;
  }

  /// Takes a call sent to the URL of a canister.
  public SubmitResult submit(Principal effectiveCanisterId, Bytes envelope) {
    return switch (gate.check(envelope, CallRequest.class, false)) {
      case Passage.Stopped<CallRequest>(Refusal refusal) -> new SubmitResult.Refused(refusal);
      case Passage.Passed<CallRequest> passed -> {
        @Nullable Refusal refusal = refusal(effectiveCanisterId, passed);
        yield refusal == null
            ? admit(effectiveCanisterId, passed, envelope)
            : new SubmitResult.Refused(refusal);
      }
    };
  }

  /// Takes a call sent to the URL of a subnet: those that create canisters.
  public SubmitResult submitToSubnet(Principal subnetId, Bytes envelope) {
    if (!subnetId.equals(states.subnet().id().principal())) {
      return refused(
          Refusal.Kind.BAD_REQUEST, "This node does not belong to the subnet " + subnetId);
    }
    return switch (gate.check(envelope, CallRequest.class, false)) {
      case Passage.Stopped<CallRequest>(Refusal refusal) -> new SubmitResult.Refused(refusal);
      case Passage.Passed<CallRequest> passed -> {
        CallRequest call = passed.content();
        if (!call.canisterId().isManagementCanister()
            || !management.isSubnetScoped(call.methodName())) {
          yield refused(Refusal.Kind.BAD_REQUEST, "Only calls that create canisters name a subnet");
        }
        @Nullable Refusal refusal = refusalOfSender(passed);
        yield refusal == null
            ? admit(subnetId, passed, envelope)
            : new SubmitResult.Refused(refusal);
      }
    };
  }

  private @Nullable Refusal refusal(Principal effective, Passage.Passed<CallRequest> passed) {
    CallRequest call = passed.content();
    @Nullable Refusal sender = refusalOfSender(passed);
    if (sender != null) {
      return sender;
    }
    if (call.canisterId().isManagementCanister()) {
      @Nullable Refusal rule = management.refusal(effective, call.methodName(), call.arg());
      if (rule != null) {
        return rule;
      }
    } else if (!call.canisterId().equals(effective)) {
      return new Refusal(
          Refusal.Kind.BAD_REQUEST,
          "Specified CanisterId %s does not match effective canister id in URL %s"
              .formatted(call.canisterId(), effective));
    }
    // Clients name the management canister itself when a call to it is about no canister yet.
    boolean management = call.canisterId().isManagementCanister();
    return states.subnet().hosts(effective) || (management && effective.isManagementCanister())
        ? null
        : new Refusal(Refusal.Kind.BAD_REQUEST, "canister_not_found");
  }

  private static @Nullable Refusal refusalOfSender(Passage.Passed<CallRequest> passed) {
    CallRequest call = passed.content();
    if (!passed.targets().allows(call.canisterId())) {
      return new Refusal(
          Refusal.Kind.FORBIDDEN,
          ("Failed to authenticate request %s due to: "
                  + "Canister %s is not one of the delegation targets.")
              .formatted(passed.requestId(), call.canisterId()));
    }
    return passed.callsAllowed()
        ? null
        : new Refusal(
            Refusal.Kind.FORBIDDEN,
            ("Failed to authenticate request %s due to: "
                    + "Invalid delegation: a delegation permits queries only")
                .formatted(passed.requestId()));
  }

  private SubmitResult admit(
      Principal effective, Passage.Passed<CallRequest> passed, Bytes envelope) {
    CallRequest call = passed.content();
    RequestId id = passed.requestId();
    if (states.status(id) != null || pool.contains(id)) {
      return new SubmitResult.Accepted(id);
    }
    Optional<SubmitResult.Rejected> rejection =
        call.canisterId().isManagementCanister()
            ? management.rejection(states, call.sender(), call.methodName(), call.arg())
            : inspect(call);
    if (rejection.isPresent()) {
      return rejection.get();
    }
    return pool.add(new SignedCall(id, effective, call, envelope))
        ? new SubmitResult.Accepted(id)
        : refused(Refusal.Kind.UNAVAILABLE, "Service is overloaded, try again later.");
  }

  private Optional<SubmitResult.Rejected> inspect(CallRequest call) {
    QueryOutcome outcome =
        executor.run(
            states,
            new QueryCall(
                QueryCall.Kind.INSPECT,
                call.canisterId(),
                call.methodName(),
                call.arg(),
                call.sender(),
                Ingress.SenderInfo.of(call.senderInfo()),
                QueryCall.INSPECT_INSTRUCTIONS_MAX));
    return outcome instanceof QueryOutcome.Reject reject
        ? Optional.of(
            new SubmitResult.Rejected(
                reject.errorCode().rejectCode(), reject.message(), reject.errorCode()))
        : Optional.empty();
  }

  private static SubmitResult refused(Refusal.Kind kind, String text) {
    return new SubmitResult.Refused(new Refusal(kind, text));
  }
}
