package dev.atoll.replica.testing;

import dev.atoll.replica.cycles.CyclesAccounting;
import dev.atoll.replica.execution.CanisterRuntime;
import dev.atoll.replica.execution.CanisterSnapshot;
import dev.atoll.replica.execution.CodeStore;
import dev.atoll.replica.execution.EngineCode;
import dev.atoll.replica.execution.ExecutionObserver;
import dev.atoll.replica.execution.InstallRequest;
import dev.atoll.replica.execution.InstallResult;
import dev.atoll.replica.execution.InstructionLimits;
import dev.atoll.replica.execution.MessageExecutor;
import dev.atoll.replica.execution.PooledQueryExecutor;
import dev.atoll.replica.execution.PublishedState;
import dev.atoll.replica.execution.QueryCall;
import dev.atoll.replica.execution.QueryOutcome;
import dev.atoll.replica.execution.ShadowRun;
import dev.atoll.replica.execution.WasmCodeInstaller;
import dev.atoll.replica.management.CodeRemoval;
import dev.atoll.replica.management.ManagementCall;
import dev.atoll.replica.management.ManagementCanister;
import dev.atoll.replica.management.ManagementConfig;
import dev.atoll.replica.management.ManagementInterface;
import dev.atoll.replica.management.ManagementOutcome;
import dev.atoll.replica.management.ReplicatedManagementCanister;
import dev.atoll.replica.natives.NativeCodes;
import dev.atoll.replica.natives.NativeEngine;
import dev.atoll.replica.scheduler.FairRoundExecutor;
import dev.atoll.replica.scheduler.RoundInput;
import dev.atoll.replica.scheduler.RoundSummary;
import dev.atoll.replica.state.CanisterChange.InstallMode;
import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.Outbox;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.spi.execution.CodeCache;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Hashes;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import dev.atoll.types.SubnetId;
import dev.atoll.wasm.memory.CommittedMemory;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A subnet with execution and scheduling but without consensus and tree: tests install modules and
/// run rounds. The management canister answers everything alike, until [#manage].
public final class CanisterHarness implements AutoCloseable, PublishedState {

  public static final Principal USER = Principal.of(new byte[] {1, 2, 3, 2});

  public static final Principal CONTROLLER = Principal.of(new byte[] {9, 9, 9, 2});

  public static final long START_NANOS = 1_700_000_000_000_000_000L;

  public static final Cycles BALANCE = Cycles.of(new BigInteger("100000000000000"));

  public static final Bytes CERTIFICATE = Bytes.ofUtf8("certificate");

  private static final long ROUND_NANOS = 1_000_000_000;

  /// So many that most executions are whole.
  private static final long SLICE_INSTRUCTIONS = 50_000_000_000L;

  /// More than any execution of a test takes.
  private static final Duration SHADOW_EXECUTION_MAX = Duration.ofMinutes(1);

  private final CyclesAccounting costs = new CyclesAccounting(Map.of());

  private final CodeStore codes;

  private final CanisterRuntime runtime;

  private final WasmCodeInstaller installer;

  private final PooledQueryExecutor queries;

  private final FairRoundExecutor rounds;

  private final ReplicatedState state;

  private final TreeMap<Principal, CanisterSnapshot> snapshots = new TreeMap<>();

  private final List<ManagementCall> managementCalls = new ArrayList<>();

  private final TreeSet<Principal> touched = new TreeSet<>();

  private Lock reads = new ReentrantLock();

  private boolean deferring;

  private @Nullable ManagementCanister managed;

  private Bytes randomness = Bytes.wrap(new byte[32]);

  private long nextRequest;

  private static final class NoCache implements CodeCache {

    @Override
    public @Nullable Bytes get(String key) {
      return null;
    }

    @Override
    public void put(String key, Bytes code) {}
  }

  public CanisterHarness() {
    this(SubnetInfo.CostSchedule.NORMAL);
  }

  public CanisterHarness(SubnetInfo.CostSchedule schedule) {
    this(schedule, NativeCodes.NONE);
  }

  /// @param natives code in Java, at the canisters that it belongs to
  public CanisterHarness(SubnetInfo.CostSchedule schedule, NativeCodes natives) {
    this(new ReplicatedState(subnet(schedule), START_NANOS), SLICE_INSTRUCTIONS, natives);
  }

  /// Goes on with `state`, with executions in slices of `sliceInstructions`.
  public CanisterHarness(ReplicatedState state, long sliceInstructions) {
    this(state, sliceInstructions, NativeCodes.NONE);
  }

