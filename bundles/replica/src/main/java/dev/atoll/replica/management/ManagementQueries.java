package dev.atoll.replica.management;

import dev.atoll.candid.CandidValue;
import dev.atoll.candid.CandidValues;
import dev.atoll.replica.cycles.CyclesAccounting;
import dev.atoll.replica.execution.CanisterSnapshot;
import dev.atoll.replica.execution.PublishedState;
import dev.atoll.replica.execution.PublishedState.View;
import dev.atoll.replica.execution.QueryOutcome;
import dev.atoll.replica.state.CanisterLog;
import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import org.jspecify.annotations.Nullable;

/// The methods of the management canister that are answered without consensus, on what was
/// published last. Callable from any thread.
///
/// Source: Internet Computer interface specification, "Request: Query call", "IC method
/// canister_status", "canister_metrics", "fetch_canister_logs" and "list_canisters".
public final class ManagementQueries implements dev.atoll.replica.execution.ManagementQueries {

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

  /// Answers a query of a user.
  public QueryOutcome run(PublishedState states, Principal caller, String method, Bytes arg) {
    return states.read(view -> answer(view, caller, method, arg));
  }

  @Override
  public QueryOutcome answer(View view, Principal caller, String method, Bytes arg) {
    try {
      CandidValue reply = reply(view, caller, method, arg);
      return new QueryOutcome.Reply(candid.encode(method, reply), 0);
    } catch (ManagementException e) {
      return new QueryOutcome.Reject(e.code(), e.text(), 0);
    }
  }

  private CandidValue reply(View view, Principal caller, String method, Bytes arg) {
    if (!candid.isQuery(method)) {
      throw new ManagementException(
          ErrorCode.CANISTER_METHOD_NOT_FOUND, "Query method %s not found.".formatted(method));
    }
    @Nullable Principal target = targets.canister(method, arg);
    if (target == null) {
      // Only subnet admins may list canisters, and no subnet of this node has any.
      throw Refusals.notAllowed();
    }
    @Nullable CanisterSnapshot canister = view.canister(target);
    if (canister == null) {
      throw Refusals.canisterNotFound(target);
    }
    return switch (method) {
      case "canister_status" -> status(view, canister, caller);
      case "canister_metrics" -> {
        Access.requireController(target, canister.settings(), caller);
        yield StatusReply.metrics(canister.consumed());
      }
      default -> logs(canister, caller);
    };
  }

  private CandidValue status(View view, CanisterSnapshot canister, Principal caller) {
    CanisterSettings settings = canister.settings();
    Access.requireStatus(canister.id(), settings, caller);
    Cycles idlePerDay = accounting.idlePerDay(view.subnet(), settings, canister.memory().total());
    return StatusReply.of(canister, idlePerDay).toCandid();
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
