package dev.atoll.replica.systemapi;

import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.systemapi.SystemApi.Execution;
import dev.atoll.types.Bytes;
import org.jspecify.annotations.Nullable;

/// What a message brings: argument, caller, reject, deadline, method name.
final class MessageFunctions {

  private MessageFunctions() {}

  static void addTo(SystemFunctions.Table table) {
    table.add(
        "msg_arg_data_size", Modes.ARGUMENT, (api, execution, a) -> execution.context.arg().size());
    table.addCopying(
        "msg_arg_data_copy",
        Modes.ARGUMENT,
        2,
        (api, execution, a) ->
            copy(api, "msg_arg_data_copy", "payload", execution.context.arg(), a));
    table.add(
        "msg_caller_size",
        Modes.ALL_BUT_START,
        (api, execution, a) -> execution.context.caller().bytes().size());
    table.addCopying(
        "msg_caller_copy",
        Modes.ALL_BUT_START,
        2,
        (api, execution, a) ->
            copy(api, "msg_caller_copy", "id", execution.context.caller().bytes(), a));
    addCallerInfo(table);
    addReject(table);
    table.add(
        "msg_deadline", Modes.DEADLINE, (api, execution, a) -> execution.context.deadlineNanos());
    table.add(
        "msg_method_name_size", Modes.INSPECT, (api, execution, a) -> method(execution).size());
    table.addCopying(
        "msg_method_name_copy",
        Modes.INSPECT,
        2,
        (api, execution, a) -> copy(api, "msg_method_name_copy", "payload", method(execution), a));
    table.add("accept_message", Modes.INSPECT, MessageFunctions::accept);
  }

  private static void addCallerInfo(SystemFunctions.Table table) {
    table.add(
        "msg_caller_info_data_size",
        Modes.CALLER_INFO,
        (api, execution, a) -> info(execution).size());
    table.addCopying(
        "msg_caller_info_data_copy",
        Modes.CALLER_INFO,
        2,
        (api, execution, a) -> copy(api, "msg_caller_info_data_copy", "data", info(execution), a));
    table.add(
        "msg_caller_info_signer_size",
        Modes.CALLER_INFO,
        (api, execution, a) -> signer(execution).size());
    table.addCopying(
        "msg_caller_info_signer_copy",
        Modes.CALLER_INFO,
        2,
        (api, execution, a) ->
            copy(api, "msg_caller_info_signer_copy", "signer", signer(execution), a));
  }

  private static void addReject(SystemFunctions.Table table) {
    table.add(
        "msg_reject_code",
        Modes.REJECT_CODE,
        (api, execution, a) -> {
          MessageContext.@Nullable Reject reject = execution.context.reject();
          return reject == null ? 0 : reject.code();
        });
    table.add(
        "msg_reject_msg_size",
        Modes.REJECT_MESSAGE,
        (api, execution, a) -> rejectMessage(execution).size());
    table.addCopying(
        "msg_reject_msg_copy",
        Modes.REJECT_MESSAGE,
        2,
        (api, execution, a) ->
            copy(api, "msg_reject_msg_copy", "msg", rejectMessage(execution), a));
  }

  private static long accept(SystemApi api, Execution execution, long[] a) {
    if (execution.effects.messageAccepted()) {
      throw Faults.toolchain("ic0.accept_message: the function was already called.");
    }
    execution.effects.acceptMessage();
    return 0;
  }

  private static Bytes info(Execution execution) {
    Ingress.@Nullable SenderInfo info = execution.context.senderInfo();
    return info == null ? Bytes.EMPTY : info.info();
  }

  private static Bytes signer(Execution execution) {
    Ingress.@Nullable SenderInfo info = execution.context.senderInfo();
    return info == null ? Bytes.EMPTY : info.signer().bytes();
  }

  private static Bytes method(Execution execution) {
    return Bytes.ofUtf8(execution.context.method());
  }

  private static Bytes rejectMessage(Execution execution) {
    MessageContext.@Nullable Reject reject = execution.context.reject();
    return reject == null ? Bytes.EMPTY : reject.message();
  }

  private static long copy(SystemApi api, String function, String part, Bytes source, long[] a) {
    api.copyOut(function, part, source, a[0], a[1], a[2]);
    return 0;
  }
}
