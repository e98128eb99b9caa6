package dev.atoll.replica.management;

import dev.atoll.candid.CandidValue;
import dev.atoll.candid.CandidValues;
import dev.atoll.candid.CandidView;
import dev.atoll.replica.cycles.CyclesAccounting;
import dev.atoll.replica.execution.StorageClaim;
import dev.atoll.replica.state.CanisterChange.Details;
import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CyclesConsumed.Purpose;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import dev.atoll.wasm.memory.CommittedMemory;
import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The methods that make canisters and cycles.
final class CreationMethods {

  private final ManagementConfig config;

  private final CyclesAccounting accounting;

  private final SettingsRules rules;

  CreationMethods(ManagementConfig config, CyclesAccounting accounting, SettingsRules rules) {
    this.config = config;
    this.accounting = accounting;
    this.rules = rules;
  }

  void addTo(MethodTable table) {
    table.addForCanisters("create_canister", this::create);
    table.add("provisional_create_canister_with_cycles", this::createProvisional);
    table.add("provisional_top_up_canister", this::topUp);
  }

  private ManagementOutcome create(Invocation call) {
    Cycles fee = accounting.canisterCreation(call.state().subnet());
    Cycles sent = call.call().cycles();
    if (sent.isLessThan(fee)) {
      throw Refusals.tooFewCyclesToCreate(sent, fee);
    }
    CanisterState created = create(call, sent.minus(fee), null);
    if (!fee.isZero()) {
      created.consumed().add(Purpose.CANISTER_CREATION, fee);
    }
    return call.reply(Cycles.ZERO, 0, idRecord(created));
  }

  private ManagementOutcome createProvisional(Invocation call) {
    requireProvisional();
    @Nullable CandidView amount = call.arg().optField("amount");
    Cycles cycles = amount == null ? config.defaultProvisionalCycles() : cycles(amount);
    @Nullable CandidView specified = call.arg().optField("specified_id");
    CanisterState created =
        create(call, cycles, specified == null ? null : specified.asPrincipal());
    return call.reply(idRecord(created));
  }

  private ManagementOutcome topUp(Invocation call) {
    requireProvisional();
    CanisterState canister = call.canister();
    canister.setCycles(canister.cycles().saturatingPlus(cycles(call.arg().field("amount"))));
    call.outbox().changed(canister.id());
    return call.reply();
  }

  private void requireProvisional() {
    if (!config.provisional()) {
      throw Refusals.provisionalOff();
    }
  }

  private static Cycles cycles(CandidView amount) {
    BigInteger value = amount.asNat();
    if (value.bitLength() > Cycles.SIZE_BITS) {
      throw Refusals.undecodable(
          "amount is %s cycles, at most %s allowed".formatted(value, Cycles.MAX));
    }
    return Cycles.of(value);
  }

  private CanisterState create(Invocation call, Cycles cycles, @Nullable Principal specifiedId) {
    SettingsArgument argument = SettingsArgument.of(call.arg().optField("settings"));
    CanisterSettings defaults = CanisterSettings.defaults(call.caller());
    CanisterSettings settings = argument.applyTo(defaults);
    StorageClaim claim = rules.check(call.state(), null, defaults, settings, cycles);
    Principal id;
    if (specifiedId == null) {
      id = CanisterIds.next(call.state());
    } else {
      CanisterIds.checkFree(call.state(), specifiedId);
      id = specifiedId;
    }

    CanisterState canister =
        new CanisterState(id, settings, cycles, new CommittedMemory(), call.state().timeNanos());
    claim.take(call.state(), canister);
    call.state().add(canister);
    call.outbox().changed(id);
    @Nullable SortedMap<String, String> variables = argument.environmentVariables();
    call.record(
        canister,
        new Details.Creation(
            List.copyOf(settings.controllers()),
            variables == null ? null : EnvironmentVariables.hash(variables)));
    return canister;
  }

  private static CandidValue idRecord(CanisterState canister) {
    return CandidValues.record()
        .field("canister_id", CandidValues.principal(canister.id()))
        .build();
  }
}
