package dev.atoll.bench;

import dev.atoll.spi.execution.HostFunction;
import dev.atoll.spi.execution.HostImports;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.memory.LinearMemory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// As much of the System API as a canister needs that calls nobody: what `canister.mjs` gives to it
/// on V8.
///
/// Source: interface specification, "System imports".
final class CanisterHost implements HostImports {

  private static final byte[] EMPTY = "DIDL\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SELF = {0, 0, 0, 0, 0, 0, 0, 7, 1, 1};
  private static final byte[] CALLER = {4};
  private static final long TIME_NANOS = 1_700_000_000_000_000_000L;

  private final LinearMemory memory;
  private final InstructionCounter counter;
  private final long plenty;
  private final ByteArrayOutputStream reply = new ByteArrayOutputStream();
  private byte[] stable = {};

  CanisterHost(LinearMemory memory, InstructionCounter counter, long plenty) {
    this.memory = memory;
    this.counter = counter;
    this.plenty = plenty;
  }

  /// The bytes replied since the last call of this method.
  byte[] takeReply() {
    byte[] taken = reply.toByteArray();
    reply.reset();
    return taken;
  }

  @Override
  public HostFunction resolve(String module, String name, FunctionType type) {
    return switch (name) {
      case "msg_arg_data_size" -> a -> EMPTY.length;
      case "msg_arg_data_copy" -> a -> copy(EMPTY, a);
      case "msg_caller_size" -> a -> CALLER.length;
      case "msg_caller_copy" -> a -> copy(CALLER, a);
      case "canister_self_size" -> a -> SELF.length;
      case "canister_self_copy" -> a -> copy(SELF, a);
      case "msg_reply_data_append" -> this::append;
      case "msg_reply", "debug_print", "global_timer_set", "data_certificate_present" -> a -> 0;
      case "trap" -> this::trap;
      case "time" -> a -> TIME_NANOS;
      case "performance_counter" -> a -> plenty - counter.left();
      case "is_controller", "canister_version", "canister_status", "in_replicated_execution" ->
          a -> 1;
      case "canister_cycle_balance128", "msg_cycles_available128" ->
          a -> write(a[a.length - 1], new byte[16]);
      case "stable64_size" -> a -> pages();
      case "stable64_grow" -> this::grow;
      case "stable64_write" ->
          a -> {
            byte[] bytes = memory.read(a[1], (int) a[2]);
            System.arraycopy(bytes, 0, stable, (int) a[0], bytes.length);
            return 0;
          };
      case "stable64_read" -> a -> copy(stable, a);
      default ->
          a -> {
            throw new IllegalStateException("the benchmark has no " + module + "." + name);
          };
    };
  }

  private long copy(byte[] source, long[] arguments) {
    int from = (int) arguments[1];
    return write(arguments[0], Arrays.copyOfRange(source, from, from + (int) arguments[2]));
  }

  private long write(long address, byte[] bytes) {
    memory.write(address, bytes);
    return 0;
  }

  private long append(long[] arguments) {
    reply.writeBytes(memory.read(arguments[0], (int) arguments[1]));
    return 0;
  }

  private long trap(long[] arguments) {
    byte[] message = memory.read(arguments[0], (int) arguments[1]);
    throw new IllegalStateException(
        "the canister trapped: " + new String(message, StandardCharsets.UTF_8));
  }

  private long pages() {
    return (long) stable.length >>> 16;
  }

  private long grow(long[] arguments) {
    long before = pages();
    stable = Arrays.copyOf(stable, Math.toIntExact((before + arguments[0]) << 16));
    return before;
  }
}
