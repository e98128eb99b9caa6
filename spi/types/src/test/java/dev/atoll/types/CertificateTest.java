package dev.atoll.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Answers of the public network to `read_state`.
final class CertificateTest {

  private static final Instant EARLIEST = Instant.parse("2021-05-10T00:00:00Z");

  private static final Instant LATEST = Instant.parse("2026-01-01T00:00:00Z");

  static List<Path> files() {
    return Vectors.files("certificates");
  }

  @Test
  void thereAreSevenAnswers() {
    assertThat(files()).hasSize(7);
  }

  @ParameterizedTest
  @MethodSource("files")
  void aCertificateOfTheNetworkIsReadAndWrittenAgain(Path file) {
    Bytes encoded = certificate(file);
    Certificate certificate = Certificate.decode(encoded);

    assertThat(certificate.tree().isWellFormed()).isTrue();
    assertThat(certificate.tree().rootHash().size()).isEqualTo(32);
    assertThat(certificate.signature().size()).isEqualTo(48);
    assertThat(certificate.encode().toHex()).endsWith(encoded.toHex());
    assertThat(Instant.ofEpochSecond(0, certificate.timeNanos())).isBetween(EARLIEST, LATEST);
    assertThat(Certificate.decode(certificate.encode())).isEqualTo(certificate);
  }

  @ParameterizedTest
  @MethodSource("files")
  void aDelegationShowsTheKeyOfItsSubnet(Path file) {
    Certificate.Delegation delegation =
        Objects.requireNonNull(Certificate.decode(certificate(file)).delegation(), "delegation");
    Certificate parent = Certificate.decode(delegation.certificate());

    Lookup key =
        parent
            .tree()
            .lookup(
                List.of(
                    Bytes.ofUtf8("subnet"),
                    delegation.subnetId().bytes(),
                    Bytes.ofUtf8("public_key")));

    assertThat(key)
        .isInstanceOfSatisfying(
            Lookup.Found.class,
            found ->
                assertThat(DerKeys.wrapBls(DerKeys.unwrapBls(found.value())))
                    .isEqualTo(found.value()));
  }

  @Test
  void theNodesOfASubnetAreNamedByTheirKeys() {
    HashTree tree = Certificate.decode(certificate(file("uzr34_node_keys.bin"))).tree();
    List<List<Bytes>> keys =
        tree.listPaths().stream()
            .filter(path -> path.size() == 5 && path.get(2).equals(Bytes.ofUtf8("node")))
            .toList();

    assertThat(keys).hasSizeGreaterThan(10);
    assertThat(keys)
        .allSatisfy(
            path ->
                assertThat(tree.lookup(path))
                    .isInstanceOfSatisfying(
                        Lookup.Found.class,
                        found -> {
                          assertThat(DerKeys.unwrapEd25519(found.value()).size()).isEqualTo(32);
                          assertThat(Principal.selfAuthenticating(found.value().toByteArray()))
                              .isEqualTo(Principal.of(path.get(3)));
                        }));
  }

  @Test
  void theRangesOfTheNetworkAreRead() {
    HashTree tree = Certificate.decode(certificate(file("o3ow2_subnet_key.bin"))).tree();
    List<List<Bytes>> shards =
        tree.listPaths().stream()
            .filter(path -> path.getFirst().equals(Bytes.ofUtf8("canister_ranges")))
            .toList();

    assertThat(shards).isNotEmpty();
    assertThat(shards)
        .allSatisfy(
            path ->
                assertThat(tree.lookup(path))
                    .isInstanceOfSatisfying(
                        Lookup.Found.class,
                        shard -> {
                          List<CanisterRange> ranges = CanisterRange.decode(shard.value());
                          assertThat(ranges.getFirst().first().bytes()).isEqualTo(path.getLast());
                          assertThat(CanisterRange.encode(ranges)).isEqualTo(shard.value());
                        }));
  }

  @Test
  void whatIsNotACertificateIsRefusedWithItsReason() {
    assertThatThrownBy(() -> Certificate.decode(Bytes.ofHex("a0")))
        .isInstanceOf(CborException.class)
        .hasMessage("map has no field 'tree', found []");
    assertThatThrownBy(() -> new Certificate(HashTree.empty(), Bytes.EMPTY, null).timeNanos())
        .isInstanceOf(CborException.class)
        .hasMessage("certificate shows no value at /time");
  }

  private static Path file(String name) {
    return Vectors.root().resolve("certificates").resolve(name);
  }

  private static Bytes certificate(Path file) {
    return Cbor.decodeSelfDescribed(Vectors.read(file)).asMap().require("certificate").asBlob();
  }
}
