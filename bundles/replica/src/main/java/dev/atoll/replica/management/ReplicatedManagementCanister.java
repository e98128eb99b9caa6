package dev.atoll.replica.management;

import dev.atoll.candid.CandidValue;
import dev.atoll.candid.CandidView;
import dev.atoll.candid.FieldLabel;
import dev.atoll.candid.RecordValue;
import dev.atoll.replica.cycles.CyclesAccounting;
import dev.atoll.replica.execution.CodeInstaller;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.types.Principal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The management canister of a subnet. The subnet's thread alone calls it.
///
/// A method either does everything it is asked for or rejects and gives all cycles back.
///
/// Source: Internet Computer interface specification, "The IC management canister"; reference
/// implementation `rs/execution_environment/src/execution_environment.rs`,
/// `execute_subnet_message`.
public final class ReplicatedManagementCanister implements ManagementCanister {

  /// The fields of arguments that name a canister, the one whose code may run first.
  private static final List<String> CANISTER_FIELDS =
      List.of("canister_id", "target_canister", "store_canister");

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

  /// A call that names another version than its caller's is refused.
  ///
  /// Source: Internet Computer interface specification, "validate_sender_canister_version".
  @Override
  public ManagementOutcome.@Nullable Reject refusal(
      ManagementCall.ByCanister call, long senderVersion) {
    try {
      method(call);
      @Nullable CandidView version =
          candid.decode(call.method(), call.arg()).optField("sender_canister_version");
      if (version == null || version.asNat64() == senderVersion) {
        return null;
      }
      ManagementException wrong = Refusals.senderVersion(version.asNat64(), senderVersion);
      return new ManagementOutcome.Reject(wrong.code(), wrong.text(), call.cycles(), 0);
    } catch (ManagementException e) {
      // Whatever else is wrong with the call is said when it is executed.
      return null;
    }
  }

  @Override
  public List<Principal> canistersOf(ManagementCall call) {
    try {
      method(call);
      if (!(candid.decode(call.method(), call.arg()).value() instanceof RecordValue arg)) {
        return List.of();
      }
      List<Principal> canisters = new ArrayList<>();
      for (String name : CANISTER_FIELDS) {
        @Nullable CandidValue value = arg.find(FieldLabel.hash(name));
        if (value instanceof CandidValue.Opt(@Nullable CandidValue content)) {
          value = content;
        }
        if (value instanceof CandidValue.PrincipalValue(Principal id)) {
          canisters.add(id);
        }
      }
      return canisters;
    } catch (ManagementException e) {
      return List.of(); // what is wrong is said when the call is executed
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
