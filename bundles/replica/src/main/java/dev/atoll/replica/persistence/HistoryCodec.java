package dev.atoll.replica.persistence;

import dev.atoll.replica.state.CanisterChange;
import dev.atoll.replica.state.CanisterChange.Details;
import dev.atoll.replica.state.CanisterChange.InstallMode;
import dev.atoll.replica.state.CanisterChange.Origin;
import dev.atoll.replica.state.CanisterHistory;
import dev.atoll.replica.state.CanisterLog;
import dev.atoll.replica.state.CyclesConsumed;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.CborMapBuilder;
import dev.atoll.types.Principal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a canister's past left behind as CBOR: history, log, cycles consumed.
final class HistoryCodec {

  private HistoryCodec() {}

  static Cbor encode(CanisterHistory history) {
    return Cbor.array(
        Cbor.nat64(history.total()),
        Cbor.array(history.changes().stream().map(HistoryCodec::encode).toList()));
  }

  static CanisterHistory history(Cbor value) {
    List<Cbor> parts = value.asArray();
    return CanisterHistory.restore(
        parts.get(1).asArray().stream().map(HistoryCodec::change).toList(), parts.get(0).asNat64());
  }

  private static Cbor encode(CanisterChange change) {
    return Cbor.array(
        Cbor.nat64(change.timeNanos()),
        Cbor.nat64(change.version()),
        encode(change.origin()),
        encode(change.details()));
  }

  private static CanisterChange change(Cbor value) {
    List<Cbor> parts = value.asArray();
    return new CanisterChange(
        parts.get(0).asNat64(),
        parts.get(1).asNat64(),
        origin(parts.get(2).asArray()),
        details(parts.get(3).asArray()));
  }

  private static Cbor encode(Origin origin) {
    return switch (origin) {
      case Origin.FromUser(Principal user) -> Cbor.array(Cbor.nat(0), Cbor.blob(user));
      case Origin.FromCanister(Principal canister, @Nullable Long version) ->
          version == null
              ? Cbor.array(Cbor.nat(1), Cbor.blob(canister))
              : Cbor.array(Cbor.nat(1), Cbor.blob(canister), Cbor.nat64(version));
    };
  }

  private static Origin origin(List<Cbor> parts) {
    Principal who = parts.get(1).asPrincipal();
    return parts.get(0).asNat64() == 0
        ? new Origin.FromUser(who)
        : new Origin.FromCanister(who, parts.size() == 3 ? parts.get(2).asNat64() : null);
  }

  private static Cbor encode(Details details) {
    return switch (details) {
      case Details.Creation(List<Principal> controllers, @Nullable Bytes environmentHash) ->
          environmentHash == null
              ? Cbor.array(Cbor.nat(0), SettingsCodec.encode(controllers))
              : Cbor.array(
                  Cbor.nat(0), SettingsCodec.encode(controllers), Cbor.blob(environmentHash));
      case Details.CodeUninstall() -> Cbor.array(Cbor.nat(1));
      case Details.CodeDeployment(InstallMode mode, Bytes hash) ->
          Cbor.array(Cbor.nat(2), Cbor.text(mode.name()), Cbor.blob(hash));
      case Details.ControllersChange(List<Principal> controllers) ->
          Cbor.array(Cbor.nat(3), SettingsCodec.encode(controllers));
    };
  }

  private static Details details(List<Cbor> parts) {
    return switch ((int) parts.get(0).asNat64()) {
      case 0 ->
          new Details.Creation(
              principals(parts.get(1)), parts.size() == 3 ? parts.get(2).asBlob() : null);
      case 1 -> new Details.CodeUninstall();
      case 2 ->
          new Details.CodeDeployment(
              InstallMode.valueOf(parts.get(1).asText()), parts.get(2).asBlob());
      case 3 -> new Details.ControllersChange(principals(parts.get(1)));
      default -> throw new IllegalStateException("no canister change of kind " + parts.get(0));
    };
  }

  /// In the order of the list: history keeps the order that was given.
  private static List<Principal> principals(Cbor value) {
    return value.asArray().stream().map(Cbor::asPrincipal).toList();
  }

  static Cbor encode(CanisterLog log) {
    List<Cbor> entries = new ArrayList<>();
    for (CanisterLog.Entry entry : log.entries()) {
      entries.add(
          Cbor.array(
              Cbor.nat64(entry.index()),
              Cbor.nat64(entry.timeNanos()),
              Cbor.blob(entry.content())));
    }
    return Cbor.array(Cbor.nat64(log.nextIndex()), Cbor.array(entries));
  }

  static CanisterLog log(Cbor value) {
    List<CanisterLog.Entry> entries = new ArrayList<>();
    for (Cbor item : value.asArray().get(1).asArray()) {
      List<Cbor> parts = item.asArray();
      entries.add(
          new CanisterLog.Entry(
              parts.get(0).asNat64(), parts.get(1).asNat64(), parts.get(2).asBlob()));
    }
    return CanisterLog.restore(entries, value.asArray().get(0).asNat64());
  }

  static Cbor encode(CyclesConsumed consumed) {
    CborMapBuilder parts = Cbor.map();
    consumed
        .byPurpose()
        .forEach((purpose, cycles) -> parts.put(purpose.name(), MessageCodec.encode(cycles)));
    return parts.build();
  }

  static CyclesConsumed consumed(Cbor value) {
    CyclesConsumed consumed = new CyclesConsumed();
    value
        .asMap()
        .entries()
        .forEach(
            (name, cycles) ->
                consumed.add(CyclesConsumed.Purpose.valueOf(name), MessageCodec.cycles(cycles)));
    return consumed;
  }
}
