package dev.atoll.replica.persistence;

import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CanisterState.LowMemoryHook;
import dev.atoll.replica.state.ChunkStore;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.Principal;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.memory.CommittedMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A canister without its memories, module and chunks, as one CBOR map: what a checkpoint keeps in
/// the table of canisters.
final class CanisterCodec {

  private CanisterCodec() {}

  static Bytes encode(CanisterState canister) {
    return Cbor.map()
        .put("settings", SettingsCodec.encode(canister.settings()))
        .put("status", CallsCodec.encode(canister.status()))
        .put("cycles", MessageCodec.encode(canister.cycles()))
        .put("reserved_cycles", MessageCodec.encode(canister.reservedCycles()))
        .put("ingress_debit", MessageCodec.encode(canister.ingressDebit()))
        .putNat64("version", canister.version())
        .putNat64("created", canister.createdNanos())
        .putNat64("charged", canister.chargedNanos())
        .put("certified_data", canister.certifiedData())
        .putNat64("global_timer", canister.globalTimerNanos())
        .put("low_memory_hook", canister.lowMemoryHook().name())
        .put("inputs", CallsCodec.encode(canister.inputs()))
        .put("calls", CallsCodec.encode(canister.calls()))
        .put("chunks", encode(canister.chunks()))
        .put("log", HistoryCodec.encode(canister.log()))
        .put("history", HistoryCodec.encode(canister.history()))
        .put("consumed", HistoryCodec.encode(canister.consumed()))
        .putNat64("stable_size", canister.stableMemory().sizeBytes())
        .put("execution", encode(canister.execution()))
        .build()
        .encode();
  }

  /// Where the parts come from that lie in tables of their own.
  interface Parts {

    ValidatedModule module(Bytes hash);

    Bytes chunk(Bytes hash);

    CommittedMemory heap(long sizeBytes);

    CommittedMemory stableMemory(long sizeBytes);
  }

  static CanisterState canister(Principal id, Bytes bytes, Function<Principal, Parts> source) {
    Cbor.CborMap map = Cbor.decode(bytes).asMap();
    Parts parts = source.apply(id);
    CanisterState canister =
        new CanisterState(
            id,
            SettingsCodec.settings(map.require("settings")),
            MessageCodec.cycles(map.require("cycles")),
            parts.stableMemory(map.require("stable_size").asNat64()),
            map.require("created").asNat64(),
            CallsCodec.inputs(map.require("inputs")),
            CallsCodec.calls(map.require("calls")),
            chunks(map.require("chunks"), parts),
            HistoryCodec.log(map.require("log")),
            HistoryCodec.history(map.require("history")),
            HistoryCodec.consumed(map.require("consumed")));
    canister.setStatus(CallsCodec.status(map.require("status")));
    canister.setReservedCycles(MessageCodec.cycles(map.require("reserved_cycles")));
    canister.setIngressDebit(MessageCodec.cycles(map.require("ingress_debit")));
    canister.setVersion(map.require("version").asNat64());
    canister.setChargedNanos(map.require("charged").asNat64());
    canister.setCertifiedData(map.require("certified_data").asBlob());
    canister.setGlobalTimerNanos(map.require("global_timer").asNat64());
    canister.setLowMemoryHook(LowMemoryHook.valueOf(map.require("low_memory_hook").asText()));
    canister.setExecution(execution(map.get("execution"), parts));
    return canister;
  }

  private static @Nullable Cbor encode(@Nullable ExecutionState execution) {
    if (execution == null) {
      return null;
    }
    List<Cbor> globals = new ArrayList<>();
    for (long bits : execution.globals()) {
      globals.add(Cbor.nat64(bits));
    }
    return Cbor.array(
        Cbor.blob(execution.module().moduleHash()),
        Cbor.nat64(execution.installedNanos()),
        Cbor.array(globals),
        Cbor.nat64(execution.heap().sizeBytes()));
  }

  private static @Nullable ExecutionState execution(@Nullable Cbor value, Parts parts) {
    if (value == null) {
      return null;
    }
    List<Cbor> items = value.asArray();
    long[] globals = items.get(2).asArray().stream().mapToLong(Cbor::asNat64).toArray();
    return new ExecutionState(
        parts.module(items.get(0).asBlob()),
        items.get(1).asNat64(),
        globals,
        parts.heap(items.get(3).asNat64()));
  }

  private static Cbor encode(ChunkStore chunks) {
    return Cbor.array(chunks.chunks().keySet().stream().map(Cbor::blob).toList());
  }

  private static ChunkStore chunks(Cbor value, Parts parts) {
    ChunkStore chunks = new ChunkStore();
    value.asArray().forEach(hash -> chunks.put(parts.chunk(hash.asBlob())));
    return chunks;
  }
}
