package dev.atoll.replica.systemapi;

import dev.atoll.replica.systemapi.SystemApi.Execution;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;

/// The balance, and the cycles of calls.
final class CyclesFunctions {

  /// The cycles minting canister, alone in being able to mint. Source:
  /// `CYCLES_MINTING_CANISTER_ID`.
  private static final Principal CYCLES_MINTING_CANISTER = Principal.ofCanisterIndex(4);

  private CyclesFunctions() {}

  static void addTo(SystemFunctions.Table table) {
    table.add(
        "canister_cycle_balance",
        Modes.ALL_BUT_START,
        (api, execution, a) -> Cycles128.toLong(execution.effects.balance()));
    table.add(
        "canister_cycle_balance128",
        Modes.ALL_BUT_START,
        (api, execution, a) ->
            write(api, "canister_cycle_balance128", a[0], execution.effects.balance()));
    table.add(
        "canister_liquid_cycle_balance128",
        Modes.ALL_BUT_START,
        (api, execution, a) ->
            write(api, "canister_liquid_cycle_balance128", a[0], liquid(execution)));
    addAvailable(table);
    table.add(
        "msg_cycles_refunded",
        Modes.CYCLES_REFUNDED,
        (api, execution, a) -> Cycles128.toLong(execution.context.refunded()));
    table.add(
        "msg_cycles_refunded128",
        Modes.CYCLES_REFUNDED,
        (api, execution, a) ->
            write(api, "msg_cycles_refunded128", a[0], execution.context.refunded()));
    table.add(
        "cycles_burn128",
        Modes.CYCLES_BURN,
        (api, execution, a) ->
            write(api, "cycles_burn128", a[2], burn(execution, Cycles.of(a[0], a[1]))));
    table.add(
        "mint_cycles",
        Modes.CALL_CYCLES,
        (api, execution, a) ->
            Cycles128.toLong(mint(execution, "mint_cycles", Cycles.of(0, a[0]))));
    table.add(
        "mint_cycles128",
        Modes.CALL_CYCLES,
        (api, execution, a) ->
            write(
                api,
                "mint_cycles_128",
                a[2],
                mint(execution, "mint_cycles128", Cycles.of(a[0], a[1]))));
  }

  private static void addAvailable(SystemFunctions.Table table) {
    table.add(
        "msg_cycles_available",
        Modes.CYCLES,
        (api, execution, a) -> Cycles128.toLong(available(execution)));
    table.add(
        "msg_cycles_available128",
        Modes.CYCLES,
        (api, execution, a) -> write(api, "msg_cycles_available128", a[0], available(execution)));
    table.add(
        "msg_cycles_accept",
        Modes.CYCLES,
        (api, execution, a) -> Cycles128.toLong(accept(execution, Cycles.of(0, a[0]))));
    table.add(
        "msg_cycles_accept128",
        Modes.CYCLES,
        (api, execution, a) ->
            write(api, "msg_cycles_accept128", a[2], accept(execution, Cycles.of(a[0], a[1]))));
  }

  /// Cycles can be accepted until the call is answered; the answer gives back the rest.
  private static Cycles available(Execution execution) {
    return execution.effects.response() == null ? execution.available : Cycles.ZERO;
  }

  private static Cycles accept(Execution execution, Cycles most) {
    Cycles accepted = most.min(available(execution));
    execution.available = execution.available.minus(accepted);
    execution.effects.accept(accepted);
    return accepted;
  }

  private static Cycles liquid(Execution execution) {
    return execution
        .effects
        .balance()
        .saturatingMinus(
            execution
                .canister
                .prices()
                .freezingThreshold(execution.canister.memoryBytes() + execution.grownBytes));
  }

  private static Cycles burn(Execution execution, Cycles most) {
    Cycles burnt = most.min(liquid(execution));
    execution.effects.burn(burnt);
    return burnt;
  }

  private static Cycles mint(Execution execution, String function, Cycles amount) {
    Principal id = execution.canister.id();
    if (!id.equals(CYCLES_MINTING_CANISTER)) {
      throw Faults.toolchain(
          "ic0.%s cannot be executed on non Cycles Minting Canister: %s != %s"
              .formatted(function, id, CYCLES_MINTING_CANISTER));
    }
    Cycles before = execution.effects.balance();
    execution.effects.setBalance(before.saturatingPlus(amount));
    return execution.effects.balance().minus(before);
  }

  private static long write(SystemApi api, String function, long target, Cycles cycles) {
    api.writeCycles(function, target, cycles);
    return 0;
  }
}
