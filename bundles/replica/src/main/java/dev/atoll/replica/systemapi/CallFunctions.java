package dev.atoll.replica.systemapi;

import dev.atoll.replica.state.CallContextManager;
import dev.atoll.replica.state.Callback.Closure;
import dev.atoll.replica.systemapi.SystemApi.Execution;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import dev.atoll.types.RejectCode;
import dev.atoll.wasm.CanisterLimits;

/// Calling other canisters.
///
/// Source: reference implementation
/// `rs/embedders/src/wasmtime_embedder/system_api/request_in_prep.rs`.
final class CallFunctions {

  /// Method name and argument of a call within the subnet, in bytes. Source:
  /// `MAX_INTER_CANISTER_PAYLOAD_IN_BYTES` times `MULTIPLIER_MAX_SIZE_LOCAL_SUBNET`.
  static final long PAYLOAD_SIZE_BYTES_MAX = 10L * 1024 * 1024;

  /// Source: `MAX_CALL_TIMEOUT_SECONDS`.
  static final long TIMEOUT_SECONDS_MAX = 300;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private static final long NEW_INSTRUCTIONS = 1_500;

  private static final long PERFORM_INSTRUCTIONS = 5_000;

  private static final int DONE = 0;

  private static final String PAYLOAD_SUGGESTION =
      "Check the canister for errors or redesign the target API to allow shorter messages";

  private CallFunctions() {}

  static void addTo(SystemFunctions.Table table) {
    table.add(
        "call_new", Modes.CALL, NEW_INSTRUCTIONS, SystemFunction.NO_SIZE, CallFunctions::begin);
    table.addCopying("call_data_append", Modes.CALL, 1, CallFunctions::append);
    table.add("call_on_cleanup", Modes.CALL, CallFunctions::onCleanup);
    table.add("call_with_best_effort_response", Modes.CALL, CallFunctions::bestEffort);
    table.add(
        "call_cycles_add",
        Modes.CALL_CYCLES,
        (api, execution, a) -> addCycles(execution, "call_cycles_add", Cycles.of(0, a[0])));
    table.add(
        "call_cycles_add128",
        Modes.CALL_CYCLES,
        (api, execution, a) -> addCycles(execution, "call_cycles_add128", Cycles.of(a[0], a[1])));
    table.add(
        "call_perform",
        Modes.CALL,
        PERFORM_INSTRUCTIONS,
        SystemFunction.NO_SIZE,
        CallFunctions::perform);
  }

  private static long begin(SystemApi api, Execution execution, long[] a) {
    SystemApi.dropCall(execution);
    long nameSize = a[3];
    int allowed = CanisterLimits.EXPORTED_METHOD_NAMES_SIZE_BYTES_MAX;
    if (Long.compareUnsigned(nameSize, allowed) > 0) {
      throw Faults.contract(
          "Size of method_name %s exceeds the allowed limit of %d."
              .formatted(Long.toUnsignedString(nameSize), allowed),
          "Size of method_name {} exceeds the allowed limit of {}.",
          "canister-made-a-call-with-too-large-method-name");
    }
    String method = Bytes.wrap(api.copyIn("ic0.call_new method_name", a[2], nameSize)).toUtf8();
    Principal receiver = api.principal("ic0.call_new callee_src", a[0], a[1]);
    execution.call =
        new CallInPreparation(receiver, method, closure(a[4], a[5]), closure(a[6], a[7]));
    return 0;
  }

  private static long append(SystemApi api, Execution execution, long[] a) {
    CallInPreparation call = call(execution, "ic0.call_data_append");
    long size = payloadSize(call);
    if (Long.compareUnsigned(a[1], PAYLOAD_SIZE_BYTES_MAX - size) > 0) {
      throw Faults.contract(
          "Request to %s:%s has a payload size of %s, which exceeds the allowed limit of %d."
              .formatted(
                  call.receiver,
                  call.method,
                  Long.toUnsignedString(size + a[1]),
                  PAYLOAD_SIZE_BYTES_MAX),
          PAYLOAD_SUGGESTION,
          "canister-made-a-call-with-too-large-payload");
    }
    SystemApi.checkRange("ic0.call_data_append", a[0], a[1], api.heap().sizeBytes());
    call.arg.append(api.heap(), a[0], (int) a[1]);
    return 0;
  }

