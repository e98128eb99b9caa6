package dev.atoll.replica.systemapi;

import dev.atoll.replica.systemapi.SystemApi.Execution;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Answering the call.
final class ResponseFunctions {

  /// Source: `MAX_INTER_CANISTER_PAYLOAD_IN_BYTES`.
  static final int RESPONSE_SIZE_BYTES_MAX = 2 * 1024 * 1024;

  /// Source: `MAX_NON_REPLICATED_QUERY_REPLY_SIZE`.
  static final int QUERY_RESPONSE_SIZE_BYTES_MAX = 3 * 1024 * 1024;

  private ResponseFunctions() {}

  static void addTo(SystemFunctions.Table table) {
    table.addCopying("msg_reply_data_append", Modes.RESPONSE, 1, ResponseFunctions::append);
    table.add("msg_reply", Modes.RESPONSE, ResponseFunctions::reply);
    table.addCopying("msg_reject", Modes.RESPONSE, 1, ResponseFunctions::reject);
  }

  private static long append(SystemApi api, Execution execution, long[] a) {
    checkNotAnswered(execution, "ic0.msg_reply_data_append: the call is already replied.");
    long size = api.reply().size() + a[1];
    if (size > sizeMax(execution)) {
      throw tooLarge(
          "msg_reply_data_append",
          size,
          sizeMax(execution),
          "Consider checking the response size and returning an error if it is too long.");
    }
    SystemApi.checkRange("msg.reply", a[0], a[1], api.heap().sizeBytes());
    api.reply().append(api.heap(), a[0], (int) a[1]);
    return 0;
  }

  private static long reply(SystemApi api, Execution execution, long[] a) {
    checkNotAnswered(execution, "ic0.msg_reply: the call is already replied");
    execution.effects.respond(new MessageEffects.Response.Reply(api.reply().take()));
    return 0;
  }

  private static long reject(SystemApi api, Execution execution, long[] a) {
    checkNotAnswered(execution, "ic0.msg_reject: the call is already replied");
    if (a[1] > sizeMax(execution)) {
      throw tooLarge(
          "msg_reject",
          a[1],
          sizeMax(execution),
          "Try truncating the error messages that are too long.");
    }
    byte[] message = api.copyIn("ic0.msg_reject", a[0], a[1]);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
      execution.effects.respond(new MessageEffects.Response.Reject(text));
    } catch (CharacterCodingException e) {
      throw Faults.toolchain("ic0.msg_reject: invalid UTF-8 string provided");
    }
    return 0;
  }

  private static void checkNotAnswered(Execution execution, String error) {
    if (execution.context.responded() || execution.effects.response() != null) {
      throw Faults.toolchain(error);
    }
  }

  private static long sizeMax(Execution execution) {
    return execution.context.mode().isReplicated()
        ? RESPONSE_SIZE_BYTES_MAX
        : QUERY_RESPONSE_SIZE_BYTES_MAX;
  }

  private static CanisterFault tooLarge(
      String function, long size, long allowed, String suggestion) {
    return Faults.contract(
        "ic0.%s: application payload size (%s) cannot be larger than %d."
            .formatted(function, Long.toUnsignedString(size), allowed),
        suggestion,
        function + "-payload-too-large");
  }
}
