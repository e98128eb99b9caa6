package dev.atoll.replica;

import dev.atoll.replica.certification.SubnetKeys;
import dev.atoll.replica.ingress.PayloadCodec;
import dev.atoll.replica.natives.NativeServices;
import dev.atoll.replica.persistence.BlockStore;
import dev.atoll.replica.persistence.Checkpoints;
import dev.atoll.replica.persistence.TableDigests;
import dev.atoll.replica.scheduler.RoundSummary;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.replica.tree.StateTree;
import dev.atoll.spi.consensus.FinalizedBatch;
import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.kernel.Lifecycle;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.types.Height;
import dev.atoll.types.RequestId;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Executes the blocks that a replica has kept once more, from genesis, with the engine of this
/// node, and writes an [ExecutionTrace] of it.
///
/// [#start] does all of the work. The state goes to a storage of its own; that of the replica is
/// only read.
final class Replay implements Lifecycle {

  /// The file that it leaves in the directory of the replay.
  static final String TRACE = "trace.jsonl";

  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

  /// How often the log says how far it is.
  private static final long PROGRESS_BLOCKS = 1000;

  private final ReplicaConfig config;

  private final NodeContext node;

  private final StorageFactory storages;

  private final CryptoProvider crypto;

  private final WasmEngine engine;

  private final NativeServices natives;

  @Inject
  Replay(
      ReplicaConfig config,
      NodeContext node,
      StorageFactory storages,
      CryptoProvider crypto,
      WasmEngine engine,
      NativeServices natives) {
    this.config = config;
    this.node = node;
    this.storages = storages;
    this.crypto = crypto;
    this.engine = engine;
    this.natives = natives;
  }

  @Override
  public void start() throws IOException, InterruptedException {
    Path into = Files.createDirectories(config.replayInto().orElseThrow());
    FileCodeCache cache = new FileCodeCache(into.resolve("code-cache"));
    try (Storage recorded = storages.open(node.stateDirectory().resolve("storage"));
        Storage scratch = storages.open(into.resolve("storage"));
        ExecutionTrace trace = new ExecutionTrace(into.resolve(TRACE));
        Core core = Core.assemble(engine, natives.codes(), cache, node.version(), trace)) {
      checkBlocks(recorded);
      SubnetInfo subnet = Genesis.subnet(config, SubnetKeys.load(crypto, node.keys()));
      Run run = new Run(recorded, scratch, trace, core, Genesis.state(subnet));
      OnBigStack.run(engine.traits().stackSizeBytes(), run::execute);
    }
  }

  private static void checkBlocks(Storage recorded) {
    Height first = recorded.blocks().firstHeight();
    if (!Height.GENESIS.next().equals(first)) {
      throw new IllegalStateException(
          "%s, a replay begins with block 1: start a new state with keep-blocks"
              .formatted(
                  first == null ? "there are no blocks" : "the first block is block " + first));
    }
  }

  /// One replay, on the thread that executes.
  private final class Run {

    private final Storage recorded;

    private final Storage scratch;

    private final ExecutionTrace trace;

    private final Core core;

    private final ReplicatedState state;

    private final StateTree tree;

    private final Checkpoints checkpoints;

    Run(Storage recorded, Storage scratch, ExecutionTrace trace, Core core, ReplicatedState state) {
      this.recorded = recorded;
      this.scratch = scratch;
      this.trace = trace;
      this.core = core;
      this.state = state;
      this.tree = new StateTree(state.subnet());
      this.checkpoints = new Checkpoints(scratch);
    }

    void execute() {
      BlockStore blocks = new BlockStore(recorded.blocks());
      Height last = Objects.requireNonNull(blocks.lastHeight(), "blocks are there");
      @Nullable Height checkpoint = Checkpoints.heightIn(recorded);
      if (checkpoint != null) {
        trace.tables(checkpoint, "recorded", TableDigests.of(recorded));
      }
      blocks.replayAbove(
          Height.GENESIS,
          batch -> {
            execute(batch);
            if (batch.height().equals(checkpoint) || batch.height().equals(last)) {
              checkpoints.write(state);
              trace.tables(batch.height(), "replayed", TableDigests.of(scratch));
            }
            if (batch.height().value() % PROGRESS_BLOCKS == 0) {
              LOG.info("replays height={} last={}", batch.height(), last);
            }
          });
      LOG.info("replayed to={} engine={}", last, engine.traits().name());
    }

    private void execute(FinalizedBatch batch) {
      trace.begin(batch.height());
      RoundSummary summary =
          core.rounds()
              .execute(state, BatchExecutor.input(batch, PayloadCodec.decode(batch.payload())));
      List<RequestId> statuses = state.ingressHistory().takeChanged();
      checkpoints.changed(summary.changed(), statuses, state.ingressHistory());
      core.runtime().publish(state, summary.changed());
      trace.round(
          summary.instructions(),
          summary.messages(),
          summary.changed(),
          tree.update(state, summary.changed(), statuses).rootHash());
    }
  }

  @Override
  public void stop() {}
}
