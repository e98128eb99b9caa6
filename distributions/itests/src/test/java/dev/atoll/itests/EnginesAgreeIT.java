package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.candid.CandidCodec;
import dev.atoll.candid.CandidText;
import dev.atoll.candid.CandidValues;
import dev.atoll.crypto.blst.BlstModule;
import dev.atoll.execution.chicory.ChicoryConfig;
import dev.atoll.execution.chicory.ChicoryModule;
import dev.atoll.kernel.cli.TraceComparison;
import dev.atoll.kernel.cli.TraceComparison.Difference;
import dev.atoll.replica.ReplicaConfig;
import dev.atoll.replica.ReplicaModule;
import dev.atoll.replica.state.SubnetInfo.CostSchedule;
import dev.atoll.spi.crypto.CryptoProvider;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.gateway.ApiVersion;
import dev.atoll.spi.gateway.SubmitResult;
import dev.atoll.spi.gateway.SubnetClient;
import dev.atoll.spi.kernel.KeyStore;
import dev.atoll.spi.kernel.Lifecycle;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.tck.storage.SimulatedStorageFactory;
import dev.atoll.types.Bytes;
import dev.atoll.types.CallRequest;
import dev.atoll.types.Envelope;
import dev.atoll.types.Principal;
import dev.atoll.wasm.memory.LinearMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Replays of what a node has executed, on compiled and interpreted code of Chicory, on the engine
/// of our own, and on engines with a small mistake: the right ones agree, each mistake is found
/// where it was made.
final class EnginesAgreeIT {

  private static final String REPLIES = "";

  private static final String TRAPS = "IC0502";

  private static final String DOES_NOT_REPLY = "IC0506";

  /// Methods of [Canisters#workout], and the error code of their answer if it is a reject.
  private static final List<Map.Entry<String, String>> CALLS =
      List.of(
          Map.entry("fibonacci", REPLIES),
          Map.entry("mix", REPLIES),
          Map.entry("nan", REPLIES),
          Map.entry("grow", REPLIES),
          Map.entry("unreachable", TRAPS),
          Map.entry("divide", TRAPS),
          Map.entry("outside", TRAPS),
          Map.entry("recurse", TRAPS),
          Map.entry("silent", DOES_NOT_REPLY),
          Map.entry("grow", REPLIES),
          Map.entry("fibonacci", REPLIES));

  private static final Duration ANSWER_MAX = Duration.ofMinutes(2);

  @TempDir private Path directory;

  private final MemoryKeys keys = new MemoryKeys();

  private final SimulatedStorageFactory storages = new SimulatedStorageFactory();

