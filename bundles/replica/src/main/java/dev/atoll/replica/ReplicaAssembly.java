package dev.atoll.replica;

import dev.atoll.replica.certification.CertifiedStates;
import dev.atoll.replica.certification.SubnetKeys;
import dev.atoll.replica.execution.ExecutionObserver;
import dev.atoll.replica.execution.PooledQueryExecutor;
import dev.atoll.replica.ingress.Authenticator;
import dev.atoll.replica.ingress.CanisterSignatures;
import dev.atoll.replica.ingress.IngressIntake;
import dev.atoll.replica.ingress.IngressPool;
import dev.atoll.replica.ingress.PoolPayloadSource;
import dev.atoll.replica.ingress.RequestGate;
import dev.atoll.replica.ingress.SignedCall;
import dev.atoll.replica.management.IngressRules;
import dev.atoll.replica.management.ManagementQueries;
import dev.atoll.replica.natives.NativeCodes;
import dev.atoll.replica.natives.NativeServices;
import dev.atoll.replica.natives.NativeSetup;
import dev.atoll.replica.persistence.BlockStore;
import dev.atoll.replica.persistence.Checkpoints;
import dev.atoll.replica.query.QueryHandler;
import dev.atoll.replica.query.StateReader;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.spi.consensus.ConsensusEngineFactory;
import dev.atoll.spi.consensus.TimeSource;
import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.storage.Storage;
import dev.atoll.types.Height;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a replica out of the implementations that were chosen for it.
final class ReplicaAssembly {

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaAssembly.class);

  /// How long stopping waits for a batch; one in which a call uses all of its instructions may take
  /// longer.
  private static final Duration SUBNET_STOP_MAX = Duration.ofSeconds(5);

  private final ReplicaConfig config;

  private final NodeContext node;

  private final CryptoProvider crypto;

  private final WasmEngine engine;

  private final ConsensusEngineFactory engines;

  private final TimeSource time;

  private final NativeServices natives;

  private final ReplicaMetrics metrics;

  ReplicaAssembly(
      ReplicaConfig config,
      NodeContext node,
      CryptoProvider crypto,
      WasmEngine engine,
      ConsensusEngineFactory engines,
      TimeSource time,
      NativeServices natives,
      ReplicaMetrics metrics) {
    this.config = config;
    this.node = node;
    this.crypto = crypto;
    this.engine = engine;
    this.engines = engines;
    this.time = time;
    this.natives = natives;
    this.metrics = metrics;
  }

  /// Loads the newest checkpoint and replays the blocks after it; starts no thread.
  ///
  /// @param storage remains the caller's if this throws
  RunningReplica assemble(SubnetKeys keys, Storage storage)
      throws IOException, InterruptedException {
    NativeCodes nativeCodes = natives.codes();
    Core core =
        Core.assemble(
            engine,
            nativeCodes,
            new FileCodeCache(node.stateDirectory().resolve("code-cache")),
            node.version(),
            ExecutionObserver.NONE);
    SubnetInfo subnet = Genesis.subnet(config, keys);
    CertifiedStates states = new CertifiedStates(subnet);
    ManagementQueries managementQueries = new ManagementQueries(core.candid(), core.costs());
    PooledQueryExecutor queries =
        new PooledQueryExecutor(
            core.codes(),
            core.costs(),
            (view, caller, method, arg) -> managementQueries.run(states, caller, method, arg),
            System::nanoTime,
            config.queryConcurrency());
    Checkpoints checkpoints = new Checkpoints(storage);
    BlockStore blocks = new BlockStore(storage.blocks());
    @Nullable ReplicatedState loaded = checkpoints.load(subnet);
    if (loaded != null) {
      restore(core, loaded);
    }
    BatchExecutor executor =
        new BatchExecutor(
            loaded == null ? Genesis.state(subnet) : loaded,
            core.rounds(),
            core.runtime(),
            keys,
            states,
            checkpoints);
    OnBigStack.run(engine.traits().stackSizeBytes(), () -> replay(executor, blocks));
    executor.certifyLoaded();

    IngressPool pool = new IngressPool();
    List<SignedCall> setup =
        new NativeSetup(natives, nativeCodes).calls(executor.state(), time.nowNanos());
    setup.forEach(pool::add);
    pool.wake(); // the first block at once: the node is ready after it
    PoolPayloadSource payloads = new PoolPayloadSource(pool);
    SubnetThread thread =
        new SubnetThread(
            executor,
            blocks,
            checkpoints,
            pool,
            payloads,
            config,
            System::nanoTime,
            SUBNET_STOP_MAX,
            states::fail,
            metrics,
            engine.traits().stackSizeBytes());
    ReplaceableConsensus consensus =
        new ReplaceableConsensus(engines, payloads, thread, time, thread::next);
    RequestGate gate =
        new RequestGate(
            new Authenticator(
                crypto, new CanisterSignatures(crypto::verifyBls, keys::subnetPublicKey)),
            time);
    IngressRules rules = new IngressRules(core.candid(), core.managed());
    return new RunningReplica(
        storage,
        keys,
        core,
        queries,
        states,
        thread,
        consensus,
        new IngressIntake(gate, states, queries, rules, pool),
        new QueryHandler(
            gate, states, queries, managementQueries, keys.nodeKey(), keys.nodeId(), time),
        new StateReader(gate, states),
        setup);
  }

  /// Takes as long as the executions under way had taken when the node stopped.
  private static void restore(Core core, ReplicatedState loaded) {
    loaded
        .longExecutions()
        .forEach(
            (canister, execution) ->
                LOG.info(
                    "executes again what was under way canister={} instructions={}",
                    canister,
                    execution.grantedInstructions()));
    core.rounds().restore(loaded);
  }

  private static void replay(BatchExecutor executor, BlockStore blocks) {
    Height from = executor.state().height();
    blocks.replayAbove(from, executor::replay);
    if (!executor.state().height().equals(from)) {
      LOG.info("replayed from={} to={}", from, executor.state().height());
    }
  }
}
