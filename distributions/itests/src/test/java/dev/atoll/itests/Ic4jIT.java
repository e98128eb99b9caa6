package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.ic4j.agent.Agent;
import org.ic4j.agent.AgentBuilder;
import org.ic4j.agent.AgentError;
import org.ic4j.agent.QueryBuilder;
import org.ic4j.agent.UpdateBuilder;
import org.ic4j.agent.Waiter;
import org.ic4j.agent.http.ReplicaOkHttpTransport;
import org.ic4j.agent.identity.BasicIdentity;
import org.ic4j.agent.identity.Identity;
import org.ic4j.candid.parser.IDLArgs;
import org.ic4j.candid.parser.IDLType;
import org.ic4j.candid.parser.IDLValue;
import org.ic4j.candid.types.Label;
import org.ic4j.candid.types.Type;
import org.ic4j.types.Principal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The agent of Java developers, unchanged: it knows the asynchronous interface v2 alone.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Ic4jIT {

  private static final String ANY_CANISTER = "rwlgt-iiaaa-aaaaa-aaaaa-cai";

  private Product node;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    node = Product.start(directory.resolve("state"));
  }

  @AfterAll
  void stop() throws Exception {
    assertThat(node.stop()).isZero();
  }

  @Test
  void aCanisterIsCreatedInstalledCalledAndAsked() throws Exception {
    Agent agent = agent();
    Principal counter = deploy(agent);

    assertThat(update(agent, counter, "inc")).isEqualTo(1L);
    assertThat(update(agent, counter, "inc")).isEqualTo(2L);

    assertThat(query(agent, counter)).isEqualTo(2L);
  }

  @Test
  void aTrapIsAnErrorAndChangesNothing() throws Exception {
    Agent agent = agent();
    Principal counter = deploy(agent);
    update(agent, counter, "inc");

    assertThatThrownBy(() -> update(agent, counter, "fail"))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(AgentError.class)
        .hasMessageContaining("unreachable");

    assertThat(query(agent, counter)).isEqualTo(1L);
  }

  /// The agent does not read why a call was refused before it was ordered; it asks for its status
  /// in vain.
  @Test
  void strangersDoNotInstall() throws Exception {
    Agent owner = agent();
    Principal canister = create(owner);

    assertThatThrownBy(() -> install(agent(), canister, Waiter.create(2, 1)))
        .isInstanceOf(AgentError.class)
        .hasMessageContaining("timed out");

    assertThatThrownBy(() -> query(owner, canister)).hasStackTraceContaining("no Wasm module");
    install(owner, canister, waiter());
    assertThat(query(owner, canister)).isZero();
  }

  /// A user with a new key, who trusts the key that the node states.
  private Agent agent() throws Exception {
    Identity identity =
        BasicIdentity.fromKeyPair(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    Agent agent =
        new AgentBuilder()
            .transport(ReplicaOkHttpTransport.create(node.url().toString()))
            .identity(identity)
            .build();
    agent.fetchRootKey();
    agent.setVerify(true);
    return agent;
  }

  private static Principal deploy(Agent agent) throws Exception {
    Principal canister = create(agent);
    install(agent, canister, waiter());
    return canister;
  }

  private static Principal create(Agent agent) throws Exception {
    byte[] created =
        UpdateBuilder.create(
                agent, Principal.managementCanister(), "provisional_create_canister_with_cycles")
            .effectiveCanisterId(Principal.fromString(ANY_CANISTER))
            .arg(arguments(Map.of(), Map.of()))
            .callAndWait(waiter())
            .get();
    IDLType result =
        IDLType.createType(
            Type.RECORD, Map.of(label("canister_id"), IDLType.createType(Type.PRINCIPAL)));
    Map<Label, Principal> answer =
        IDLArgs.fromBytes(created, new IDLType[] {result}).getArgs().getFirst().getValue();
    return Objects.requireNonNull(answer.get(label("canister_id")), "the reply has no canister_id");
  }

  private static void install(Agent agent, Principal canister, Waiter waiter) throws Exception {
    IDLType mode =
        IDLType.createType(Type.VARIANT, Map.of(label("install"), IDLType.createType(Type.NULL)));
    IDLType blob = IDLType.createType(Type.VEC, IDLType.createType(Type.NAT8));
    Map<Label, Object> install = new TreeMap<>();
    install.put(label("install"), null);
    byte[] arguments =
        arguments(
            Map.of(
                label("mode"),
                install,
                label("canister_id"),
                canister,
                label("wasm_module"),
                Canisters.counter().toByteArray(),
                label("arg"),
                new byte[0]),
            Map.of(
                label("mode"), mode,
                label("canister_id"), IDLType.createType(Type.PRINCIPAL),
                label("wasm_module"), blob,
                label("arg"), blob));
    UpdateBuilder.create(agent, Principal.managementCanister(), "install_code")
        .effectiveCanisterId(canister)
        .arg(arguments)
        .callAndWait(waiter)
        .get();
  }

  /// One record, in Candid. The agent writes fields in the order of the map, and Candid wants them
  /// sorted.
  private static byte[] arguments(Map<Label, Object> values, Map<Label, IDLType> types) {
    IDLType type = IDLType.createType(Type.RECORD, new TreeMap<>(types));
    return IDLArgs.create(List.of(IDLValue.create(new TreeMap<>(values), type))).toBytes();
  }

  private static long update(Agent agent, Principal canister, String method) throws Exception {
    return number(
        UpdateBuilder.create(agent, canister, method)
            .arg(IDLArgs.create(List.of()).toBytes())
            .callAndWait(waiter())
            .get());
  }

  private static long query(Agent agent, Principal canister) throws Exception {
    return number(
        QueryBuilder.create(agent, canister, "get")
            .arg(IDLArgs.create(List.of()).toBytes())
            .callWithVerification()
            .get());
  }

  private static long number(byte[] reply) {
    Number value = IDLArgs.fromBytes(reply).getArgs().getFirst().getValue();
    return value.longValue();
  }

  private static Label label(String name) {
    return Label.createNamedLabel(name);
  }

  private static Waiter waiter() {
    return Waiter.create(30, 1);
  }
}