  private final long startNanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());

  private static final class MemoryKeys implements KeyStore {

    private final Map<String, byte[]> secrets = new ConcurrentHashMap<>();

    @Override
    public Optional<byte[]> load(String name) {
      return Optional.ofNullable(secrets.get(name)).map(byte[]::clone);
    }

    @Override
    public void store(String name, byte[] secret) {
      secrets.put(name, secret.clone());
    }
  }

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

  private Node node() {
    return new Node(directory, keys);
  }

  private WasmEngine engine(ChicoryConfig.Mode mode) {
    return RealBundle.service(
        new ChicoryModule(),
        WasmEngine.class,
        new RealBundle.Surroundings(node(), new ChicoryConfig(mode), List.of()));
  }

  private RealBundle.Surroundings surroundings(
      WasmEngine engine, ScriptedConsensus consensus, Optional<Path> replayInto) {
    CryptoProvider crypto =
        RealBundle.service(
            new BlstModule(),
            CryptoProvider.class,
            new RealBundle.Surroundings(node(), null, List.of()));
    ReplicaConfig config =
        new ReplicaConfig(
            "application",
            CostSchedule.NORMAL,
            13,
            Duration.ofMinutes(1),
            1,
            16,
            /* keepBlocks= */ true,
            replayInto,
            Optional.empty());
    return new RealBundle.Surroundings(
        node(), config, List.of(engine, crypto, consensus, storages));
  }

  /// What the node of this test executes.
  @BeforeEach
  void record() throws Exception {
    ScriptedConsensus consensus = new ScriptedConsensus(startNanos);
    SubnetClient replica =
        RealBundle.service(
            new ReplicaModule(),
            SubnetClient.class,
            surroundings(engine(ChicoryConfig.Mode.COMPILED), consensus, Optional.empty()));
    Lifecycle life = (Lifecycle) replica;
    life.start();
    try {
      new Script(replica, consensus).run();
    } finally {
      life.stop();
    }
  }

  /// @return the trace
  private Path replay(String name, WasmEngine engine) throws Exception {
    Path into = directory.resolve(name);
    ScriptedConsensus unused = new ScriptedConsensus(startNanos);
    RealBundle.started(new ReplicaModule(), surroundings(engine, unused, Optional.of(into)))
        .start();
    return into.resolve("trace.jsonl");
  }

  @Test
  void allEnginesComeToTheSameAsTheNode() throws Exception {
    Path compiled = replay("compiled", engine(ChicoryConfig.Mode.COMPILED));
    Path interpreted = replay("interpreted", engine(ChicoryConfig.Mode.INTERPRETED));
    Path ours = replay("ours", ScriptedReplica.Engine.JVM.start(node()));

    assertThat(TraceComparison.between(compiled, interpreted)).isEmpty();
    assertThat(TraceComparison.between(compiled, ours)).isEmpty();
    assertThat(TraceComparison.withRecorded(compiled)).isEmpty();
    assertThat(executions(compiled, "canister_update recurse"))
        .as("what the trace says of a trap")
        .singleElement()
        .asString()
        .contains("\"fault\":\"CANISTER_TRAPPED\"");
    assertThat(executions(compiled, "canister_update fibonacci")).hasSize(2);
  }

  private static List<String> executions(Path trace, String entry) throws IOException {
    return Files.readAllLines(trace).stream()
        .filter(line -> line.contains("\"entry\":\"" + entry + "\""))
        .toList();
  }

  @Test
  void anEngineThatCountsOneInstructionTooManyIsFound() throws Exception {
    Difference difference =
        differenceOf(environment -> environment.instructions().charge(1)).orElseThrow();

    assertThat(difference.fields()).containsOnlyKeys("instructions");
    Difference.Field counts = Objects.requireNonNull(difference.fields().get("instructions"));
    assertThat(Long.parseLong(counts.second())).isEqualTo(Long.parseLong(counts.first()) + 1);
  }

  @Test
  void anEngineThatChangesOneByteIsFound() throws Exception {
    Difference difference =
        differenceOf(
                environment -> {
                  LinearMemory memory = Objects.requireNonNull(environment.memory());
                  byte[] last = memory.read(memory.sizeBytes() - 1, 1);
                  last[0] ^= 1;
                  memory.write(memory.sizeBytes() - 1, last);
                })
            .orElseThrow();

    assertThat(difference.fields()).containsOnlyKeys("heap-pages", "memory");
  }

  @Test
  void anEngineThatMarksOnePageTooManyIsFound() throws Exception {
    Difference difference =
        differenceOf(
                environment -> {
                  LinearMemory memory = Objects.requireNonNull(environment.memory());
                  memory.markDirty(memory.sizeBytes() - 1, 1);
                })
            .orElseThrow();

    assertThat(difference.fields()).containsOnlyKeys("heap-pages", "memory");
  }

  /// What an engine is found to do that makes a mistake after one method.
  private Optional<Difference> differenceOf(Consumer<InstanceEnvironment> mistake)
      throws Exception {
    WasmEngine right = engine(ChicoryConfig.Mode.COMPILED);
    String method = "canister_update mix";
    Path expected = replay("right", right);
    Path found = replay("wrong", new WrongEngine(right, method, mistake));
    Optional<Difference> difference = TraceComparison.between(expected, found);
    assertThat(difference)
        .hasValueSatisfying(
            first ->
                assertThat(first.where()).containsEntry("entry", method).containsKey("height"));
    assertThat(TraceComparison.withRecorded(found)).as("the state at the end").isPresent();
    return difference;
  }

  /// The calls of the user, in batches of their own.
  private final class Script {

    private final SubnetClient replica;

    private final ScriptedConsensus consensus;

    private int calls;

    Script(SubnetClient replica, ScriptedConsensus consensus) {
      this.replica = replica;
      this.consensus = consensus;
    }

    void run() throws Exception {
      Principal canister = replica.status().defaultEffectiveCanisterId();
      Bytes nothing = CandidCodec.encodeUntyped(CandidText.parse("(record {})"));
      manage(canister, "provisional_create_canister_with_cycles", nothing);
      manage(canister, "install_code", NodeClient.install(canister, Canisters.workout()));
      Bytes about =
          CandidCodec.encodeUntyped(
              List.of(
                  CandidValues.record()
                      .field("canister_id", CandidValues.principal(canister))
                      .build()));
      for (Map.Entry<String, String> call : CALLS) {
        assertThat(call(canister, canister, call.getKey(), Bytes.EMPTY))
            .as(call.getKey())
            .isEqualTo(call.getValue());
        manage(canister, "canister_status", about);
      }
    }

    private void manage(Principal canister, String method, Bytes arg) throws Exception {
      assertThat(call(canister, Principal.MANAGEMENT_CANISTER, method, arg))
          .as(method)
          .isEqualTo(REPLIES);
    }

    /// @return the error code, or [#REPLIES]
    private String call(Principal effective, Principal receiver, String method, Bytes arg)
        throws Exception {
      CallRequest request =
          new CallRequest(
              Principal.ANONYMOUS,
              Bytes.ofUtf8("call " + calls++),
              startNanos + Duration.ofMinutes(4).toNanos(),
              receiver,
              method,
              arg);
      SubmitResult result = replica.submitCall(effective, Envelope.anonymous(request).encode());
      assertThat(result).as(method).isInstanceOf(SubmitResult.Accepted.class);
      consensus.order();
      Bytes certificate =
          replica
              .answer(request.requestId(), ApiVersion.V4)
              .get(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS);
      return switch (NodeClient.certified(request.requestId(), certificate)) {
        case NodeClient.Answer.Replied ignored -> REPLIES;
        case NodeClient.Answer.Rejected rejected -> rejected.errorCode();
        case NodeClient.Answer other -> throw new AssertionError(method + " gave " + other);
      };
    }
  }
}
