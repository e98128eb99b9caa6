package dev.atoll.spi.tck.canister;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.canister.CanisterCode;
import dev.atoll.spi.canister.CanisterContext;
import dev.atoll.spi.canister.CanisterTrap;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SimulatedCanisterTest {

  private static final Principal OTHER = Principal.ofCanisterIndex(1);

  private final SimulatedCanister canister =
      new SimulatedCanister(
          CanisterCode.named("caller", "1")
              .init(context -> context.stable().grow(1))
              .heartbeat(SimulatedCanisterTest::count)
              .globalTimer(
                  context -> {
                    for (int i = 0; i < 10; i++) {
                      count(context);
                    }
                  })
              .inspectMessage(
                  context -> {
                    if (context.inspectedMethod().equals("go")) {
                      context.acceptMessage();
                    }
                  })
              .query("get", context -> context.reply(context.stable().read(0, 1)))
              .update("go", SimulatedCanisterTest::go)
              .update("silent", context -> {})
              .update("alarm", context -> context.setGlobalTimer(context.timeNanos() + 5))
              .callback(0, context -> context.reply(context.arg()))
              .callback(1, context -> context.reject(context.rejectMessage()))
              .callback(
                  2,
                  context -> {
                    throw new CanisterTrap("cannot take it");
                  })
              .callback(3, SimulatedCanisterTest::count)
              .build());

  private static void count(CanisterContext context) {
    context.stable().writeLong(0, context.stable().readLong(0) + 1);
  }

  private static void go(CanisterContext context) {
    int onReply = context.arg().isEmpty() ? 0 : 2;
    context
        .call(OTHER, "there")
        .cycles(Cycles.of(100))
        .onReply(onReply, 0)
        .onReject(1, 0)
        .onCleanup(3, 0)
        .perform();
  }

  SimulatedCanisterTest() {
    canister.install(Bytes.EMPTY);
  }

  private SentCall sent(Bytes arg) {
    assertThat(canister.call("go", arg)).isEqualTo(new Outcome.Silent());
    return canister.image().sent().getLast();
  }

  private int counted() {
    return canister.image().stable().get(0);
  }

  @Test
  void aCallGoesOutAndItsAnswerComesBack() {
    Cycles before = canister.image().balance();
    SentCall call = sent(Bytes.EMPTY);

    assertThat(call.canister()).isEqualTo(OTHER);
    assertThat(canister.image().balance()).isEqualTo(before.minus(Cycles.of(100)));
    assertThat(canister.reply(call, Bytes.ofUtf8("back")))
        .isEqualTo(new Outcome.Replied(Bytes.ofUtf8("back")));
    assertThat(canister.image().sent()).isEmpty();
    assertThat(canister.reject(sent(Bytes.EMPTY), 4, "no")).isEqualTo(new Outcome.Rejected("no"));
  }

  @Test
  void aCallbackThatTrapsIsCleanedUpAfter() {
    assertThat(canister.reply(sent(Bytes.ofUtf8("trap")), Bytes.EMPTY))
        .isEqualTo(new Outcome.Trapped("cannot take it"));
    assertThat(counted()).isEqualTo(1);
  }

  @Test
  void timePassesForTimersAndHeartbeats() {
    canister.call("alarm", Bytes.EMPTY);

    canister.advance(Duration.ofNanos(4));
    assertThat(counted()).isEqualTo(1);
    canister.advance(Duration.ofNanos(1));
    assertThat(counted()).isEqualTo(12);
    canister.advance(Duration.ofNanos(1));
    assertThat(counted()).isEqualTo(13);
  }

  @Test
  void theRulesOfASubnetHold() {
    assertThat(canister.call("silent", Bytes.EMPTY))
        .isEqualTo(new Outcome.Rejected("Canister did not reply to the call"));
    assertThat(canister.query("go", Bytes.EMPTY)).isInstanceOf(Outcome.Rejected.class);
    assertThat(canister.inspect("go", Bytes.EMPTY)).isTrue();
    assertThat(canister.inspect("silent", Bytes.EMPTY)).isFalse();
  }
}