  private static long onCleanup(SystemApi api, Execution execution, long[] a) {
    CallInPreparation call = call(execution, "ic0.call_on_cleanup");
    if (call.onCleanup != null) {
      throw Faults.toolchain(
          "ic0.call_on_cleanup can be called at most once between `ic0.call_new` and"
              + " `ic0.call_perform`");
    }
    call.onCleanup = closure(a[0], a[1]);
    return 0;
  }

  private static long bestEffort(SystemApi api, Execution execution, long[] a) {
    CallInPreparation call = call(execution, "ic0.call_with_best_effort_response");
    if (call.timeoutSeconds >= 0) {
      throw Faults.toolchain(
          "ic0_call_with_best_effort_response failed because a timeout is already set.");
    }
    call.timeoutSeconds = Math.min(a[0], TIMEOUT_SECONDS_MAX);
    return 0;
  }

  private static long addCycles(Execution execution, String function, Cycles amount) {
    CallInPreparation call = call(execution, "ic0_" + function);
    MessageEffects effects = execution.effects;
    if (effects.balance().isLessThan(amount.saturatingPlus(threshold(execution)))) {
      throw Faults.outOfCycles(execution.canister.id().toString());
    }
    effects.setBalance(effects.balance().minus(amount));
    call.cycles = call.cycles.saturatingPlus(amount);
    return 0;
  }

  private static long perform(SystemApi api, Execution execution, long[] a) {
    CallInPreparation call = call(execution, "ic0.call_perform");
    Prices prices = execution.canister.prices();
    boolean paid = execution.context.mode().isReplicated();
    Cycles fee = paid ? prices.request(payloadSize(call)) : Cycles.ZERO;
    Cycles prepaid =
        paid ? prices.responseTransmission().plus(prices.responseExecution()) : Cycles.ZERO;
    if (!hasRoomFor(execution, call.receiver) || !canPay(execution, paid, fee.plus(prepaid))) {
      SystemApi.dropCall(execution);
      return RejectCode.SYS_TRANSIENT.code();
    }
    MessageEffects effects = execution.effects;
    effects.setBalance(effects.balance().minus(fee).minus(prepaid));
    effects
        .calls()
        .add(
            new OutgoingCall(
                call.receiver,
                call.method,
                call.arg.take(),
                call.cycles,
                call.onReply,
                call.onReject,
                call.onCleanup,
                deadline(execution, call),
                fee,
                prepaid));
    execution.call = null;
    return DONE;
  }

  private static boolean hasRoomFor(Execution execution, Principal receiver) {
    int open = execution.canister.outstandingCallsTo(receiver);
    for (OutgoingCall other : execution.effects.calls()) {
      if (other.receiver().equals(receiver)) {
        open++;
      }
    }
    return open < CallContextManager.OUTSTANDING_CALLS_PER_RESPONDENT_MAX;
  }

  private static boolean canPay(Execution execution, boolean paid, Cycles cost) {
    return !paid
        || cost.isZero()
        || !execution.effects.balance().isLessThan(cost.saturatingPlus(threshold(execution)));
  }

  private static Cycles threshold(Execution execution) {
    return execution
        .canister
        .prices()
        .freezingThreshold(execution.canister.memoryBytes() + execution.grownBytes);
  }

  /// Whole seconds, as the deadline of a message is kept.
  private static long deadline(Execution execution, CallInPreparation call) {
    return call.timeoutSeconds < 0
        ? 0
        : (execution.context.timeNanos() / NANOS_PER_SECOND + call.timeoutSeconds)
            * NANOS_PER_SECOND;
  }

  private static long payloadSize(CallInPreparation call) {
    return Bytes.ofUtf8(call.method).size() + (long) call.arg.size();
  }

  private static CallInPreparation call(Execution execution, String function) {
    CallInPreparation call = execution.call;
    if (call == null) {
      throw Faults.toolchain(function + " called when no call is under construction.");
    }
    return call;
  }

  private static Closure closure(long function, long env) {
    return new Closure(function, env);
  }
}
