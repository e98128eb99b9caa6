package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.candid.CandidCodec;
import dev.atoll.candid.CandidText;
import dev.atoll.crypto.blst.BlstModule;
import dev.atoll.execution.chicory.ChicoryConfig;
import dev.atoll.execution.chicory.ChicoryModule;
import dev.atoll.execution.jvm.JvmConfig;
import dev.atoll.execution.jvm.JvmModule;
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
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.tck.storage.SimulatedStorageFactory;
import dev.atoll.types.Bytes;
import dev.atoll.types.CallRequest;
import dev.atoll.types.Envelope;
import dev.atoll.types.Principal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// A replica whose calls are ordered one by one, with a canister.
final class ScriptedReplica implements AutoCloseable {

  private static final Duration ANSWER_MAX = Duration.ofMinutes(2);

  /// An engine that a replica can have.
  enum Engine {
    CHICORY,
    JVM;

    WasmEngine start(NodeContext node) {
      return switch (this) {
        case CHICORY ->
            start(node, new ChicoryModule(), new ChicoryConfig(ChicoryConfig.Mode.COMPILED));
        case JVM -> start(node, new JvmModule(), new JvmConfig(1));
      };
    }

    private static WasmEngine start(NodeContext node, PluginModule module, Record config) {
      return RealBundle.service(
          module, WasmEngine.class, new RealBundle.Surroundings(node, config, List.of()));
    }
  }

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

  private final long startNanos;

  private final ScriptedConsensus consensus;

  private final SubnetClient replica;

  private final Principal canister;

  private int calls;

  /// Starts a replica and creates a canister.
  ScriptedReplica(Engine engine, Path directory) throws Exception {
    this.startNanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    this.consensus = new ScriptedConsensus(startNanos);
    this.replica = start(engine, new Node(directory, new MemoryKeys()));
    this.canister = replica.status().defaultEffectiveCanisterId();
    Bytes nothing = CandidCodec.encodeUntyped(CandidText.parse("(record {})"));
    manage("provisional_create_canister_with_cycles", nothing);
  }

  private SubnetClient start(Engine engine, Node node) throws Exception {
    CryptoProvider crypto =
        RealBundle.service(
            new BlstModule(),
            CryptoProvider.class,
            new RealBundle.Surroundings(node, null, List.of()));
    ReplicaConfig config =
        new ReplicaConfig(
            "application",
            CostSchedule.NORMAL,
            13,
            Duration.ofMinutes(1),
            1,
            16,
            /* keepBlocks= */ false,
            Optional.empty(),
            Optional.empty());
    SubnetClient client =
        RealBundle.service(
            new ReplicaModule(),
            SubnetClient.class,
            new RealBundle.Surroundings(
                node,
                config,
                List.of(engine.start(node), crypto, consensus, new SimulatedStorageFactory())));
    ((Lifecycle) client).start();
    return client;
  }

  NodeClient.Answer install(Bytes wasm) throws Exception {
    return manage("install_code", NodeClient.install(canister, wasm));
  }

  private NodeClient.Answer manage(String method, Bytes arg) throws Exception {
    return call(Principal.MANAGEMENT_CANISTER, method, arg);
  }

  /// Calls a method of the canister in a batch of its own.
  NodeClient.Answer call(String method) throws Exception {
    return call(canister, method, Bytes.EMPTY);
  }

  private NodeClient.Answer call(Principal receiver, String method, Bytes arg) throws Exception {
    CallRequest request =
        new CallRequest(
            Principal.ANONYMOUS,
            Bytes.ofUtf8("call " + calls++),
            startNanos + Duration.ofMinutes(4).toNanos(),
            receiver,
            method,
            arg);
    SubmitResult result = replica.submitCall(canister, Envelope.anonymous(request).encode());
    assertThat(result).as(method).isInstanceOf(SubmitResult.Accepted.class);
    consensus.order();
    Bytes certificate =
        replica
            .answer(request.requestId(), ApiVersion.V4)
            .get(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS);
    return NodeClient.certified(request.requestId(), certificate);
  }

  @Override
  public void close() {
    try {
      ((Lifecycle) replica).stop();
    } catch (Exception e) {
      throw new IllegalStateException("replica does not stop", e);
    }
  }
}
