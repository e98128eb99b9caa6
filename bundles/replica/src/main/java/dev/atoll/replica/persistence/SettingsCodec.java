package dev.atoll.replica.persistence;

import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterSettings.Visibility;
import dev.atoll.types.Cbor;
import dev.atoll.types.Principal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Canister settings as CBOR.
final class SettingsCodec {

  private SettingsCodec() {}

  static Cbor encode(CanisterSettings settings) {
    List<Cbor> environment = new ArrayList<>();
    settings
        .environmentVariables()
        .forEach((name, value) -> environment.add(Cbor.array(Cbor.text(name), Cbor.text(value))));
    return Cbor.map()
        .put("controllers", encode(settings.controllers()))
        .put("compute_allocation", Cbor.nat(settings.computeAllocationPercent()))
        .put("memory_allocation", Cbor.nat64(settings.memoryAllocationBytes()))
        .put("freezing_threshold", Cbor.nat64(settings.freezingThresholdSeconds()))
        .put("reserved_cycles_limit", MessageCodec.encode(settings.reservedCyclesLimit()))
        .put("minimum_call_cycles", MessageCodec.encode(settings.minimumIncomingCallCycles()))
        .put("log_visibility", encode(settings.logVisibility()))
        .put("snapshot_visibility", encode(settings.snapshotVisibility()))
        .put("status_visibility", encode(settings.statusVisibility()))
        .put("wasm_memory_limit", Cbor.nat64(settings.wasmMemoryLimitBytes()))
        .put("wasm_memory_threshold", Cbor.nat64(settings.wasmMemoryThresholdBytes()))
        .put("log_memory_limit", Cbor.nat64(settings.logMemoryLimitBytes()))
        .put("environment", environment)
        .build();
  }

  static CanisterSettings settings(Cbor value) {
    Cbor.CborMap map = value.asMap();
    SortedMap<String, String> environment = new TreeMap<>();
    for (Cbor pair : map.require("environment").asArray()) {
      environment.put(pair.asArray().get(0).asText(), pair.asArray().get(1).asText());
    }
    return new CanisterSettings(
        principals(map.require("controllers")),
        Math.toIntExact(map.require("compute_allocation").asNat64()),
        map.require("memory_allocation").asNat64(),
        map.require("freezing_threshold").asNat64(),
        MessageCodec.cycles(map.require("reserved_cycles_limit")),
        MessageCodec.cycles(map.require("minimum_call_cycles")),
        visibility(map.require("log_visibility")),
        visibility(map.require("snapshot_visibility")),
        visibility(map.require("status_visibility")),
        map.require("wasm_memory_limit").asNat64(),
        map.require("wasm_memory_threshold").asNat64(),
        map.require("log_memory_limit").asNat64(),
        environment);
  }

  static Cbor encode(Collection<Principal> principals) {
    return Cbor.array(principals.stream().map(Cbor::blob).toList());
  }

  static SortedSet<Principal> principals(Cbor value) {
    SortedSet<Principal> principals = new TreeSet<>();
    value.asArray().forEach(item -> principals.add(item.asPrincipal()));
    return principals;
  }

  private static Cbor encode(Visibility visibility) {
    return switch (visibility) {
      case Visibility.Controllers() -> Cbor.nat(0);
      case Visibility.Public() -> Cbor.nat(1);
      case Visibility.AllowedViewers(SortedSet<Principal> viewers) -> encode(viewers);
    };
  }

  private static Visibility visibility(Cbor value) {
    return switch (value) {
      case Cbor.Array viewers -> new Visibility.AllowedViewers(principals(viewers));
      case Cbor kind ->
          kind.asNat64() == 0 ? new Visibility.Controllers() : new Visibility.Public();
    };
  }
}