  private CanisterHarness(ReplicatedState state, long sliceInstructions, NativeCodes natives) {
    this.state = state;
    this.codes = new CodeStore(new NativeEngine(Chicory.engine(), natives), new NoCache());
    this.runtime = new CanisterRuntime(codes, costs, ExecutionObserver.NONE);
    this.installer = new WasmCodeInstaller(runtime, costs, natives::refusal);
    this.queries =
        new PooledQueryExecutor(
            codes,
            costs,
            (view, caller, method, arg) ->
                new QueryOutcome.Reject(ErrorCode.UNKNOWN_MANAGEMENT_MESSAGE, method, 0),
            () -> 0,
            2);
    this.rounds =
        new FairRoundExecutor(
            new MessageExecutor(runtime, costs),
            new Management(),
            this::uninstall,
            costs,
            Chicory.engine().traits().stackSizeBytes(),
            sliceInstructions);
  }

  public static SubnetInfo subnet(SubnetInfo.CostSchedule schedule) {
    return new SubnetInfo(
        new SubnetId(Principal.of(new byte[] {5, 5, 2})),
        Bytes.ofUtf8("public key"),
        Bytes.ofUtf8("root key"),
        "application",
        List.of(),
        new TreeMap<>(),
        schedule,
        13);
  }

  /// Brings a state that was loaded to where it was.
  public void restore() {
    rounds.restore(state);
    publish(new TreeSet<>(state.canisters().keySet()));
  }

  private final class Management implements ManagementCanister {

    @Override
    public ManagementOutcome execute(
        ReplicatedState s, ManagementCall call, Outbox outbox, long instructionLimit) {
      managementCalls.add(call);
      if (deferring) {
        return new ManagementOutcome.Deferred();
      }
      return managed == null
          ? new ManagementOutcome.Reply(Bytes.ofUtf8("managed"), call.cycles(), 0)
          : managed.execute(s, call, outbox, instructionLimit);
    }

    @Override
    public List<Principal> canistersOf(ManagementCall call) {
      return managed == null ? List.of() : managed.canistersOf(call);
    }

    @Override
    public ManagementOutcome.@Nullable Reject refusal(
        ManagementCall.ByCanister call, long senderVersion) {
      return managed == null ? null : managed.refusal(call, senderVersion);
    }
  }

  /// Lets the real management canister answer from now on.
  public void manage() {
    managed =
        new ReplicatedManagementCanister(
            ManagementInterface.load(),
            ManagementConfig.development("test"),
            installer,
            new CodeRemoval(installer),
            costs);
  }

  private void uninstall(ReplicatedState s, CanisterState canister, Outbox outbox) {
    installer.removeCode(canister);
    canister.setCycles(Cycles.ZERO);
  }

  public ReplicatedState state() {
    return state;
  }

  /// Runs everything on `candidate` too, from the next round on.
  public ShadowRun shadow(WasmEngine candidate) {
    return shadow(candidate, SHADOW_EXECUTION_MAX);
  }

  /// The same, with another limit for one execution.
  public ShadowRun shadow(WasmEngine candidate, Duration executionMax) {
    ShadowRun shadow = new ShadowRun(codes.prepare(candidate), state::height, executionMax);
    runtime.setShadow(shadow);
    return shadow;
  }

  /// Executes with `next` from the next round on.
  ///
  /// @return what was used before
  public EngineCode use(WasmEngine next) {
    EngineCode before = runtime.use(codes.prepare(next));
    queries.engineChanged();
    return before;
  }

  public WasmCodeInstaller installer() {
    return installer;
  }

  public List<ManagementCall> managementCalls() {
    return managementCalls;
  }

  /// Readers take `lock`; the test holds its counterpart while it publishes.
  public void guardReads(Lock lock) {
    reads = lock;
  }

  /// The randomness of the next rounds.
  public void setRandomness(Bytes bytes) {
    randomness = bytes;
  }

  /// Lets the management canister answer nobody from now on.
  public void deferManagement() {
    deferring = true;
  }

  public CanisterState canister(Principal id) {
    @Nullable CanisterState canister = state.canister(id);
    if (canister == null) {
      throw new IllegalArgumentException("no canister " + id);
    }
    return canister;
  }

  /// A new empty canister of [#CONTROLLER].
  public Principal create() {
    Principal id = Principal.ofCanisterIndex(100 + state.nextCanisterIndex());
    state.setNextCanisterIndex(state.nextCanisterIndex() + 1);
    state.add(
        new CanisterState(
            id,
            CanisterSettings.defaults(CONTROLLER),
            BALANCE,
            new CommittedMemory(),
            state.timeNanos()));
    touched.add(id);
    return id;
  }

  /// A new canister with code.
  public Principal deploy(Bytes module) {
    Principal id = create();
    InstallResult result = install(id, module, InstallMode.INSTALL, Bytes.EMPTY);
    if (result instanceof InstallResult.Failure failure) {
      throw new IllegalStateException(failure.message());
    }
    publish(new TreeSet<>());
    return id;
  }

