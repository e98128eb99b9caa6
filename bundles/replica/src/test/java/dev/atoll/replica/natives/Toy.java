package dev.atoll.replica.natives;

import dev.atoll.spi.canister.CanisterCode;
import dev.atoll.spi.canister.CanisterContext;
import dev.atoll.spi.canister.CanisterTrap;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import java.util.concurrent.atomic.AtomicReference;

/// Code in Java that does a bit of everything: a number at offset 0 of the stable memory.
final class Toy {

  private static final int ECHO = 0;

  private static final int REFUSED = 1;

  private static final int FALL = 2;

  private static final int CLEAN = 3;

  private Toy() {}

  static CanisterCode code(String version) {
    return code(version, new AtomicReference<>());
  }

  /// @param kept where `keep` puts its context, for use when it must not be used
  static CanisterCode code(String version, AtomicReference<CanisterContext> kept) {
    CanisterCode.Builder code =
        CanisterCode.named("toy", version).candid("service : { inc : () -> (nat64) }");
    addHooks(code);
    addQueries(code);
    addAnswers(code);
    addTrouble(code);
    addCalls(code);
    return code.update(
            "keep",
            context -> {
              kept.set(context);
              context.reply(Bytes.EMPTY);
            })
        .build();
  }

  private static void addHooks(CanisterCode.Builder code) {
    code.init(
            context -> {
              context.stable().grow(1);
              context.stable().writeLong(8, context.arg().size());
            })
        .postUpgrade(context -> context.stable().writeLong(0, number(context) + 100))
        .heartbeat(
            context -> {
              if (context.stable().readLong(16) != 0) {
                context.stable().writeLong(0, number(context) + 1000);
              }
            })
        .globalTimer(context -> context.stable().writeLong(0, number(context) + 10_000))
        .inspectMessage(
            context -> {
              if (context.inspectedMethod().equals("inc")) {
                context.acceptMessage();
              }
            });
  }

  private static void addQueries(CanisterCode.Builder code) {
    code.query("get", context -> context.reply(context.stable().read(0, 8)))
        .query(
            "change",
            context -> {
              context.stable().writeLong(0, 4711);
              context.reply(context.stable().read(0, 8));
            })
        .query(
            "certificate",
            context -> context.reply(context.dataCertificate().orElse(Bytes.ofUtf8("none"))))
        .query("arg-size", context -> context.reply(context.stable().read(8, 8)));
  }

  private static void addAnswers(CanisterCode.Builder code) {
    code.update("inc", context -> context.reply(Bytes.ofUtf8("" + increment(context))))
        .update("echo", context -> context.reply(context.arg()))
        .update("who", context -> context.reply(context.caller().bytes()))
        .update("self", context -> context.reply(context.self().bytes()))
        .update("refuse", context -> context.reject("no thanks"))
        .update("silent", context -> {})
        .update(
            "beat",
            context -> {
              context.stable().writeLong(16, 1);
              context.reply(Bytes.EMPTY);
            })
        .update(
            "alarm",
            context -> {
              context.setGlobalTimer(context.timeNanos() + 1);
              context.reply(Bytes.EMPTY);
            })
        .update(
            "certify",
            context -> {
              context.certify(context.arg());
              context.reply(Bytes.EMPTY);
            });
  }

  private static void addTrouble(CanisterCode.Builder code) {
    code.update(
            "trap",
            context -> {
              increment(context);
              context.print("about to trap");
              throw new CanisterTrap("on purpose");
            })
        .update(
            "throw",
            context -> {
              increment(context);
              throw new IllegalArgumentException("a text that may differ " + new Object());
            })
        .update("outside", context -> context.stable().read(65_530, 8))
        .update("far", context -> context.stable().read(0, Integer.MAX_VALUE))
        .update("endless", Toy::endless)
        .update("swallow", Toy::swallow)
        .update("charge", context -> context.charge(Long.MAX_VALUE));
  }

  private static void addCalls(CanisterCode.Builder code) {
    code.update(
            "take",
            context ->
                context.reply(Bytes.ofUtf8(context.acceptCycles(Cycles.of(3_000_000)).toString())))
        .update("go", context -> go(context, ECHO))
        .update("go-and-fall", context -> go(context, FALL))
        .callback(ECHO, context -> context.reply(context.arg()))
        .callback(
            REFUSED,
            context ->
                context.reply(
                    Bytes.ofUtf8(
                        "%d %d %s"
                            .formatted(
                                context.env(), context.rejectCode(), context.rejectMessage()))))
        .callback(
            FALL,
            context -> {
              increment(context);
              throw new CanisterTrap("in the callback");
            })
        .callback(CLEAN, context -> context.stable().writeLong(0, context.env()));
  }

  private static long number(CanisterContext context) {
    return context.stable().readLong(0);
  }

  private static long increment(CanisterContext context) {
    long next = number(context) + 1;
    context.stable().writeLong(0, next);
    return next;
  }

  private static void endless(CanisterContext context) {
    while (true) {
      increment(context);
      context.charge(1_000_000);
    }
  }

  /// Goes on after a fault as if nothing had been.
  private static void swallow(CanisterContext context) {
    increment(context);
    try {
      context.stable().read(1L << 40, 8);
    } catch (RuntimeException e) {
      try {
        context.reply(Bytes.ofUtf8("all is well"));
      } catch (RuntimeException again) {
        // and again
      }
    }
  }

  /// The argument is a principal of 10 bytes and the name of its method.
  private static void go(CanisterContext context, int onReply) {
    byte[] arg = context.arg().toByteArray();
    boolean sent =
        context
            .call(
                Principal.of(Bytes.copyOf(arg, 0, 10)),
                Bytes.copyOf(arg, 10, arg.length - 10).toUtf8())
            .arg(Bytes.ofUtf8("payload"))
            .cycles(Cycles.of(10_000_000))
            .onReply(onReply, 5)
            .onReject(REFUSED, 1L << 40)
            .onCleanup(CLEAN, 77)
            .perform();
    if (!sent) {
      throw new CanisterTrap("the call does not go out");
    }
  }
}
