package dev.atoll.replica.persistence;

import dev.atoll.replica.state.InputQueues.Input;
import dev.atoll.replica.state.LongExecution;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.Height;
import dev.atoll.types.Principal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The record that makes a checkpoint valid: what of the state lies in no other table.
record CheckpointMeta(
    Principal subnet,
    Height height,
    long timeNanos,
    Bytes randomness,
    long nextCanisterIndex,
    long updateTransactions,
    List<Input> management,
    SortedMap<Principal, LongExecution> longExecutions) {

  /// Raised when a table changes its form; an older or newer one is refused.
  static final int FORMAT = 2;

  static CheckpointMeta of(ReplicatedState state) {
    return new CheckpointMeta(
        state.subnet().id().principal(),
        state.height(),
        state.timeNanos(),
        state.randomness(),
        state.nextCanisterIndex(),
        state.updateTransactions(),
        List.copyOf(state.management()),
        new TreeMap<>(state.longExecutions()));
  }

  /// @param nextMemory memories in the table of pages have lower numbers
  /// @param nextPack packs in the table of pages have lower numbers
  Bytes encode(long nextMemory, long nextPack) {
    return Cbor.map()
        .put("format", Cbor.nat(FORMAT))
        .put("subnet", subnet.bytes())
        .put("height", Cbor.nat(height.value()))
        .putNat64("time", timeNanos)
        .put("randomness", randomness)
        .putNat64("next_canister_index", nextCanisterIndex)
        .putNat64("update_transactions", updateTransactions)
        .put("management", management.stream().map(MessageCodec::encode).toList())
        .put("long_executions", LongExecutionCodec.encode(longExecutions))
        .putNat64("next_memory", nextMemory)
        .putNat64("next_pack", nextPack)
        .build()
        .encode();
  }

  /// @throws IllegalStateException if it is of another format
  static Cbor.CborMap open(Bytes bytes) {
    Cbor.CborMap map = Cbor.decode(bytes).asMap();
    long format = map.require("format").asNat64();
    if (format != FORMAT) {
      throw new IllegalStateException(
          ("state has the format %d, this version reads format %d: use the version that wrote it,"
                  + " or begin with an empty state: --fresh")
              .formatted(format, FORMAT));
    }
    return map;
  }

  static CheckpointMeta decode(Cbor.CborMap map) {
    return new CheckpointMeta(
        map.require("subnet").asPrincipal(),
        new Height(map.require("height").asNat64()),
        map.require("time").asNat64(),
        map.require("randomness").asBlob(),
        map.require("next_canister_index").asNat64(),
        map.require("update_transactions").asNat64(),
        map.require("management").asArray().stream().map(MessageCodec::input).toList(),
        LongExecutionCodec.decode(map.require("long_executions").asArray()));
  }

  static long nextMemory(Cbor.CborMap map) {
    return map.require("next_memory").asNat64();
  }

  static long nextPack(Cbor.CborMap map) {
    return map.require("next_pack").asNat64();
  }
}
