package dev.atoll.replica;

import dev.atoll.replica.execution.EngineCode;
import dev.atoll.replica.execution.ShadowRun;
import dev.atoll.replica.natives.NativeEngine;
import dev.atoll.replica.natives.NativeServices;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.systemapi.CanisterFault;
import dev.atoll.spi.execution.EngineTraits;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.kernel.ExchangePlan;
import dev.atoll.spi.kernel.ServiceExchange;
import dev.atoll.spi.kernel.SwapRefusedException;
import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import dev.atoll.wasm.ValidatedModule;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts another engine in place of the present one between two rounds.
///
/// The memories of the canisters belong to the core and stay where they are. Executions that are
/// under way go on with the engine they began with. Modules are compiled beforehand, beside the
/// rounds.
final class EngineExchange implements ServiceExchange<WasmEngine> {

  private static final Logger LOG = LoggerFactory.getLogger(EngineExchange.class);

  private static final Duration EXCHANGE_MAX = Duration.ofSeconds(30);

  /// How long an engine in the shadow may be at one execution, for the round waits for it. A slice
  /// of an honest one takes about a second.
  private static final Duration SHADOW_EXECUTION_MAX = Duration.ofSeconds(5);

  private final Replica replica;

  private final NativeServices natives;

  private volatile @Nullable EngineCode prepared;

  private volatile @Nullable EngineCode before;

  @Inject
  EngineExchange(Replica replica, NativeServices natives) {
    this.replica = replica;
    this.natives = natives;
  }

  @Override
  public Class<WasmEngine> serviceType() {
    return WasmEngine.class;
  }

  @Override
  public void prepare(WasmEngine next, ExchangePlan plan) throws Exception {
    RunningReplica running = replica.running();
    checkTraits(running.core().codes().traits(), next.traits(), plan);
    running
        .thread()
        .betweenRounds(
            () -> {
              checkHeaps(running.thread().state(), next.traits());
              return true;
            });
    EngineCode code = running.core().codes().prepare(new NativeEngine(next, natives.codes()));
    prepared = code;
    compile(running, code);
    if (plan.shadowRounds() > 0) {
      shadow(running, code, plan);
    }
  }

  /// Threads were started with the stack that the present engine asks for.
  private static void checkTraits(EngineTraits present, EngineTraits next, ExchangePlan plan)
      throws SwapRefusedException {
    if (next.heapSizeBytesMax() != present.heapSizeBytesMax()) {
      plan.progress()
          .accept(
              "heaps may grow to %d bytes with engine %s, to %d with %s"
                  .formatted(
                      next.heapSizeBytesMax(),
                      next.name(),
                      present.heapSizeBytesMax(),
                      present.name()));
    }
    if (next.stackSizeBytes() > present.stackSizeBytes()) {
      throw new SwapRefusedException(
          "engine %s needs %d bytes of stack, the threads of the node have %d"
              .formatted(next.name(), next.stackSizeBytes(), present.stackSizeBytes()));
    }
  }

  private static void checkHeaps(ReplicatedState state, EngineTraits next)
      throws SwapRefusedException {
    for (CanisterState canister : state.canisters().values()) {
      @Nullable ExecutionState execution = canister.execution();
      if (execution != null && execution.heap().latestSizeBytes() > next.heapSizeBytesMax()) {
        throw new SwapRefusedException(
            "canister %s has a heap of %d bytes, engine %s addresses %d"
                .formatted(
                    canister.id(),
                    execution.heap().latestSizeBytes(),
                    next.name(),
                    next.heapSizeBytesMax()));
      }
    }
  }

  /// Compiles what the canisters run, so that no call waits for it later.
  private static void compile(RunningReplica running, EngineCode code) throws Exception {
    Map<Principal, ValidatedModule> modules =
        running.thread().betweenRounds(() -> modules(running.thread().state()));
    for (Map.Entry<Principal, ValidatedModule> entry : modules.entrySet()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      try {
        code.compile(entry.getValue());
      } catch (CanisterFault fault) {
        throw new SwapRefusedException(
            "engine %s cannot run the module of canister %s: %s"
                .formatted(code.traits().name(), entry.getKey(), fault.messageFor(entry.getKey())));
      }
    }
  }

