package dev.atoll.replica.management;

import dev.atoll.candid.CandidValue;
import dev.atoll.candid.CandidValues;
import dev.atoll.candid.CandidView;
import dev.atoll.replica.state.CanisterChange;
import dev.atoll.replica.state.CanisterChange.Details;
import dev.atoll.replica.state.CanisterChange.Origin;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.MetadataSection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What every canister may know about others: history, controllers and metadata.
final class InfoMethods {

  void addTo(MethodTable table) {
    table.addForCanisters("canister_info", InfoMethods::info);
    table.addForCanisters("canister_metadata", InfoMethods::metadata);
  }

  private static ManagementOutcome info(Invocation call) {
    CanisterState canister = call.canister();
    @Nullable CandidView requested = call.arg().optField("num_requested_changes");
    @Nullable ExecutionState execution = canister.execution();
    return call.reply(
        CandidValues.record()
            .field("total_num_changes", CandidValues.nat64(canister.history().total()))
            .field(
                "recent_changes",
                CandidValues.vec(
                    newest(canister, requested == null ? 0 : requested.asNat64()).stream()
                        .map(InfoMethods::change)
                        .toList()))
            .optField(
                "module_hash",
                execution == null ? null : CandidValues.blob(execution.module().moduleHash()))
            .field("controllers", StatusReply.principals(canister.settings().controllers()))
            .build());
  }

  /// @param count unsigned
  private static List<CanisterChange> newest(CanisterState canister, long count) {
    List<CanisterChange> changes = List.copyOf(canister.history().changes());
    return Long.compareUnsigned(count, changes.size()) >= 0
        ? changes
        : changes.subList(changes.size() - (int) count, changes.size());
  }

  private static CandidValue change(CanisterChange change) {
    return CandidValues.record()
        .field("timestamp_nanos", CandidValues.nat64(change.timeNanos()))
        .field("canister_version", CandidValues.nat64(change.version()))
        .field("origin", origin(change.origin()))
        .field("details", details(change.details()))
        .build();
  }

  private static CandidValue origin(Origin origin) {
    return switch (origin) {
      case Origin.FromUser(var userId) ->
          CandidValues.variant(
              "from_user",
              CandidValues.record().field("user_id", CandidValues.principal(userId)).build());
      case Origin.FromCanister(var canisterId, @Nullable Long version) ->
          CandidValues.variant(
              "from_canister",
              CandidValues.record()
                  .field("canister_id", CandidValues.principal(canisterId))
                  .optField(
                      "canister_version", version == null ? null : CandidValues.nat64(version))
                  .build());
    };
  }

  private static CandidValue details(Details details) {
    return switch (details) {
      case Details.Creation(var controllers, @Nullable Bytes hash) ->
          CandidValues.variant(
              "creation",
              CandidValues.record()
                  .field("controllers", StatusReply.principals(controllers))
                  .optField(
                      "environment_variables_hash", hash == null ? null : CandidValues.blob(hash))
                  .build());
      case Details.CodeUninstall() -> CandidValues.variant("code_uninstall");
      case Details.CodeDeployment(var mode, Bytes hash) ->
          CandidValues.variant(
              "code_deployment",
              CandidValues.record()
                  .field("mode", CandidValues.variant(mode.name().toLowerCase(Locale.ROOT)))
                  .field("module_hash", CandidValues.blob(hash))
                  .build());
      case Details.ControllersChange(var controllers) ->
          CandidValues.variant(
              "controllers_change",
              CandidValues.record()
                  .field("controllers", StatusReply.principals(controllers))
                  .build());
    };
  }

  private static ManagementOutcome metadata(Invocation call) {
    CanisterState canister = call.canister();
    String name = call.arg().field("name").asText();
    @Nullable ExecutionState execution = canister.execution();
    if (execution == null) {
      throw Refusals.noModule(canister.id());
    }
    MetadataSection section =
        execution
            .module()
            .customSection(name)
            .filter(found -> found.isPublic() || canister.isController(call.caller()))
            .orElseThrow(() -> Refusals.noMetadata(canister.id(), name));
    return call.reply(
        CandidValues.record().field("value", CandidValues.blob(section.content())).build());
  }
}
