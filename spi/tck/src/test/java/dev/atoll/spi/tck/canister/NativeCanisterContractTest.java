package dev.atoll.spi.tck.canister;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.atoll.spi.canister.CanisterCode;
import dev.atoll.spi.canister.CanisterContext;
import dev.atoll.spi.canister.CanisterTrap;
import dev.atoll.spi.canister.NativeCanister;
import dev.atoll.types.Bytes;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/// The contract catches what it is there to catch, in the test whose name says so.
final class NativeCanisterContractTest {

  private static CanisterCode.Builder counter() {
    return CanisterCode.named("counter", "1").init(context -> context.stable().grow(1));
  }

  private static void increment(CanisterContext context) {
    long next = context.stable().readLong(0) + 1;
    context.stable().writeLong(0, next);
    context.reply(Bytes.ofUtf8(Long.toString(next)));
  }

  private static void get(CanisterContext context) {
    context.reply(context.stable().read(0, 8));
  }

  abstract static class Counting extends NativeCanisterContract {

    @Override
    protected List<Step> script() {
      return List.of(
          Step.query("get", Bytes.EMPTY),
          Step.call("inc", Bytes.EMPTY),
          Step.query("get", Bytes.EMPTY),
          Step.call("inc", Bytes.EMPTY),
          Step.query("get", Bytes.EMPTY));
    }
  }

  static final class Sound extends Counting {
    @Override
    protected NativeCanister newCanister() {
      return () ->
          counter()
              .update("inc", NativeCanisterContractTest::increment)
              .query("get", NativeCanisterContractTest::get)
              .build();
    }
  }

  @Test
  void aSoundCanisterPasses() {
    var events =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(Sound.class))
            .execute()
            .testEvents();

    assertThat(events.succeeded().count()).isEqualTo(8);
    assertThat(events.failed().count()).isZero();
  }

  @Test
  void stateInAFieldIsCaught() {
    assertCaught(CountsInAField.class, "aRestartBetweenTwoCallsChangesNothing");
    assertCaught(CountsInAField.class, "whatIsRolledBackLeavesNothing");
  }

  static final class CountsInAField extends Counting {
    @Override
    protected NativeCanister newCanister() {
      AtomicLong count = new AtomicLong();
      return () ->
          counter()
              .update("inc", context -> context.reply(Bytes.ofUtf8("" + count.incrementAndGet())))
              .query("get", context -> context.reply(Bytes.ofUtf8("" + count.get())))
              .build();
    }
  }

  @Test
  void aClockIsCaught() {
    assertCaught(LooksAtTheClock.class, "everyReplicaComesToTheSame");
  }

  static final class LooksAtTheClock extends Counting {
    @Override
    protected NativeCanister newCanister() {
      return () ->
          counter()
              .update(
                  "inc",
                  context -> {
                    context.stable().writeLong(0, System.nanoTime());
                    context.reply(Bytes.EMPTY);
                  })
              .query("get", NativeCanisterContractTest::get)
              .build();
    }
  }

  @Test
  void codeThatChangesIsCaught() {
    assertCaught(ChangesItsVersion.class, "theCodeIsAlwaysTheSame");
  }

  static final class ChangesItsVersion extends Counting {
    private final AtomicLong versions = new AtomicLong();

    @Override
    protected NativeCanister newCanister() {
      return () -> CanisterCode.named("counter", "1." + versions.incrementAndGet()).build();
    }
  }

  @Test
  void queriesThatShareSomethingAreCaught() {
    assertCaught(CountsQueries.class, "queriesBesideEachOtherAgree");
  }

  static final class CountsQueries extends Counting {
    @Override
    protected NativeCanister newCanister() {
      AtomicLong asked = new AtomicLong();
      return () ->
          counter()
              .update("inc", NativeCanisterContractTest::increment)
              .query("get", context -> context.reply(Bytes.ofUtf8("" + asked.incrementAndGet())))
              .build();
    }
  }

  @Test
  void anUpgradeThatForgetsIsCaught() {
    assertCaught(ForgetsInUpgrades.class, "anUpgradeKeepsWhatQueriesSay");
  }

  static final class ForgetsInUpgrades extends Counting {
    @Override
    protected NativeCanister newCanister() {
      return () ->
          counter()
              .update("inc", NativeCanisterContractTest::increment)
              .query("get", NativeCanisterContractTest::get)
              .postUpgrade(context -> context.stable().writeLong(0, 0))
              .build();
    }
  }

  @Test
  void aScriptThatTrapsIsCaught() {
    assertCaught(Traps.class, "theScriptSucceeds");
  }

  static final class Traps extends Counting {
    @Override
    protected NativeCanister newCanister() {
      return () ->
          counter()
              .update(
                  "inc",
                  context -> {
                    throw new CanisterTrap("never");
                  })
              .query("get", NativeCanisterContractTest::get)
              .build();
    }
  }

  @Test
  void anArgumentThatBreaksTheStackIsCaught() {
    assertCaught(Recurses.class, "anyArgumentIsAnswered");
  }

  static final class Recurses extends Counting {
    @Override
    protected NativeCanister newCanister() {
      return () ->
          counter()
              .update(
                  "inc",
                  context -> {
                    depth(context.arg(), 0);
                    increment(context);
                  })
              .query("get", NativeCanisterContractTest::get)
              .build();
    }

    private static int depth(Bytes arg, int at) {
      return at < arg.size() && arg.get(at) == '[' ? 1 + depth(arg, at + 1) : 0;
    }
  }

  private static void assertCaught(Class<? extends NativeCanisterContract> broken, String test) {
    var events =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectMethod(broken, test))
            .execute()
            .testEvents();

    assertThat(events.started().count()).as(test).isEqualTo(1);
    assertThat(events.failed().count()).as(test).isEqualTo(1);
  }
}
