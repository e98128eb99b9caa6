package dev.atoll.itests;

import java.net.URI;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.ic4j.agent.Agent;
import org.ic4j.agent.AgentBuilder;
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

/// What the tests do with the agent of Java developers.
final class Ic4jClient {

  private static final String ANY_CANISTER = "rwlgt-iiaaa-aaaaa-aaaaa-cai";

  private Ic4jClient() {}

  /// A user with a new key, who trusts the key that the node states.
  static Agent agent(URI url) throws Exception {
    Identity identity =
        BasicIdentity.fromKeyPair(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    Agent agent =
        new AgentBuilder()
            .transport(ReplicaOkHttpTransport.create(url.toString()))
            .identity(identity)
            .build();
    agent.fetchRootKey();
    agent.setVerify(true);
    return agent;
  }

  static Principal deploy(Agent agent) throws Exception {
    Principal canister = create(agent);
    install(agent, canister, waiter());
    return canister;
  }

  static Principal create(Agent agent) throws Exception {
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

  static void install(Agent agent, Principal canister, Waiter waiter) throws Exception {
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

  static long update(Agent agent, Principal canister, String method) throws Exception {
    return number(
        UpdateBuilder.create(agent, canister, method)
            .arg(IDLArgs.create(List.of()).toBytes())
            .callAndWait(waiter())
            .get());
  }

  static long query(Agent agent, Principal canister) throws Exception {
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

  static Waiter waiter() {
    return Waiter.create(30, 1);
  }
}
