package dev.atoll.replica.management;

import dev.atoll.candid.CandidValue;
import dev.atoll.candid.CandidValues;
import dev.atoll.replica.execution.CanisterSnapshot;
import dev.atoll.replica.state.CanisterMemory;
import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterSettings.Visibility;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CanisterStatus;
import dev.atoll.replica.state.CyclesConsumed.Purpose;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The replies of `canister_status` and `canister_metrics`, for the state that messages see and for
/// the one that queries see.
///
/// @param moduleHash null if the canister is empty
/// @param idlePerDay cycles that it pays for nothing but being there
record StatusReply(
    CanisterStatus status,
    boolean readyForMigration,
    long version,
    CanisterSettings settings,
    @Nullable Bytes moduleHash,
    CanisterMemory memory,
    Cycles cycles,
    Cycles reservedCycles,
    Cycles idlePerDay) {

  /// @param idlePerDay what the accounting says for the canister
  static StatusReply of(CanisterState canister, Cycles idlePerDay) {
    return new StatusReply(
        canister.status(),
        readyForMigration(canister),
        canister.version(),
        canister.settings(),
        moduleHash(canister.execution()),
        CanisterMemory.of(canister),
        canister.cycles(),
        canister.reservedCycles(),
        idlePerDay);
  }

  static StatusReply of(CanisterSnapshot canister, Cycles idlePerDay) {
    return new StatusReply(
        canister.status(),
        canister.readyForMigration(),
        canister.version(),
        canister.settings(),
        moduleHash(canister.execution()),
        canister.memory(),
        canister.cycles(),
        canister.reservedCycles(),
        idlePerDay);
  }

  /// Whether a stopped canister has nothing under way.
  private static boolean readyForMigration(CanisterState canister) {
    return canister.status() instanceof CanisterStatus.Stopped
        && canister.inputs().isEmpty()
        && canister.calls().callbacks().isEmpty();
  }

  private static @Nullable Bytes moduleHash(@Nullable ExecutionState execution) {
    return execution == null ? null : execution.module().moduleHash();
  }

  CandidValue toCandid() {
    return CandidValues.record()
        .field("status", CandidValues.variant(statusName()))
        .field("ready_for_migration", CandidValues.bool(readyForMigration))
        .field("version", CandidValues.nat64(version))
        .field("settings", settingsRecord())
        .optField("module_hash", moduleHash == null ? null : CandidValues.blob(moduleHash))
        .field("memory_size", CandidValues.nat(memory.total()))
        .field("memory_metrics", memoryRecord())
        .field("cycles", nat(cycles))
        .field("reserved_cycles", nat(reservedCycles))
        .field("idle_cycles_burned_per_day", nat(idlePerDay))
        .field("query_stats", queryStatistics())
        .build();
  }

  private String statusName() {
    return switch (status) {
      case CanisterStatus.Running() -> "running";
      case CanisterStatus.Stopping ignored -> "stopping";
      case CanisterStatus.Stopped() -> "stopped";
    };
  }

  private CandidValue settingsRecord() {
    return CandidValues.record()
        .field("controllers", principals(settings.controllers()))
        .field("compute_allocation", CandidValues.nat(settings.computeAllocationPercent()))
        .field("memory_allocation", unsigned(settings.memoryAllocationBytes()))
        .field("freezing_threshold", unsigned(settings.freezingThresholdSeconds()))
        .field("reserved_cycles_limit", nat(settings.reservedCyclesLimit()))
        .field("minimum_incoming_canister_call_cycles", nat(settings.minimumIncomingCallCycles()))
        .field("log_visibility", visibility(settings.logVisibility()))
        .field("snapshot_visibility", visibility(settings.snapshotVisibility()))
        .field("status_visibility", visibility(settings.statusVisibility()))
        .field("wasm_memory_limit", CandidValues.nat(settings.wasmMemoryLimitBytes()))
        .field("wasm_memory_threshold", CandidValues.nat(settings.wasmMemoryThresholdBytes()))
        .field("log_memory_limit", CandidValues.nat(settings.logMemoryLimitBytes()))
        .field(
            "environment_variables",
            CandidValues.vec(
                settings.environmentVariables().entrySet().stream()
                    .map(StatusReply::variable)
                    .toList()))
        .build();
  }

  private CandidValue memoryRecord() {
    return CandidValues.record()
        .field("wasm_memory_size", CandidValues.nat(memory.wasmMemory()))
        .field("stable_memory_size", CandidValues.nat(memory.stableMemory()))
        .field("global_memory_size", CandidValues.nat(memory.globalMemory()))
        .field("wasm_binary_size", CandidValues.nat(memory.wasmBinary()))
        .field("custom_sections_size", CandidValues.nat(memory.customSections()))
        .field("canister_history_size", CandidValues.nat(memory.history()))
        .field("wasm_chunk_store_size", CandidValues.nat(memory.chunkStore()))
        .field("snapshots_size", CandidValues.nat(memory.snapshots()))
        .field("log_memory_store_size", CandidValues.nat(memory.logStore()))
        .build();
  }

  /// Queries leave no trace in the replicated state of this node, so all counters stay at zero.
  private static CandidValue queryStatistics() {
    return CandidValues.record()
        .field("num_calls_total", CandidValues.nat(0))
        .field("num_instructions_total", CandidValues.nat(0))
        .field("request_payload_bytes_total", CandidValues.nat(0))
        .field("response_payload_bytes_total", CandidValues.nat(0))
        .build();
  }

  /// The reply of `canister_metrics`.
  static CandidValue metrics(Map<Purpose, Cycles> consumed) {
    CandidValues.RecordBuilder cycles = CandidValues.record();
    for (Purpose purpose : Purpose.values()) {
      cycles.field(
          purpose.name().toLowerCase(Locale.ROOT),
          nat(consumed.getOrDefault(purpose, Cycles.ZERO)));
    }
    return CandidValues.record().field("cycles_consumed", cycles.build()).build();
  }

  private static CandidValue visibility(Visibility visibility) {
    return switch (visibility) {
      case Visibility.Controllers() -> CandidValues.variant("controllers");
      case Visibility.Public() -> CandidValues.variant("public");
      case Visibility.AllowedViewers(var viewers) ->
          CandidValues.variant("allowed_viewers", principals(viewers));
    };
  }

  static CandidValue principals(Collection<Principal> principals) {
    return CandidValues.vec(principals.stream().map(CandidValues::principal).toList());
  }

  private static CandidValue variable(Map.Entry<String, String> variable) {
    return CandidValues.record()
        .field("name", CandidValues.text(variable.getKey()))
        .field("value", CandidValues.text(variable.getValue()))
        .build();
  }

  private static CandidValue nat(Cycles cycles) {
    return CandidValues.nat(cycles.value());
  }

  private static CandidValue unsigned(long value) {
    return CandidValues.nat(new BigInteger(Long.toUnsignedString(value)));
  }
}
