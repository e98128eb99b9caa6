package dev.atoll.replica.management;

import dev.atoll.candid.CandidValue;
import dev.atoll.candid.CandidValues;
import dev.atoll.replica.cycles.CyclesAccounting;
import dev.atoll.replica.execution.CanisterSnapshot;
import dev.atoll.replica.execution.PublishedState;
import dev.atoll.replica.execution.QueryOutcome;
import dev.atoll.replica.state.CanisterLog;
import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.types.Bytes;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import org.jspecify.annotations.Nullable;

/// The methods of the management canister that are answered without consensus, on what was
/// published last. Callable from any thread.
///
/// Source: Internet Computer interface specification, "Request: Query call", "IC method
/// canister_status", "canister_metrics", "fetch_canister_logs" and "list_canisters".
public final class ManagementQueries {

  private final ManagementInterface candid;

  private final Targets targets;

  private final CyclesAccounting accounting;

  public ManagementQueries(ManagementInterface candid, CyclesAccounting accounting) {
    this.candid = candid;
    this.targets = new Targets(candid);
    this.accounting = accounting;
  }

  /// Why a query must not be sent to this URL; null if it may, or if [#run] has more to say.
  ///
  /// @param effective the canister id of the URL
  public @Nullable Refusal refusal(Principal effective, String method, Bytes arg) {
    return targets.refusal(effective, method, arg);
  }

  /// Answers a query of a user, or of a canister from a composite query.
  public QueryOutcome run(PublishedState states, Principal caller, String method, Bytes arg) {
    try {
      if (!candid.isQuery(method)) {
        throw new ManagementException(
            ErrorCode.CANISTER_METHOD_NOT_FOUND, "Query method %s not found.".formatted(method));
      }
      CandidValue reply = answer(states, caller, method, targets.canister(method, arg));
      return new QueryOutcome.Reply(candid.encode(method, reply), 0);
    } catch (ManagementException e) {
      return new QueryOutcome.Reject(e.code(), e.text(), 0);
    }
  }

  private CandidValue answer(
      PublishedState states, Principal caller, String method, @Nullable Principal target) {
    if (target == null) {
      // Only subnet admins may list canisters, and no subnet of this node has any.
      throw Refusals.notAllowed();
    }
    @Nullable CanisterSnapshot canister = states.read(view -> view.canister(target));
    if (canister == null) {
      throw Refusals.canisterNotFound(target);
    }
    CanisterSettings settings = canister.settings();
    return switch (method) {
      case "canister_status" -> {
        Access.requireStatus(target, settings, caller);
        SubnetInfo subnet = states.read(PublishedState.View::subnet);
        yield StatusReply.of(
                canister, accounting.idlePerDay(subnet, settings, canister.memory().total()))
            .toCandid();
      }
      case "canister_metrics" -> {
        Access.requireController(target, settings, caller);
        yield StatusReply.metrics(canister.consumed());
      }
      default -> logs(canister, caller);
    };
  }

  private static CandidValue logs(CanisterSnapshot canister, Principal caller) {
    CanisterSettings settings = canister.settings();
    if (!Access.allows(settings, settings.logVisibility(), caller)) {
      throw new ManagementException(
          ErrorCode.CANISTER_REJECTED_MESSAGE,
          "Caller %s is not allowed to access canister logs".formatted(caller));
    }
    return CandidValues.record()
        .field(
            "canister_log_records",
            CandidValues.vec(
                canister.logEntries().stream().map(ManagementQueries::logRecord).toList()))
        .build();
  }

  private static CandidValue logRecord(CanisterLog.Entry entry) {
    return CandidValues.record()
        .field("idx", CandidValues.nat64(entry.index()))
        .field("timestamp_nanos", CandidValues.nat64(entry.timeNanos()))
        .field("content", CandidValues.blob(entry.content()))
        .build();
  }
}
