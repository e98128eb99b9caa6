package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.candid.CandidCodec;
import dev.atoll.candid.CandidText;
import dev.atoll.candid.CandidValues;
import dev.atoll.crypto.blst.BlstModule;
import dev.atoll.execution.chicory.ChicoryConfig;
import dev.atoll.execution.chicory.ChicoryModule;
import dev.atoll.replica.ReplicaConfig;
import dev.atoll.replica.ReplicaModule;
import dev.atoll.replica.state.SubnetInfo.CostSchedule;
import dev.atoll.spi.crypto.CryptoProvider;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two replicas of one subnet execute the same batches, one on compiled and one on interpreted
/// code. Their certificates must be the same bytes: the root hash covers replies, instruction
/// counts, cycles and memory, and threshold signatures on equal roots are equal.
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

  @Test
  void certificatesOfBothEnginesAreTheSameBytes() throws Exception {
    List<Bytes> compiled = run(ChicoryConfig.Mode.COMPILED);
    List<Bytes> interpreted = run(ChicoryConfig.Mode.INTERPRETED);

    assertThat(interpreted).hasSameSizeAs(compiled);
    for (int i = 0; i < compiled.size(); i++) {
      assertThat(interpreted.get(i)).as("certificate of call %d", i).isEqualTo(compiled.get(i));
    }
  }

  /// The certificates of all calls, in the order of the calls.
  private List<Bytes> run(ChicoryConfig.Mode mode) throws Exception {
    Node node = new Node(Files.createDirectory(directory.resolve(mode.name())), keys);
    WasmEngine engine =
        RealBundle.service(
            new ChicoryModule(),
            WasmEngine.class,
            new RealBundle.Surroundings(node, new ChicoryConfig(mode), List.of()));
    CryptoProvider crypto =
        RealBundle.service(
            new BlstModule(),
            CryptoProvider.class,
            new RealBundle.Surroundings(node, null, List.of()));
    ScriptedConsensus consensus = new ScriptedConsensus(startNanos);
    ReplicaConfig config =
        new ReplicaConfig("application", CostSchedule.NORMAL, 13, Duration.ofMinutes(1), 1, 16, false, Optional.empty());
    SubnetClient replica =
        RealBundle.service(
            new ReplicaModule(),
            SubnetClient.class,
            new RealBundle.Surroundings(
                node, config, List.of(engine, crypto, consensus, new SimulatedStorageFactory())));
    Lifecycle life = (Lifecycle) replica;
    life.start();
    try {
      return new Script(replica, consensus).run();
    } finally {
      life.stop();
    }
  }

  /// The calls of the user, in batches of their own.
  private final class Script {

    private final SubnetClient replica;

    private final ScriptedConsensus consensus;

    private final List<Bytes> certificates = new ArrayList<>();

    Script(SubnetClient replica, ScriptedConsensus consensus) {
      this.replica = replica;
      this.consensus = consensus;
    }

    List<Bytes> run() throws Exception {
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
      return certificates;
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
              Bytes.ofUtf8("call " + certificates.size()),
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
      certificates.add(certificate);
      return switch (NodeClient.certified(request.requestId(), certificate)) {
        case NodeClient.Answer.Replied ignored -> REPLIES;
        case NodeClient.Answer.Rejected rejected -> rejected.errorCode();
        case NodeClient.Answer other -> throw new AssertionError(method + " gave " + other);
      };
    }
  }
}
