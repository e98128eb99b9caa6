package dev.atoll.replica.execution;

import dev.atoll.replica.state.Callback;
import dev.atoll.replica.systemapi.CanisterFault;
import dev.atoll.replica.systemapi.MessageEffects;
import dev.atoll.replica.systemapi.MessageEffects.Response;
import dev.atoll.replica.systemapi.OutgoingCall;
import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import dev.atoll.wasm.memory.LinearMemory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// What an execution did, in a few bytes: it differs when anything of it differs.
public final class ExecutionDigests {

  private final MessageDigest digest = Hashes.newSha256();

  private ExecutionDigests() {}

  /// Covers sizes, and numbers and content of the pages written, of both memories; of an execution
  /// that succeeded the globals too.
  public static String memory(Execution execution) {
    ExecutionDigests digests = new ExecutionDigests();
    digests.memory(execution.heap());
    digests.memory(execution.stable());
    if (execution.fault() == null) {
      for (long global : execution.globals().get()) {
        digests.add(global);
      }
    }
    return digests.end();
  }

  /// Covers everything that an execution wants outside its memories, and the text of its fault.
  public static String effects(Execution execution) {
    ExecutionDigests digests = new ExecutionDigests();
    CanisterFault fault = execution.fault();
    digests.add(fault == null ? "" : fault.messageFor(execution.canister()));
    digests.effects(execution.effects());
    return digests.end();
  }

  private void memory(@Nullable LinearMemory memory) {
    if (memory == null) {
      add(-1);
      return;
    }
    add(memory.sizeBytes());
    for (int page : memory.dirtyPages()) {
      add(page);
      MemorySegment content =
          memory
              .segment()
              .asSlice((long) page << LinearMemory.PAGE_SHIFT, LinearMemory.PAGE_SIZE_BYTES);
      digest.update(content.asByteBuffer());
    }
  }

  private void effects(MessageEffects effects) {
    switch (effects.response()) {
      case Response.Reply(Bytes data) -> {
        add("reply");
        add(data);
      }
      case Response.Reject(String message) -> {
        add("reject");
        add(message);
      }
      case null -> add("none");
    }
    add(effects.calls().size());
    effects.calls().forEach(this::call);
    add(effects.balance().toString());
    add(effects.accepted().toString());
    add(effects.burnt().toString());
    @Nullable Bytes certified = effects.certifiedData();
    add(certified == null ? "unset" : certified.toHex());
    add(String.valueOf(effects.globalTimerNanos()));
    add(effects.logLines().size());
    effects.logLines().forEach(this::add);
  }

  private void call(OutgoingCall call) {
    add(call.receiver().toString());
    add(call.method());
    add(call.arg());
    add(call.cycles().toString());
    closure(call.onReply());
    closure(call.onReject());
    closure(call.onCleanup());
    add(call.deadlineNanos());
    add(call.fee().toString());
    add(call.prepaid().toString());
  }

  private void closure(Callback.@Nullable Closure closure) {
    add(closure == null ? -1 : closure.function());
    add(closure == null ? -1 : closure.env());
  }

  private void add(long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
  }

  private void add(String text) {
    add(Bytes.ofUtf8(text));
  }

  private void add(Bytes bytes) {
    add(bytes.size());
    digest.update(bytes.unsafeArray());
  }

  private String end() {
    return Bytes.wrap(digest.digest()).toHex();
  }
}
