package dev.atoll.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.IngressStatus.Replied;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.replica.testing.CanisterHarness;
import dev.atoll.replica.testing.CanisterModule;
import dev.atoll.replica.testing.SpyEngine;
import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.memory.LinearMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Engines that follow each other, or run in each other's shadow, on the same canisters.
class EngineExchangeTest {

  private static final long SLICE = 10_000;

  private static final int I64_NE = 0x52;

  private static final int I64_SUB = 0x7d;

  private final CanisterHarness harness =
      new CanisterHarness(
          new ReplicatedState(
              CanisterHarness.subnet(SubnetInfo.CostSchedule.NORMAL), CanisterHarness.START_NANOS),
          SLICE);

  @AfterEach
  void close() {
    harness.close();
  }

  private static CanisterModule module() {
    return new CanisterModule()
        .export("canister_update inc", code -> code.increment(512).append(512, 8).reply())
        .export("canister_query get", code -> code.append(512, 8).reply())
        .export("canister_update fail", code -> code.increment(512).trap("as it was asked to"))
        .export(
            "canister_update spin",
            code -> {
              code.store(8, 3_000);
              code.wasm().open(Opcodes.LOOP);
              code.increment(512);
              code.pointer(8).load(8).i64(1).op(I64_SUB).wasm().access(Opcodes.I64_STORE, 0);
              code.load(8).i64(0).op(I64_NE).wasm().brIf(0).end();
              code.append(512, 8).reply();
            });
  }

  private static long number(IngressStatus status) {
    return number(((Replied) status).reply());
  }

