package dev.atoll.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.replica.certification.SubnetKeys;
import dev.atoll.replica.natives.NativeServices;
import dev.atoll.replica.persistence.BlockStore;
import dev.atoll.replica.state.SubnetInfo.CostSchedule;
import dev.atoll.replica.testing.Blst;
import dev.atoll.replica.testing.MemoryKeyStore;
import dev.atoll.spi.consensus.FinalizedBatch;
import dev.atoll.spi.execution.CodeCache;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.EngineTraits;
import dev.atoll.spi.execution.ModuleSource;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.kernel.KeyStore;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.tck.storage.SimulatedStorageFactory;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What engines make of canisters is compared in `distributions/itests`.
class ReplayTest {

  @TempDir private Path directory;

  private final SimulatedStorageFactory storages = new SimulatedStorageFactory();

  private final MemoryKeyStore keys = new MemoryKeyStore();

  private record Node(Path stateDirectory, KeyStore keys) implements NodeContext {

    @Override
    public String name() {
      return "test";
    }

    @Override
    public String version() {
      return "test";
    }
  }

  /// There is nothing to compile in these tests.
  private static final class NoEngine implements WasmEngine {

    @Override
    public EngineTraits traits() {
      return new EngineTraits("none", "1", false, 1L << 31, 1L << 20);
    }

    @Override
    public CompiledModule compile(ModuleSource source, CodeCache cache) {
      throw new UnsupportedOperationException("there is no module");
    }
  }

  private void replay() throws Exception {
    ReplicaConfig config =
        new ReplicaConfig(
            "application",
            CostSchedule.NORMAL,
            13,
            Duration.ofMinutes(1),
            0,
            1,
            /* keepBlocks= */ true,
            Optional.of(directory.resolve("replay")),
            Optional.empty());
    new Replay(
            config,
            new Node(directory, keys),
            storages,
            Blst.provider(),
            new NoEngine(),
            new NativeServices(new TreeMap<>()))
        .start();
  }

  private void keep(long firstHeight, long lastHeight) {
    try (Storage storage = storages.open(directory.resolve("storage"))) {
      BlockStore blocks = new BlockStore(storage.blocks());
      for (long height = firstHeight; height <= lastHeight; height++) {
        blocks.append(
            new FinalizedBatch(
                new Height(height), height * 10, Bytes.wrap(new byte[32]), Bytes.EMPTY));
      }
    }
  }

  private void makeKeys() {
    SubnetKeys.loadOrCreate(Blst.provider(), keys, new SplittableRandom(1));
  }

  @Test
  void emptyBlocksLeaveARootEach() throws Exception {
    makeKeys();
    keep(1, 3);

    replay();

    List<String> trace = Files.readAllLines(directory.resolve("replay").resolve(Replay.TRACE));
    assertThat(trace).hasSize(4);
    assertThat(trace.subList(0, 3))
        .allMatch(line -> line.contains("\"root\":"))
        .doesNotHaveDuplicates();
    assertThat(trace.getLast()).startsWith("{\"height\":3,\"tables\":\"replayed\",");
  }

  @Test
  void blocksThatBeginLaterAreRefused() {
    makeKeys();
    keep(57, 60);

    assertThatThrownBy(this::replay)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the first block is block 57, a replay begins with block 1: start a new state with"
                + " keep-blocks");
  }

  @Test
  void aNodeThatNeverRanIsRefused() {
    makeKeys();

    assertThatThrownBy(this::replay)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("there are no blocks");
  }

  @Test
  void missingKeysAreNotMadeUp() {
    keep(1, 3);

    assertThatThrownBy(this::replay)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the key store has no subnet-threshold-key");
  }
}
