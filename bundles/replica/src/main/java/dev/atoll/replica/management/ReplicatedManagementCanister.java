package dev.atoll.replica.management;

import dev.atoll.candid.CandidView;
import dev.atoll.replica.cycles.CyclesAccounting;
import dev.atoll.replica.execution.CodeInstaller;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.ReplicatedState;
import org.jspecify.annotations.Nullable;

/// The management canister of a subnet. The subnet's thread alone calls it.
///
/// A method either does everything it is asked for or rejects and gives all cycles back.
///
/// Source: Internet Computer interface specification, "The IC management canister"; reference
/// implementation `rs/execution_environment/src/execution_environment.rs`,
/// `execute_subnet_message`.
public final class ReplicatedManagementCanister implements ManagementCanister {

  private final ManagementInterface candid;

  private final MethodTable methods;

  public ReplicatedManagementCanister(
      ManagementInterface candid,
      ManagementConfig config,
      CodeInstaller installer,
      CodeRemoval removal,
      CyclesAccounting accounting) {
    this.candid = candid;
    this.methods = new MethodTable(candid);
    SettingsRules rules = new SettingsRules(accounting);
    new CreationMethods(config, accounting, rules).addTo(methods);
    new SettingsMethods(rules, accounting).addTo(methods);
    new LifeCycleMethods(installer, removal).addTo(methods);
    new CodeMethods(installer).addTo(methods);
    new ChunkMethods(accounting).addTo(methods);
    new StatusMethods(accounting).addTo(methods);
    new InfoMethods().addTo(methods);
    new CyclesMethods().addTo(methods);
    new SubnetMethods(config.replicaVersion()).addTo(methods);
  }

  @Override
  public ManagementOutcome execute(
      ReplicatedState state, ManagementCall call, Outbox outbox, long instructionLimit) {
    try {
      ManagementMethod method = method(call);
      CandidView arg = candid.decode(call.method(), call.arg());
      return method.execute(new Invocation(candid, state, call, arg, outbox, instructionLimit));
    } catch (ManagementException e) {
      return new ManagementOutcome.Reject(e.code(), e.text(), call.cycles(), 0);
    }
  }

  private ManagementMethod method(ManagementCall call) {
    String name = call.method();
    @Nullable ManagementMethod method = methods.find(name);
    if (method == null) {
      throw KnownMethods.refusal(name);
    }
    if (call instanceof ManagementCall.ByUser && methods.isForCanistersOnly(name)) {
      throw Refusals.notForUsers(name);
    }
    return method;
  }
}
