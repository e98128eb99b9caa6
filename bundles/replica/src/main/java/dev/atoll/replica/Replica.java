package dev.atoll.replica;

import dev.atoll.replica.certification.CertifiedState;
import dev.atoll.replica.certification.CertifiedStates;
import dev.atoll.replica.certification.SubnetKeys;
import dev.atoll.replica.execution.OverloadedException;
import dev.atoll.replica.ingress.SignedCall;
import dev.atoll.replica.natives.NativeServices;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.spi.consensus.ConsensusEngine;
import dev.atoll.spi.consensus.ConsensusEngineFactory;
import dev.atoll.spi.consensus.TimeSource;
import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.gateway.ApiVersion;
import dev.atoll.spi.gateway.QueryResult;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.spi.gateway.SubmitResult;
import dev.atoll.spi.gateway.SubnetClient;
import dev.atoll.spi.gateway.SubnetStatus;
import dev.atoll.spi.kernel.Lifecycle;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One replica of one subnet. The subnet is its own root: the only node holds the whole threshold
/// key.
///
/// [#start] loads the newest checkpoint, replays the blocks after it and starts consensus; after
/// it, methods may be called from any thread.
final class Replica implements SubnetClient, Lifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  private static final String STORAGE = "storage";

  /// How often it is said that the first block is not executed yet.
  private static final long FIRST_BLOCK_WARNING_SECONDS = 10;

  private final NodeContext node;

  private final StorageFactory storages;

  private final CryptoProvider crypto;

  private final WasmEngine engine;

  private final ConsensusEngineFactory engines;

  private final ReplicaMetrics metrics;

  private final ReplicaAssembly assembly;

  private volatile @Nullable RunningReplica running;

  private volatile SubnetStatus.Health health = SubnetStatus.Health.STARTING;

  @Inject
  Replica(
      ReplicaConfig config,
      NodeContext node,
      StorageFactory storages,
      CryptoProvider crypto,
      WasmEngine engine,
      ConsensusEngineFactory engines,
      TimeSource time,
      NativeServices natives) {
    this.node = node;
    this.storages = storages;
    this.crypto = crypto;
    this.engine = engine;
    this.engines = engines;
    this.metrics = new ReplicaMetrics(node.metrics());
    this.assembly =
        new ReplicaAssembly(config, node, crypto, engine, engines, time, natives, metrics);
    StorageSize.observe(node.metrics(), node.stateDirectory().resolve(STORAGE));
  }

  @Override
  public void start() throws IOException, InterruptedException {
    SubnetKeys keys = SubnetKeys.loadOrCreate(crypto, node.keys(), new SecureRandom());
    Storage storage = storages.open(node.stateDirectory().resolve(STORAGE));
    RunningReplica started;
    try {
      started = assembly.assemble(keys, storage);
    } catch (IOException | InterruptedException | RuntimeException e) {
      storage.close();
      throw e;
    }
    running = started;
    started.thread().start();
    Height loaded = started.states().require().height();
    started
        .consensus()
        .start(
            new ConsensusEngine.StartPoint(loaded.next(), started.states().require().timeNanos()));
    awaitFirstBlock(started, loaded);
    started.setup().forEach(call -> report(started.states(), call));
    health = SubnetStatus.Health.HEALTHY;
    LOG.info(
        "replica is up subnet={} height={} engine={} consensus={} storage={}",
        keys.subnetId(),
        started.states().require().height(),
        engine.traits().name(),
        engines.name(),
        storages.name());
  }

  /// Says what became of a call that set up a canister in Java.
  @SuppressWarnings("FutureReturnValueIgnored") // it is logged, and nobody waits for it
  private static void report(CertifiedStates states, SignedCall call) {
    states
        .answer(call.requestId())
        .thenAccept(
            certificate -> {
              IngressStatus.@Nullable Entry entry = states.status(call.requestId());
              if (entry != null && entry.status() instanceof IngressStatus.Rejected rejected) {
                LOG.error(
                    "native canister {} is not set up: {}: {}",
                    call.effectiveCanisterId(),
                    call.call().methodName(),
                    rejected.message());
              } else {
                LOG.info(
                    "native canister {}: {}", call.effectiveCanisterId(), call.call().methodName());
              }
            });
  }

  /// However long it takes: canisters may have left much to do.
  private static void awaitFirstBlock(RunningReplica started, Height loaded)
      throws InterruptedException {
    long begin = System.nanoTime();
    long warned = 0;
    while (started.states().require().height().equals(loaded)) {
      @Nullable String failure = started.failure();
      if (failure != null) {
        throw new IllegalStateException(failure, started.thread().failure());
      }
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
      if (seconds - warned >= FIRST_BLOCK_WARNING_SECONDS) {
        warned = seconds;
        LOG.warn(
            "no block was executed within {} s; consensus: {}",
            seconds,
            started.consensus().status());
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  @Override
  public void stop() throws InterruptedException {
    @Nullable RunningReplica stopping = running;
    if (stopping == null) {
      return;
    }
    health = SubnetStatus.Health.STOPPING;
    running = null;
    stopping.consensus().close();
    boolean ended = stopping.thread().stop();
    stopping.queries().close();
    if (ended) { // else they are in use
      stopping.core().close();
    }
    stopping.storage().close();
    LOG.info("replica has stopped height={}", stopping.states().require().height());
  }

  RunningReplica running() {
    @Nullable RunningReplica current = running;
    if (current == null) {
      throw new IllegalStateException("replica is not running");
    }
    return current;
  }

  /// The parts of a replica that works: what a failed one knows is out of date.
  private RunningReplica working() {
    RunningReplica current = running();
    @Nullable String failure = current.failure();
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    return current;
  }

  /// Why the replica can do no more, null if it can.
  @Nullable String failure() {
    return running().failure();
  }

  @Override
  public SubnetStatus status() {
    RunningReplica current = running();
    @Nullable CertifiedState certified = current.states().latest();
    boolean failed = current.failure() != null;
    return new SubnetStatus(
        current.keys().subnetPublicKey(),
        current.keys().subnetId().principal(),
        Principal.ofCanisterIndex(Genesis.FIRST_CANISTER_INDEX),
        failed ? SubnetStatus.Health.FAILED : health,
        certified == null ? Height.GENESIS : certified.height(),
        node.version());
  }

  @Override
  public SubmitResult submitCall(Principal effectiveCanisterId, Bytes envelope) {
    return submit(() -> working().intake().submit(effectiveCanisterId, envelope));
  }

  @Override
  public SubmitResult submitSubnetCall(Principal subnetId, Bytes envelope) {
    return submit(() -> working().intake().submitToSubnet(subnetId, envelope));
  }

  private SubmitResult submit(Supplier<SubmitResult> intake) {
    try {
      return metrics.submitted(intake.get());
    } catch (OverloadedException e) {
      return metrics.submitted(new SubmitResult.Refused(refusal(e)));
    }
  }

  private static Refusal refusal(OverloadedException e) {
    return new Refusal(Refusal.Kind.UNAVAILABLE, e.text());
  }

  @Override
  public CompletableFuture<Bytes> answer(RequestId requestId, ApiVersion version) {
    return working().states().answer(requestId);
  }

  @Override
  public QueryResult query(Principal effectiveCanisterId, Bytes envelope) {
    long begin = System.nanoTime();
    QueryResult result;
    try {
      result = working().queryHandler().query(effectiveCanisterId, envelope);
    } catch (OverloadedException e) {
      result = new QueryResult.Refused(refusal(e));
    }
    return metrics.queried(result, System.nanoTime() - begin);
  }

  @Override
  public QueryResult subnetQuery(Principal subnetId, Bytes envelope) {
    return metrics.read("query", working().queryHandler().subnetQuery(subnetId, envelope));
  }

  @Override
  public QueryResult readState(Principal effectiveCanisterId, Bytes envelope, ApiVersion version) {
    return metrics.read(
        "read_state", working().reader().canister(effectiveCanisterId, envelope, version));
  }

  @Override
  public QueryResult readSubnetState(Principal subnetId, Bytes envelope, ApiVersion version) {
    return metrics.read("read_state", working().reader().subnet(subnetId, envelope, version));
  }
}
