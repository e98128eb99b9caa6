package dev.atoll.spi.tck.canister;

import dev.atoll.spi.canister.CanisterCode;
import dev.atoll.spi.canister.CanisterCode.Hook;
import dev.atoll.spi.canister.CanisterCode.Method;
import dev.atoll.spi.canister.CanisterFunction;
import dev.atoll.spi.canister.CanisterTrap;
import dev.atoll.spi.tck.canister.SentCall.Reentry;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A canister in Java without a subnet, for its author's tests: calls it, asks it, answers the
/// calls that it makes, lets time pass, upgrades it.
///
/// Traps roll back as they do on a subnet. Cycles are only counted as far as calls move them, and
/// instructions roughly. [#query] may be called by several threads; the rest by one at a time.
public final class SimulatedCanister {

  public static final Principal ID = Principal.ofCanisterIndex(4711);

  public static final Principal USER = Principal.of(new byte[] {1, 2, 3, 2});

  public static final Principal CONTROLLER = Principal.of(new byte[] {9, 9, 9, 2});

  public static final long START_NANOS = 1_700_000_000_000_000_000L;

  private volatile CanisterCode code;

  private volatile CanisterImage image = CanisterImage.EMPTY;

  private volatile long timeNanos = START_NANOS;

  /// A canister that is not installed yet.
  public SimulatedCanister(CanisterCode code) {
    this.code = code;
  }

  /// Runs `init`, if there is one.
  public Outcome install(Bytes arg) {
    return hook(Hook.INIT, CONTROLLER, arg);
  }

  /// Puts `next` in place of the code and runs `postUpgrade`, if there is one; a trap leaves the
  /// old code in place.
  public Outcome upgrade(CanisterCode next, Bytes arg) {
    CanisterCode old = code;
    CanisterImage before = image;
    code = next;
    image = image.withTimer(0);
    Outcome outcome = hook(Hook.POST_UPGRADE, CONTROLLER, arg);
    if (outcome instanceof Outcome.Trapped) {
      code = old;
      image = before;
    }
    return outcome;
  }

  /// Goes on with other code and nothing else, as a restart of the node does.
  public void restart(CanisterCode same) {
    code = same;
  }

  /// What it is now.
  public CanisterImage image() {
    return image;
  }

  /// Goes back to what it was, as a trap of something later does.
  public void restore(CanisterImage earlier) {
    image = earlier;
  }

  /// Calls a method as a message of [#USER] in a block.
  public Outcome call(String method, Bytes arg) {
    return call(USER, method, arg, Cycles.ZERO);
  }

  public Outcome call(Principal caller, String method, Bytes arg, Cycles cycles) {
    @Nullable Method called = code.methods().get(method);
    if (called == null || called.kind() == CanisterCode.Kind.COMPOSITE_QUERY) {
      return new Outcome.Rejected("Canister has no update method '%s'".formatted(method));
    }
    SimulatedContext context = context(caller, arg, cycles, true, true, Reentry.NONE, 0, "", "");
    Outcome outcome = run(called.function(), context, called.kind() == CanisterCode.Kind.UPDATE);
    return outcome instanceof Outcome.Silent && !context.hasCalled()
        ? new Outcome.Rejected("Canister did not reply to the call")
        : outcome;
  }

  /// Asks a query method of the state as it is.
  public Outcome query(String method, Bytes arg) {
    @Nullable Method called = code.methods().get(method);
    if (called == null || called.kind() == CanisterCode.Kind.UPDATE) {
      return new Outcome.Rejected("Canister has no query method '%s'".formatted(method));
    }
    SimulatedContext context =
        context(USER, arg, Cycles.ZERO, false, true, Reentry.NONE, 0, "", "");
    Outcome outcome = run(called.function(), context, false);
    return outcome instanceof Outcome.Silent
        ? new Outcome.Rejected("Canister did not reply to the call")
        : outcome;
  }

  /// Whether a user's message gets into a block.
  public boolean inspect(String method, Bytes arg) {
    @Nullable CanisterFunction hook = code.hooks().get(Hook.INSPECT_MESSAGE);
    if (hook == null) {
      return true;
    }
    SimulatedContext context =
        context(USER, arg, Cycles.ZERO, false, false, Reentry.NONE, 0, "", method);
    return !(run(hook, context, false) instanceof Outcome.Trapped) && context.hasAccepted();
  }

  /// Answers a call with a reply; the outcome is that of the call which made it.
  public Outcome reply(SentCall call, Bytes reply) {
    return answer(call, call.onReply(), reply, 0, "");
  }

  /// Answers a call with a reject.
  public Outcome reject(SentCall call, int rejectCode, String message) {
    return answer(call, call.onReject(), Bytes.EMPTY, rejectCode, message);
  }

  private Outcome answer(
      SentCall call, Reentry callback, Bytes reply, int rejectCode, String message) {
    image = image.without(call);
    Outcome outcome = enter(callback, reply, rejectCode, message);
    if (outcome instanceof Outcome.Trapped && call.onCleanup().number() >= 0) {
      enter(call.onCleanup(), Bytes.EMPTY, 0, "");
    }
    return outcome;
  }

  private Outcome enter(Reentry callback, Bytes reply, int rejectCode, String message) {
    @Nullable CanisterFunction function = code.callbacks().get(callback.number());
    if (function == null) {
      return new Outcome.Trapped("no callback " + callback.number());
    }
    return run(
        function,
        context(ID, reply, Cycles.ZERO, true, true, callback, rejectCode, message, ""),
        true);
  }

  /// Lets time pass; then the heartbeat and a timer that is due are run.
  public void advance(Duration time) {
    long now = timeNanos + time.toNanos();
    timeNanos = now;
    hook(Hook.HEARTBEAT, Principal.MANAGEMENT_CANISTER, Bytes.EMPTY);
    if (image.timerNanos() != 0 && image.timerNanos() <= timeNanos) {
      image = image.withTimer(0);
      hook(Hook.GLOBAL_TIMER, Principal.MANAGEMENT_CANISTER, Bytes.EMPTY);
    }
  }

  private Outcome hook(Hook hook, Principal caller, Bytes arg) {
    @Nullable CanisterFunction function = code.hooks().get(hook);
    return function == null
        ? new Outcome.Silent()
        : run(
            function,
            context(caller, arg, Cycles.ZERO, true, false, Reentry.NONE, 0, "", ""),
            true);
  }

  private SimulatedContext context(
      Principal caller,
      Bytes arg,
      Cycles cycles,
      boolean replicated,
      boolean mayAnswer,
      Reentry callback,
      int rejectCode,
      String rejectMessage,
      String inspected) {
    return new SimulatedContext(
        new SimulatedContext.Entry(
            caller,
            arg,
            cycles,
            timeNanos,
            replicated,
            mayAnswer,
            callback.env(),
            rejectCode,
            rejectMessage,
            inspected),
        image);
  }

  private Outcome run(CanisterFunction function, SimulatedContext context, boolean keep) {
    try {
      function.run(context);
    } catch (CanisterTrap trap) {
      return new Outcome.Trapped(trap.text());
    } catch (RuntimeException e) {
      return new Outcome.Trapped("native code threw " + e.getClass().getName());
    }
    if (keep) {
      image = context.after();
    }
    return context.outcome();
  }
}