  private static long number(Bytes reply) {
    return ByteBuffer.wrap(reply.unsafeArray()).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private long get(Principal canister) {
    return number(((QueryOutcome.Reply) harness.query(canister, "get", Bytes.EMPTY)).reply());
  }

  @Test
  void theNextMessageRunsOnTheNewEngineAndOnTheSameMemory() throws Exception {
    Principal canister = harness.deploy(module());
    assertThat(number(harness.call(canister, "inc"))).isEqualTo(1);
    assertThat(get(canister)).isEqualTo(1);
    SpyEngine next = new SpyEngine();

    EngineCode before = harness.use(next);

    assertThat(number(harness.call(canister, "inc"))).isEqualTo(2);
    assertThat(get(canister)).isEqualTo(2);
    assertThat(next.invocations()).isEqualTo(2);
    assertThat(before.awaitUnused(Duration.ZERO)).isTrue();
  }

  @Test
  void anEngineThatIsNotUsedAnyMoreIsLetGoWithAllThatItCompiled() {
    SpyEngine first = new SpyEngine();
    harness.use(first);
    Principal canister = harness.deploy(module());
    harness.call(canister, "inc");
    get(canister);
    assertThat(first.openModules()).isEqualTo(1);

    harness.use(new SpyEngine());

    assertThat(first.openModules()).isZero();
  }

  @Test
  void anExecutionUnderWayGoesOnWithItsEngine() throws Exception {
    SpyEngine first = new SpyEngine();
    harness.use(first);
    Principal canister = harness.deploy(module());
    Ingress spin = harness.ingress(canister, "spin", Bytes.EMPTY);
    harness.round(spin);
    assertThat(harness.state().isExecuting(canister)).isTrue();
    SpyEngine next = new SpyEngine();

    EngineCode before = harness.use(next);
    harness.round();
    assertThat(before.awaitUnused(Duration.ZERO)).isFalse();
    for (int i = 0; i < 100 && harness.state().isExecuting(canister); i++) {
      harness.round();
    }

    assertThat(number(harness.status(spin))).isEqualTo(3_000);
    assertThat(before.awaitUnused(Duration.ZERO)).isTrue();
    assertThat(first.openModules()).isZero();
    assertThat(number(harness.call(canister, "inc"))).isEqualTo(3_001);
    assertThat(next.invocations()).isEqualTo(1);
  }

  @Test
  void inTheShadowAllIsDoneTwiceAndCountsOnce() {
    Principal canister = harness.deploy(module());
    SpyEngine candidate = new SpyEngine();

    ShadowRun shadow = harness.shadow(candidate);
    harness.call(canister, "inc");
    harness.call(canister, "fail");
    harness.call(canister, "inc");

    assertThat(shadow.difference()).isNull();
    assertThat(shadow.compared()).isEqualTo(3);
    assertThat(shadow.rounds()).isEqualTo(3);
    assertThat(candidate.invocations()).isEqualTo(3);
    assertThat(get(canister)).isEqualTo(2);
  }

  @Test
  void whatDoesNotEndWithinASliceIsNotComparedAndComesToTheSame() {
    Principal canister = harness.deploy(module());
    ShadowRun shadow = harness.shadow(new SpyEngine());

    Ingress spin = harness.ingress(canister, "spin", Bytes.EMPTY);
    harness.round(spin);
    for (int i = 0; i < 100 && harness.state().isExecuting(canister); i++) {
      harness.round();
    }
    harness.call(canister, "inc");

    assertThat(shadow.difference()).isNull();
    assertThat(shadow.tooLong()).isEqualTo(1);
    assertThat(shadow.compared()).isEqualTo(1);
    assertThat(get(canister)).isEqualTo(3_001);
  }

  @Test
  void anEngineThatCountsAnInstructionTooManyIsNamedWithTheExecution() {
    Principal canister = harness.deploy(module());
    ShadowRun shadow =
        harness.shadow(new SpyEngine(environment -> environment.instructions().charge(1)));

    assertThat(number(harness.call(canister, "inc"))).isEqualTo(1);

    assertThat(shadow.difference())
        .startsWith("canister %s, update canister_update inc, height ".formatted(canister))
        .matches(".*: \\d+ instructions, expected \\d+");
    assertThat(number(harness.call(canister, "inc"))).isEqualTo(2);
  }

  @Test
  void anEngineThatChangesAByteIsFound() {
    Principal canister = harness.deploy(module());
    ShadowRun shadow =
        harness.shadow(
            new SpyEngine(
                environment -> {
                  LinearMemory memory = Objects.requireNonNull(environment.memory());
                  memory.write(513, new byte[] {7});
                }));

    assertThat(number(harness.call(canister, "inc"))).isEqualTo(1);

    assertThat(shadow.difference())
        .endsWith("other content of the pages written, or of the globals");
    assertThat(get(canister)).isEqualTo(1);
  }

  @Test
  void anEngineThatFailsIsFoundAndHarmsNobody() {
    Principal canister = harness.deploy(module());
    ShadowRun shadow =
        harness.shadow(
            new SpyEngine(
                environment -> {
                  throw new IllegalStateException("out of order");
                }));

    assertThat(number(harness.call(canister, "inc"))).isEqualTo(1);

    assertThat(shadow.difference())
        .endsWith("it fails: java.lang.IllegalStateException: out of order");
    assertThat(number(harness.call(canister, "inc"))).isEqualTo(2);
  }

  @Test
  void anEngineThatNeverEndsIsLeftAloneWithTheMemoriesThatItHas() throws Exception {
    Principal canister = harness.deploy(module());
    harness.call(canister, "inc");
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    SpyEngine endless =
        new SpyEngine(
            environment -> {
              awaitDeafly(end);
              Objects.requireNonNull(environment.memory()).write(512, new byte[] {99});
              ended.countDown();
            });
    ShadowRun shadow = harness.shadow(endless, Duration.ofMillis(50));

    assertThat(number(harness.call(canister, "inc"))).isEqualTo(2);

    assertThat(shadow.difference())
        .startsWith("canister %s, update canister_update inc, height ".formatted(canister))
        .endsWith("it does not end within 50 ms, and is left alone");
    assertThat(number(harness.call(canister, "inc"))).isEqualTo(3);
    end.countDown(); // after all it goes on, and writes
    ended.await();
    assertThat(number(harness.call(canister, "inc"))).isEqualTo(4);
    assertThat(get(canister)).isEqualTo(4);
    assertThat(endless.invocations()).isEqualTo(1);
    assertThat(shadow.compared()).isZero();
  }

  private static void awaitDeafly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // it does not listen
      }
    }
  }
}
