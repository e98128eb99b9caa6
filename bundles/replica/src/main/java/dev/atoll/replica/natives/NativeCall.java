package dev.atoll.replica.natives;

import dev.atoll.spi.canister.CanisterCall;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;

/// Collects a call and makes it in one go.
final class NativeCall implements CanisterCall {

  /// A callback that no code has.
  private static final long NONE = 0xffff_ffffL;

  private final NativeContext context;

  private final Principal canister;

  private final String method;

  private Bytes arg = Bytes.EMPTY;

  private Cycles cycles = Cycles.ZERO;

  private Closure onReply = new Closure(NONE, 0);

  private Closure onReject = new Closure(NONE, 0);

  private Closure onCleanup = new Closure(NONE, 0);

  private int waitSeconds = -1;

  private record Closure(long function, long env) {}

  NativeCall(NativeContext context, Principal canister, String method) {
    this.context = context;
    this.canister = canister;
    this.method = method;
  }

  @Override
  public CanisterCall arg(Bytes arg) {
    this.arg = arg;
    return this;
  }

  @Override
  public CanisterCall cycles(Cycles amount) {
    cycles = amount;
    return this;
  }

  @Override
  public CanisterCall onReply(int callback, long env) {
    onReply = new Closure(callback, env);
    return this;
  }

  @Override
  public CanisterCall onReject(int callback, long env) {
    onReject = new Closure(callback, env);
    return this;
  }

  @Override
  public CanisterCall onCleanup(int callback, long env) {
    onCleanup = new Closure(callback, env);
    return this;
  }

  @Override
  public CanisterCall boundedWait(int seconds) {
    if (seconds < 0) {
      throw new IllegalArgumentException("seconds are %d, at least 0 expected".formatted(seconds));
    }
    waitSeconds = seconds;
    return this;
  }

  @Override
  public boolean perform() {
    SystemCalls system = context.system();
    Bytes name = Bytes.ofUtf8(method);
    system.put(SystemCalls.DATA, canister.bytes());
    system.put(SystemCalls.NAMES, name);
    system.call(
        "call_new",
        SystemCalls.DATA,
        canister.bytes().size(),
        SystemCalls.NAMES,
        name.size(),
        onReply.function(),
        onReply.env(),
        onReject.function(),
        onReject.env());
    system.write(arg, (at, size) -> system.call("call_data_append", SystemCalls.DATA, size));
    if (!cycles.isZero()) {
      system.call("call_cycles_add128", cycles.high64(), cycles.low64());
    }
    if (onCleanup.function() != NONE) {
      system.call("call_on_cleanup", onCleanup.function(), onCleanup.env());
    }
    if (waitSeconds >= 0) {
      system.call("call_with_best_effort_response", waitSeconds);
    }
    return system.call("call_perform") == 0;
  }
}