  /// One canister for each module.
  private static Map<Principal, ValidatedModule> modules(ReplicatedState state) {
    TreeMap<Bytes, Principal> known = new TreeMap<>();
    TreeMap<Principal, ValidatedModule> modules = new TreeMap<>();
    for (CanisterState canister : state.canisters().values()) {
      @Nullable ExecutionState execution = canister.execution();
      if (execution != null
          && known.putIfAbsent(execution.module().moduleHash(), canister.id()) == null) {
        modules.put(canister.id(), execution.module());
      }
    }
    return modules;
  }

  private static void shadow(RunningReplica running, EngineCode code, ExchangePlan plan)
      throws Exception {
    ShadowRun shadow =
        new ShadowRun(code, () -> running.thread().state().height(), executionMax(plan.limit()));
    set(running, shadow);
    try {
      long end = System.nanoTime() + plan.limit().toNanos();
      int told = 0;
      while (shadow.rounds() < plan.shadowRounds() && shadow.difference() == null) {
        if (System.nanoTime() > end) {
          throw new SwapRefusedException(
              "only %d of %d rounds were compared within %d s"
                  .formatted(shadow.rounds(), plan.shadowRounds(), plan.limit().toSeconds()));
        }
        TimeUnit.MILLISECONDS.sleep(5);
        if (shadow.rounds() / 10 > told) {
          told = shadow.rounds() / 10;
          plan.progress().accept(progress(shadow, plan));
        }
      }
    } finally {
      set(running, null);
    }
    @Nullable String difference = shadow.difference();
    if (difference != null) {
      throw new SwapRefusedException(
          "engine %s differs: %s".formatted(code.traits().name(), difference));
    }
    plan.progress().accept(progress(shadow, plan));
  }

  /// Before the kernel gives up the step, so that the reason is told.
  private static Duration executionMax(Duration limit) {
    Duration half = limit.dividedBy(2);
    return half.compareTo(SHADOW_EXECUTION_MAX) < 0 ? half : SHADOW_EXECUTION_MAX;
  }

  private static String progress(ShadowRun shadow, ExchangePlan plan) {
    return "%d of %d rounds: %d executions are equal, %d took too long to compare"
        .formatted(
            Math.min(shadow.rounds(), plan.shadowRounds()),
            plan.shadowRounds(),
            shadow.compared(),
            shadow.tooLong());
  }

  private static void set(RunningReplica running, @Nullable ShadowRun shadow) throws Exception {
    running
        .thread()
        .betweenRounds(
            () -> {
              running.core().runtime().setShadow(shadow);
              return true;
            });
  }

  @Override
  public void exchange(Commit commit) throws Exception {
    RunningReplica running = replica.running();
    EngineCode next = Objects.requireNonNull(prepared, "an engine was prepared");
    running
        .thread()
        .betweenRounds(
            () -> {
              checkHeaps(running.thread().state(), next.traits());
              commit.durable(Map.of());
              prepared = null;
              before = running.core().runtime().use(next);
              running.queries().engineChanged();
              return true;
            });
    LOG.info("executes with engine={}", next.traits().name());
  }

  /// The longest round; nobody waits for the exchange itself.
  @Override
  public Duration exchangeLimit() {
    return EXCHANGE_MAX;
  }

  @Override
  public boolean awaitRelease(Duration limit) throws InterruptedException {
    @Nullable EngineCode old = before;
    if (old != null && !old.awaitUnused(limit)) {
      return false;
    }
    before = null;
    return true;
  }

  @Override
  public void abandon() {
    @Nullable EngineCode code = prepared;
    prepared = null;
    if (code != null) {
      code.retire();
    }
  }
}