  public Principal deploy(CanisterModule module) {
    return deploy(module.build());
  }

  public InstallResult install(Principal id, Bytes module, InstallMode mode, Bytes arg) {
    return install(id, new InstallRequest(mode, module, arg, CONTROLLER, null, null));
  }

  public InstallResult install(Principal id, InstallRequest request) {
    touched.add(id);
    return installer.install(
        state, canister(id), request, new RecordingNothing(), InstructionLimits.INSTALL_CODE_MAX);
  }

  /// Takes what executions outside of rounds send, and forgets it.
  public Outbox outbox() {
    return new RecordingNothing();
  }

  private static final class RecordingNothing implements Outbox {

    @Override
    public void send(CanisterMessage message) {}

    @Override
    public void changed(Principal canister) {}

    @Override
    public void answer(RequestId requestId, IngressStatus status) {}
  }

  /// A call of [#USER] that is not in a block yet.
  public Ingress ingress(Principal canister, String method, Bytes arg) {
    byte[] seed = Long.toString(nextRequest++).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new Ingress(
        new RequestId(Bytes.wrap(Hashes.sha256(seed))),
        USER,
        canister,
        canister,
        method,
        arg,
        state.timeNanos() + 300_000_000_000L,
        null);
  }

  /// Runs a round a second later and publishes.
  public RoundSummary round(Ingress... ingress) {
    return roundAfter(ROUND_NANOS, ingress);
  }

  public RoundSummary roundAfter(long nanos, Ingress... ingress) {
    RoundSummary summary = runRound(nanos, ingress);
    publish(summary.changed());
    return summary;
  }

  /// Runs a round without publishing.
  public RoundSummary runRound(long nanos, Ingress... ingress) {
    return rounds.execute(
        state,
        new RoundInput(
            state.height().next(), state.timeNanos() + nanos, randomness, List.of(ingress)));
  }

  public void publish(SortedSet<Principal> changed) {
    TreeSet<Principal> all = new TreeSet<>(changed);
    all.addAll(touched);
    touched.clear();
    runtime
        .publish(state, all)
        .forEach(
            (id, snapshot) -> {
              if (snapshot == null) {
                snapshots.remove(id);
              } else {
                snapshots.put(id, snapshot);
              }
            });
  }

  public IngressStatus status(Ingress ingress) {
    IngressStatus.@Nullable Entry entry = state.ingressHistory().get(ingress.requestId());
    if (entry == null) {
      throw new IllegalStateException("the call is not in the history");
    }
    return entry.status();
  }

  /// Calls a method in a round of its own and gives its status after that round.
  public IngressStatus call(Principal canister, String method, Bytes arg) {
    Ingress ingress = ingress(canister, method, arg);
    round(ingress);
    return status(ingress);
  }

  public IngressStatus call(Principal canister, String method) {
    return call(canister, method, Bytes.EMPTY);
  }

  /// The reply of a call that must succeed.
  public Bytes reply(Principal canister, String method) {
    return reply(canister, method, Bytes.EMPTY);
  }

  public Bytes reply(Principal canister, String method, Bytes arg) {
    IngressStatus status = call(canister, method, arg);
    if (status instanceof IngressStatus.Replied(Bytes reply)) {
      return reply;
    }
    throw new IllegalStateException("expected a reply, found " + status);
  }

  public QueryOutcome query(Principal canister, String method, Bytes arg) {
    return query(canister, method, arg, InstructionLimits.QUERY_MAX);
  }

  public QueryOutcome query(Principal canister, String method, Bytes arg, long limit) {
    return queries.run(
        this, new QueryCall(QueryCall.Kind.QUERY, canister, method, arg, USER, null, limit));
  }

  public QueryOutcome inspect(Principal canister, String method, Bytes arg) {
    return queries.run(
        this,
        new QueryCall(
            QueryCall.Kind.INSPECT,
            canister,
            method,
            arg,
            USER,
            null,
            InstructionLimits.INSPECT_MESSAGE_MAX));
  }

  @Override
  public <T extends @Nullable Object> T read(Function<View, T> reader) {
    reads.lock();
    try {
      return reader.apply(new Snapshots());
    } finally {
      reads.unlock();
    }
  }

  private final class Snapshots implements View {

    @Override
    public long timeNanos() {
      return state.timeNanos();
    }

    @Override
    public SubnetInfo subnet() {
      return state.subnet();
    }

    @Override
    public @Nullable CanisterSnapshot canister(Principal id) {
      return snapshots.get(id);
    }

    @Override
    public Bytes dataCertificate(Principal canister) {
      return CERTIFICATE;
    }
  }

  @Override
  public void close() {
    rounds.close();
    queries.close();
    runtime.close();
    codes.close();
  }
}
