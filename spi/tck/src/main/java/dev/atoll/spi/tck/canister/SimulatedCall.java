package dev.atoll.spi.tck.canister;

import dev.atoll.spi.canister.CanisterCall;
import dev.atoll.spi.tck.canister.SentCall.Reentry;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;

/// A call in preparation.
final class SimulatedCall implements CanisterCall {

  private final SimulatedContext context;

  private SentCall call;

  SimulatedCall(SimulatedContext context, Principal canister, String method) {
    this.context = context;
    this.call =
        new SentCall(
            canister,
            method,
            Bytes.EMPTY,
            Cycles.ZERO,
            Reentry.NONE,
            Reentry.NONE,
            Reentry.NONE,
            -1);
  }

  private SimulatedCall with(
      Bytes arg, Cycles cycles, Reentry reply, Reentry reject, Reentry cleanup, int wait) {
    call = new SentCall(call.canister(), call.method(), arg, cycles, reply, reject, cleanup, wait);
    return this;
  }

  @Override
  public CanisterCall arg(Bytes arg) {
    return with(
        arg, call.cycles(), call.onReply(), call.onReject(), call.onCleanup(), call.waitSeconds());
  }

  @Override
  public CanisterCall cycles(Cycles amount) {
    return with(
        call.arg(), amount, call.onReply(), call.onReject(), call.onCleanup(), call.waitSeconds());
  }

  @Override
  public CanisterCall onReply(int callback, long env) {
    return with(
        call.arg(),
        call.cycles(),
        new Reentry(callback, env),
        call.onReject(),
        call.onCleanup(),
        call.waitSeconds());
  }

  @Override
  public CanisterCall onReject(int callback, long env) {
    return with(
        call.arg(),
        call.cycles(),
        call.onReply(),
        new Reentry(callback, env),
        call.onCleanup(),
        call.waitSeconds());
  }

  @Override
  public CanisterCall onCleanup(int callback, long env) {
    return with(
        call.arg(),
        call.cycles(),
        call.onReply(),
        call.onReject(),
        new Reentry(callback, env),
        call.waitSeconds());
  }

  @Override
  public CanisterCall boundedWait(int seconds) {
    return with(
        call.arg(), call.cycles(), call.onReply(), call.onReject(), call.onCleanup(), seconds);
  }

  @Override
  public boolean perform() {
    context.send(call);
    return true;
  }
}
