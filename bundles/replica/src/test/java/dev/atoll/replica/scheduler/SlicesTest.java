package dev.atoll.replica.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.candid.CandidCodec;
import dev.atoll.candid.CandidText;
import dev.atoll.candid.DidFile;
import dev.atoll.replica.persistence.Checkpoints;
import dev.atoll.replica.persistence.TableDigests;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CanisterStatus;
import dev.atoll.replica.state.CyclesConsumed;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.IngressStatus.Processing;
import dev.atoll.replica.state.IngressStatus.Received;
import dev.atoll.replica.state.IngressStatus.Rejected;
import dev.atoll.replica.state.IngressStatus.Replied;
import dev.atoll.replica.state.LongExecution;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.replica.testing.CanisterHarness;
import dev.atoll.replica.testing.CanisterModule;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.tck.storage.SimulatedStorageFactory;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import dev.atoll.wasm.Opcodes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlicesTest {

  private static final long SLICE = 10_000;

  /// About 20 instructions each, so that 5,000 of them take about ten slices.
  private static final long MANY = 5_000;

  private static final int I64_NE = 0x52;

  private static final int I64_SUB = 0x7d;

  private static final DidFile MANAGEMENT =
      DidFile.parse(
          """
          service : {
            install_code :
              (record { mode : variant { install; reinstall; upgrade : opt record {} };
                        canister_id : principal; wasm_module : blob; arg : blob }) -> ();
            stop_canister : (record { canister_id : principal }) -> ();
          }
          """);

  @TempDir private Path directory;

  private final List<CanisterHarness> open = new ArrayList<>();

  private final SimulatedStorageFactory storages = new SimulatedStorageFactory();

  private int storageCount;

  private CanisterHarness harness(long slice) {
    return harness(
        new ReplicatedState(
            CanisterHarness.subnet(SubnetInfo.CostSchedule.NORMAL), CanisterHarness.START_NANOS),
        slice);
  }

  private CanisterHarness harness(ReplicatedState state, long slice) {
    CanisterHarness harness = new CanisterHarness(state, slice);
    harness.manage();
    open.add(harness);
    return harness;
  }

  @AfterEach
  void close() {
    open.forEach(CanisterHarness::close);
  }

  private static Bytes little(long value) {
    return Bytes.wrap(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  private static long number(IngressStatus status) {
    Bytes reply = ((Replied) status).reply();
    return ByteBuffer.wrap(reply.unsafeArray()).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /// Counts up as often as the i64 at 8 says.
  private static void spin(CanisterModule.Code code) {
    code.wasm().open(Opcodes.LOOP);
    code.increment(512).increment(9_000);
    code.pointer(8).load(8).i64(1).op(I64_SUB).wasm().access(Opcodes.I64_STORE, 0);
    code.load(8).i64(0).op(I64_NE).wasm().brIf(0).end();
  }

  /// `spin` replies what it used; `later` sets a timer that spins; hooks spin as their argument
  /// says; `call_spin` has another canister spin and spins in its own callbacks, the second of
  /// which traps.
  private static Bytes module(Principal callee) {
    CanisterModule module = new CanisterModule();
    int onReply =
        module.callback(
            code -> {
              code.store(8, MANY);
              spin(code);
              code.pointer(8).ic("time").wasm().access(Opcodes.I64_STORE, 0);
              code.append(8, 8).reply();
            });
    int onCleanup =
        module.callback(
            code -> {
              code.store(8, MANY / 2);
              spin(code);
              code.increment(700);
            });
    int trapping =
        module.callback(
            code -> {
              code.store(8, MANY / 2);
              spin(code);
              code.trap("after all");
            });
    return module
        .export(
            "canister_update spin",
            code -> {
              code.arg(8);
              spin(code);
              code.i32(0).ic("performance_counter").replyLong();
            })
        .export(
            "canister_update began",
            code -> {
              code.arg(8);
              spin(code);
              code.ic("time").replyLong();
            })
        .export(
            "canister_update doomed",
            code -> {
              code.arg(8);
              spin(code);
              code.trap("after all");
            })
        .export("canister_update inc", code -> code.increment(600).load(600).replyLong())
        .export("canister_query count", code -> code.load(512).replyLong())
        .export(
            "canister_update later",
            code -> {
              code.ic("time").i64(1).op(Opcodes.I64_ADD).ic("global_timer_set");
              code.op(Opcodes.DROP).reply();
            })
        .export(
            "canister_global_timer",
            code -> {
              code.store(8, MANY);
              spin(code);
            })
        .export(
            "canister_update call_spin",
            code -> {
              code.store(8, 3);
              code.callNew(callee.bytes(), "spin", onReply, onReply);
              code.bytes(little(MANY)).ic("call_data_append").perform();
            })
        .export(
            "canister_update call_trap",
            code -> {
              code.callNew(callee.bytes(), "spin", trapping, trapping);
              code.pointer(onCleanup).pointer(7).ic("call_on_cleanup");
              code.bytes(little(MANY)).ic("call_data_append").perform();
            })
        .export(
            "canister_init",
            code -> {
              code.store(8, 1);
              code.arg(8);
              spin(code);
            })
        .export(
            "canister_pre_upgrade",
            code -> {
              code.store(8, MANY);
              spin(code);
              code.text("saved").ic("debug_print");
            })
        .export(
            "canister_post_upgrade",
            code -> {
              code.store(8, MANY);
              spin(code);
            })
        .build();
  }

  private static Principal deploy(CanisterHarness harness) {
    return harness.deploy(module(Principal.ofCanisterIndex(100)));
  }

  private static Ingress manage(
      CanisterHarness harness, Principal canister, String method, String argument) {
    var types = MANAGEMENT.method(method).argTypes();
    Bytes arg =
        CandidCodec.encode(
            MANAGEMENT.environment(),
            types,
            CandidText.parse(argument, MANAGEMENT.environment(), types));
    Ingress template = harness.ingress(canister, method, arg);
    return new Ingress(
        template.requestId(),
        CanisterHarness.CONTROLLER,
        canister,
        Principal.MANAGEMENT_CANISTER,
        method,
        arg,
        template.expiryNanos(),
        null);
  }

  private static Ingress install(CanisterHarness harness, Principal canister, String mode) {
    StringBuilder module = new StringBuilder();
    for (byte b : module(Principal.ofCanisterIndex(100)).unsafeArray()) {
      module.append("\\%02x".formatted(b));
    }
    return manage(
        harness,
        canister,
        "install_code",
        "(record { mode = variant { %s }; canister_id = principal \"%s\"; wasm_module = blob \"%s\"; arg = blob \"\\88\\13\\00\\00\\00\\00\\00\\00\" })"
            .formatted(mode, canister, module));
  }

  /// Rounds until nothing is left to do.
  private static int finish(CanisterHarness harness) {
    int rounds = 1;
    while (harness.round().moreToDo()) {
      assertThat(rounds++).isLessThan(500);
    }
    return rounds;
  }

  @Test
  void aLongMessageGoesOnInLaterRoundsAndCostsTheSame() {
    CanisterHarness whole = harness(Long.MAX_VALUE);
    IngressStatus expected = whole.call(deploy(whole), "spin", little(MANY));

    CanisterHarness sliced = harness(SLICE);
    Principal id = deploy(sliced);
    Ingress call = sliced.ingress(id, "spin", little(MANY));
    RoundSummary first = sliced.round(call);

    assertThat(sliced.status(call)).isEqualTo(new Processing());
    assertThat(first.moreToDo()).isTrue();
    assertThat(finish(sliced)).isGreaterThan(5);
    assertThat(sliced.status(call)).isEqualTo(expected);
    assertThat(number(expected)).isGreaterThan(5 * SLICE);
    assertThat(sliced.canister(id).cycles()).isEqualTo(whole.canister(id).cycles());
    assertThat(sliced.state().longExecutions()).isEmpty();
  }

  @Test
  void theTimeOfALongMessageIsThatOfItsBeginning() {
    CanisterHarness harness = harness(SLICE);
    Ingress call = harness.ingress(deploy(harness), "began", little(MANY));
    harness.round(call);
    long began = harness.state().timeNanos();

    finish(harness);

    assertThat(number(harness.status(call))).isEqualTo(began);
  }

  @Test
  void otherMessagesOfTheCanisterWaitAndOtherCanistersGoOn() {
    CanisterHarness harness = harness(SLICE);
    Principal busy = deploy(harness);
    Principal neighbour = deploy(harness);
    Ingress spin = harness.ingress(busy, "spin", little(MANY));
    Ingress waiting = harness.ingress(busy, "inc", Bytes.EMPTY);
    harness.round(spin, waiting);

    for (int i = 1; i <= 4; i++) {
      assertThat(number(harness.call(neighbour, "inc"))).isEqualTo(i);
      assertThat(harness.status(waiting)).isEqualTo(new Received());
      assertThat(harness.status(spin)).isEqualTo(new Processing());
    }
    finish(harness);

    assertThat(harness.status(spin)).isInstanceOf(Replied.class);
    assertThat(number(harness.status(waiting))).isEqualTo(1);
  }

  @Test
  void aSpinningHeartbeatTakesASliceOfEachRoundAndNoMore() {
    CanisterHarness harness = harness(SLICE);
    harness.deploy(
        new CanisterModule()
            .export("canister_heartbeat", code -> code.wasm().open(Opcodes.LOOP).br(0).end()));
    Principal neighbour = deploy(harness);

    for (int i = 1; i <= 10; i++) {
      Ingress call = harness.ingress(neighbour, "inc", Bytes.EMPTY);
      RoundSummary round = harness.round(call);

      assertThat(number(harness.status(call))).isEqualTo(i);
      assertThat(round.instructions())
          .isLessThan(SLICE + 2_000 + 3 * RoundLimits.EXECUTION_OVERHEAD_INSTRUCTIONS);
    }
    assertThat(harness.state().longExecutions()).hasSize(1);
  }

  @Test
  void queriesSeeTheStateBeforeALongMessage() {
    CanisterHarness harness = harness(SLICE);
    Principal id = deploy(harness);
    harness.round(harness.ingress(id, "spin", little(MANY)));

    assertThat(harness.query(id, "count", Bytes.EMPTY).toString()).contains("0100000000000000");
  }

  @Test
  void aMessageThatTrapsInALaterRoundIsUndone() {
    CanisterHarness harness = harness(SLICE);
    Principal id = deploy(harness);
    Ingress call = harness.ingress(id, "doomed", little(MANY));

    harness.round(call);
    assertThat(finish(harness)).isGreaterThan(5);

    assertThat(((Rejected) harness.status(call)).message()).contains("after all");
    assertThat(harness.query(id, "count", Bytes.EMPTY).toString()).contains("0100000000000000");
    assertThat(number(harness.call(id, "inc"))).isEqualTo(1);
  }

  @Test
  void installingGoesOnInLaterRoundsAndCallsAboutTheCanisterWait() {
    CanisterHarness harness = harness(SLICE);
    Principal id = deploy(harness);
    Ingress upgrade = install(harness, id, "upgrade = null");
    Ingress stop =
        manage(
            harness,
            id,
            "stop_canister",
            "(record { canister_id = principal \"%s\" })".formatted(id));
    Ingress call = harness.ingress(id, "inc", Bytes.EMPTY);
    harness.round(upgrade, stop, call);
    harness.round();

    assertThat(harness.status(upgrade)).isEqualTo(new Processing());
    assertThat(harness.status(stop)).isEqualTo(new Received());
    assertThat(harness.status(call)).isEqualTo(new Received());
    assertThat(harness.canister(id).status()).isInstanceOf(CanisterStatus.Running.class);

    assertThat(finish(harness)).isGreaterThan(10);
    assertThat(harness.status(upgrade)).isInstanceOf(Replied.class);
    assertThat(harness.status(stop)).isInstanceOf(Replied.class);
    assertThat(harness.canister(id).status()).isInstanceOf(CanisterStatus.Stopped.class);
  }

  @Test
  void feesOfCallsDuringALongMessageAreTakenAtItsEnd() {
    CanisterHarness whole = harness(Long.MAX_VALUE);
    CanisterHarness sliced = harness(SLICE);
    Principal id = deploy(whole);
    deploy(sliced);
    for (CanisterHarness harness : List.of(whole, sliced)) {
      harness.round(harness.ingress(id, "spin", little(MANY)));
      harness.round(harness.ingress(id, "inc", Bytes.EMPTY));
    }
    assertThat(sliced.canister(id).ingressDebit().isZero()).isFalse();

    finish(sliced);

    assertThat(sliced.canister(id).ingressDebit().isZero()).isTrue();
    assertThat(sliced.canister(id).consumed().byPurpose())
        .isEqualTo(whole.canister(id).consumed().byPurpose());
    assertThat(sliced.canister(id).cycles()).isEqualTo(whole.canister(id).cycles());
  }

  private Storage checkpoint(CanisterHarness harness) {
    Storage storage = storages.open(directory.resolve("s" + storageCount++));
    Checkpoints checkpoints = new Checkpoints(storage);
    checkpoints.changed(
        harness.state().canisters().keySet(),
        harness.state().ingressHistory().entries().keySet(),
        harness.state().ingressHistory());
    checkpoints.write(harness.state());
    return storage;
  }

  private SortedMap<String, Bytes> digests(CanisterHarness harness) {
    return TableDigests.of(checkpoint(harness));
  }

  private CanisterHarness restarted(CanisterHarness harness) {
    ReplicatedState loaded =
        Objects.requireNonNull(new Checkpoints(checkpoint(harness)).load(harness.state().subnet()));
    CanisterHarness next = harness(loaded, SLICE);
    next.restore();
    return next;
  }

  private static long setBack(CanisterHarness harness) {
    return harness.state().longExecutions().values().stream()
        .filter(LongExecution::setBack)
        .count();
  }

  @Test
  void oneExecutionTooManyIsUndoneAndBeginsAgainWhenAnotherHasEnded() {
    CanisterHarness whole = harness(Long.MAX_VALUE);
    CanisterHarness sliced = harness(SLICE);
    List<Principal> ids = new ArrayList<>();
    List<Ingress> calls = new ArrayList<>();
    for (int i = 0; i < RoundLimits.WAITING_EXECUTIONS_MAX + 2; i++) {
      ids.add(deploy(whole));
      deploy(sliced);
      calls.add(whole.ingress(ids.get(i), "spin", little(MANY)));
    }
    Principal neighbour = deploy(sliced);
    whole.round(calls.toArray(Ingress[]::new));
    sliced.round(calls.toArray(Ingress[]::new));

    assertThat(sliced.state().longExecutions()).hasSize(calls.size());
    assertThat(setBack(sliced)).isEqualTo(2);
    for (Ingress call : calls) {
      assertThat(sliced.status(call)).isEqualTo(new Processing());
      assertThat(sliced.query(call.receiver(), "count", Bytes.EMPTY).toString())
          .contains("0100000000000000");
    }
    Ingress aside = whole.ingress(neighbour, "inc", Bytes.EMPTY); // with an id of its own
    sliced.round(aside);
    assertThat(number(sliced.status(aside))).isEqualTo(1);
    sliced = restarted(sliced);
    assertThat(setBack(sliced)).isEqualTo(2);
    finish(sliced);

    assertThat(sliced.state().longExecutions()).isEmpty();
    for (int i = 0; i < calls.size(); i++) {
      assertThat(sliced.status(calls.get(i))).isEqualTo(whole.status(calls.get(i)));
      assertThat(cyclesButForMemory(sliced.canister(ids.get(i))))
          .isEqualTo(cyclesButForMemory(whole.canister(ids.get(i))));
    }
  }

  /// Memory costs more, the more rounds it takes.
  private static Cycles cyclesButForMemory(CanisterState canister) {
    return canister.cycles().plus(canister.consumed().of(CyclesConsumed.Purpose.MEMORY));
  }

  @Test
  void whatTheManagementCanisterRunsWaitsForAPlaceBeforeItBegins() {
    CanisterHarness harness = harness(SLICE);
    List<Ingress> calls = new ArrayList<>();
    for (int i = 0; i < RoundLimits.WAITING_EXECUTIONS_MAX + 2; i++) {
      calls.add(install(harness, deploy(harness), "reinstall"));
    }
    harness.round(calls.toArray(Ingress[]::new));

    assertThat(harness.state().longExecutions()).hasSize(RoundLimits.WAITING_EXECUTIONS_MAX);
    assertThat(harness.status(calls.getLast())).isEqualTo(new Received());
    finish(harness);
    for (Ingress call : calls) {
      assertThat(harness.status(call)).isInstanceOf(Replied.class);
    }
  }

  /// Two subnets get the same blocks; one of them stops and starts again and again, in the middle
  /// of whatever it does.
  @Test
  void aSubnetThatStopsInTheMiddleOfExecutionsEqualsOneThatDoesNot() {
    for (long seed = 0; seed < 4; seed++) {
      Random random = new Random(seed);
      CanisterHarness steady = harness(SLICE);
      CanisterHarness stopping = harness(SLICE);
      List<Principal> ids = new ArrayList<>();
      boolean tooMany = seed == 3;
      for (int i = 0; i < (tooMany ? 7 : 3); i++) {
        ids.add(deploy(steady));
        deploy(stopping);
      }
      int restartedInTheMiddle = 0;
      long restartedSetBack = 0;
      for (int round = 0; round < 60; round++) {
        List<Ingress> calls = new ArrayList<>();
        if (round < 40 && random.nextInt(3) > 0) {
          for (int i = 0; i < (tooMany ? 4 : 1); i++) {
            calls.add(anyCall(steady, ids.get(random.nextInt(ids.size())), random));
          }
        }
        steady.round(calls.toArray(Ingress[]::new));
        stopping.round(calls.toArray(Ingress[]::new));
        assertThat(digests(stopping))
            .as("seed %d, round %d", seed, round)
            .isEqualTo(digests(steady));
        if (random.nextInt(4) == 0) {
          restartedInTheMiddle += stopping.state().longExecutions().size();
          restartedSetBack += setBack(stopping);
          stopping = restarted(stopping);
          assertThat(digests(stopping))
              .as("seed %d, restart after round %d", seed, round)
              .isEqualTo(digests(steady));
        }
      }
      assertThat(restartedInTheMiddle).isPositive();
      assertThat(restartedSetBack > 0).isEqualTo(tooMany);
    }
  }

  private static Ingress anyCall(CanisterHarness harness, Principal id, Random random) {
    return switch (random.nextInt(9)) {
      case 0, 1 -> harness.ingress(id, "spin", little(1 + random.nextInt((int) MANY)));
      case 2 -> harness.ingress(id, "call_spin", Bytes.EMPTY);
      case 3 -> harness.ingress(id, "call_trap", Bytes.EMPTY);
      case 4 -> harness.ingress(id, "later", Bytes.EMPTY);
      case 5 -> install(harness, id, "upgrade = null");
      case 6 -> install(harness, id, "reinstall");
      default -> harness.ingress(id, "inc", Bytes.EMPTY);
    };
  }
}
