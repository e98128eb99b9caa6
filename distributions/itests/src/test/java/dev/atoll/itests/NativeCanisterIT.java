package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.registry.RegistryModule;
import dev.atoll.candid.CandidCodec;
import dev.atoll.candid.CandidText;
import dev.atoll.candid.CandidValue;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.plugin.Installer;
import dev.atoll.kernel.plugin.SignatureFile;
import dev.atoll.kernel.plugin.SigningKey;
import dev.atoll.kernel.plugin.TrustedKeys;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.Certificate;
import dev.atoll.types.HashTree;
import dev.atoll.types.Lookup;
import dev.atoll.types.Principal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ic4j.agent.Agent;
import org.ic4j.agent.AgentBuilder;
import org.ic4j.agent.UpdateBuilder;
import org.ic4j.agent.Waiter;
import org.ic4j.agent.http.ReplicaOkHttpTransport;
import org.ic4j.agent.identity.BasicIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A canister in Java, brought by a plugin that is installed, on a real node; other commands know
/// the plugin too.
final class NativeCanisterIT {

  private static final Principal REGISTRY = Principal.ofCanisterIndex(0x7_7777);

  @TempDir private Path directory;

  @Test
  void anAgentCallsItAndItsStateSurvivesAKill() throws Exception {
    Path product = product();
    Path state = directory.resolve("state");
    try (Product node = startKeepingBlocks(product, state)) {
      register(node, "a", "1");
      register(node, "b", "2");
      node.kill();
    }

    try (Product node = startKeepingBlocks(product, state);
        NodeClient client = new NodeClient(node.url())) {
      assertThat(answer(client, "size", "()").asNat64()).isEqualTo(2);
      assertCertified(client, "a", "1");
      assertThat(node.stop()).isZero();
    }

    try (Product node = startKeepingBlocks(product, state);
        NodeClient client = new NodeClient(node.url())) {
      register(node, "c", "3");
      assertCertified(client, "c", "3");
      assertThat(node.stop()).isZero();
    }
    assertThat(Product.replay(product, state)).as("exit code of the replay").isZero();
    assertThat(ended(product, "config", "explain", "replica.native-canisters"))
        .contains("atoll-replica.native-canisters = ")
        .contains("(set when native-registry 1.0.0 was installed)");
    assertThat(ended(product, "config", "check", product.toString())).contains("nothing is wrong");
  }

  private static Product startKeepingBlocks(Path product, Path state) throws Exception {
    return Product.startFrom(product, state, "--set", "keep-blocks=true");
  }

  private Path product() throws Exception {
    Path product = new Enlarged(directory.resolve("product")).write();
    Path jar = OfOtherSpi.bundle(RegistryModule.class);
    Path signed = Files.copy(jar, directory.resolve("registry.jar"));
    SigningKey key = SigningKey.generate(directory.resolve("acme"));
    SignatureFile.write(SignatureFile.What.PLUGIN, signed, key);
    TrustedKeys.of(product).add(key.publicFile());
    new Installer(product, DistributionLock.read(product.resolve(DistributionLock.FILE_NAME)))
        .install(
            signed,
            new Installer.Wish(
                false,
                Map.of(
                    "atoll-replica",
                    Map.of(
                        "native-canisters",
                        Map.of(REGISTRY.toString(), Map.of("name", "registry"))))));
    return product;
  }

  private static String ended(Path product, String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of(product.resolve("bin/atoll").toString()));
    line.addAll(List.of(arguments));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /// With the agent of Java developers, which verifies the certificate of the reply.
  private static void register(Product node, String name, String value) throws Exception {
    Agent agent =
        new AgentBuilder()
            .transport(ReplicaOkHttpTransport.create(node.url().toString()))
            .identity(
                BasicIdentity.fromKeyPair(
                    KeyPairGenerator.getInstance("Ed25519").generateKeyPair()))
            .build();
    agent.fetchRootKey();
    agent.setVerify(true);
    byte[] reply =
        UpdateBuilder.create(
                agent, org.ic4j.types.Principal.fromString(REGISTRY.toString()), "register")
            .arg(candid("(\"%s\", \"%s\")".formatted(name, value)).toByteArray())
            .callAndWait(Waiter.create(60, 1))
            .get();
    assertThat(Bytes.wrap(reply)).isEqualTo(candid("()"));
  }

  /// The certificate shows the certified data of the canister, and the witness the name below it.
  private static void assertCertified(NodeClient client, String name, String value)
      throws Exception {
    CandidValue found = answer(client, "certified_lookup", "(\"%s\")".formatted(name));
    CandidValue shown =
        Objects.requireNonNull(found.optField("certificate"), "a query has a certificate");
    Certificate certificate = Certificate.decode(shown.asBlob());
    HashTree witness = HashTree.fromCbor(Cbor.decodeSelfDescribed(found.field("witness").asBlob()));
    assertThat(
            certificate
                .tree()
                .lookup(
                    List.of(
                        Bytes.ofUtf8("canister"),
                        REGISTRY.bytes(),
                        Bytes.ofUtf8("certified_data"))))
        .isEqualTo(new Lookup.Found(witness.rootHash()));
    assertThat(witness.lookup(HashTree.path("names", name)))
        .isEqualTo(new Lookup.Found(Bytes.ofUtf8(value)));
  }

  private static CandidValue answer(NodeClient client, String method, String arg) throws Exception {
    return CandidCodec.decodeUntyped(client.query(REGISTRY, method, candid(arg))).getFirst();
  }

  private static Bytes candid(String text) {
    return CandidCodec.encodeUntyped(CandidText.parse(text));
  }
}
