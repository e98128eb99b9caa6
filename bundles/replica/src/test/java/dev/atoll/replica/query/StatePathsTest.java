package dev.atoll.replica.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.ingress.RequestTargets;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.testing.CertifiedSubnet;
import dev.atoll.spi.gateway.ApiVersion;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.types.Bytes;
import dev.atoll.types.HashTree;
import dev.atoll.types.Hashes;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The table of paths of the specification, row by row.
final class StatePathsTest {

  private static final Principal CANISTER = Principal.ofCanisterIndex(7);

  private static final Principal EMPTY = Principal.ofCanisterIndex(8);

  private static final Principal MISSING = Principal.ofCanisterIndex(9);

  private static final Principal ALICE = Principal.of(new byte[] {1, 1, 2});

  private static final Principal BOB = Principal.of(new byte[] {2, 2, 2});

  private static final RequestId CALL = requestId("call");

  private static final RequestId SUBNET_CALL = requestId("subnet call");

  private final CertifiedSubnet subnet = new CertifiedSubnet();

  private final StatePaths paths = new StatePaths(subnet.states());

  private final Principal subnetId = subnet.keys().subnetId().principal();

  StatePathsTest() {
    CertifiedSubnet.install(
        subnet.create(7),
        new WasmModuleBuilder()
            .customSection("icp:public shown", "1")
            .customSection("icp:private hidden", "2")
            .build());
    subnet.create(8);
    subnet.answer(CALL, entry(CANISTER, CANISTER));
    subnet.answer(SUBNET_CALL, entry(Principal.MANAGEMENT_CANISTER, subnetId));
    subnet.publish();
  }

  private static IngressStatus.Entry entry(Principal receiver, Principal effective) {
    return new IngressStatus.Entry(
        ALICE, receiver, effective, new IngressStatus.Done(), CertifiedSubnet.NOW, 0);
  }

  /// Who may ask for a path: S and C stand for the own subnet and canister, X for others, N for the
  /// node; the columns are the endpoints of a canister and of a subnet, in both versions.
  @ParameterizedTest
  @CsvSource({
    "time, yes, yes, yes, yes",
    "time/x, no, no, no, no",
    "api_boundary_nodes, yes, yes, yes, yes",
    "api_boundary_nodes/N, yes, yes, yes, yes",
    "api_boundary_nodes/N/domain, yes, yes, yes, yes",
    "api_boundary_nodes/N/ipv4_address, yes, yes, yes, yes",
    "api_boundary_nodes/N/ipv6_address, yes, yes, yes, yes",
    "api_boundary_nodes/N/public_key, no, no, no, no",
    "api_boundary_nodes/N/domain/x, no, no, no, no",
    "subnet, yes, yes, yes, yes",
    "subnet/S, yes, yes, yes, yes",
    "subnet/X, yes, yes, yes, yes",
    "subnet/S/public_key, yes, yes, yes, yes",
    "subnet/X/public_key, yes, yes, yes, yes",
    "subnet/S/public_key/x, no, no, no, no",
    "subnet/S/type, yes, yes, yes, yes",
    "subnet/S/node, yes, yes, yes, yes",
    "subnet/S/node/N, yes, yes, yes, yes",
    "subnet/S/node/N/public_key, yes, yes, yes, yes",
    "subnet/S/node/N/domain, no, no, no, no",
    "subnet/S/node/N/public_key/x, no, no, no, no",
    "subnet/S/canister_ranges, yes, yes, yes, yes",
    "subnet/X/canister_ranges, yes, no, yes, no",
    "subnet/S/canister_ranges/x, no, no, no, no",
    "subnet/S/metrics, no, no, yes, yes",
    "subnet/X/metrics, no, no, no, no",
    "subnet/S/metrics/x, no, no, no, no",
    "subnet/S/secrets, no, no, no, no",
    "canister_ranges, no, no, no, no",
    "canister_ranges/S, no, no, yes, yes",
    "canister_ranges/X, no, no, no, no",
    "request_status, no, no, no, no",
    "canister, no, no, no, no",
    "canister/C, no, no, no, no",
    "canister/C/module_hash, yes, yes, no, no",
    "canister/C/controllers, yes, yes, no, no",
    "canister/C/canister_creation_timestamp, yes, yes, no, no",
    "canister/C/last_install_timestamp, yes, yes, no, no",
    "canister/C/module_hash/x, no, no, no, no",
    "canister/X/module_hash, no, no, no, no",
    "canister/X/controllers, no, no, no, no",
    "canister/C/certified_data, no, no, no, no",
    "canister/C/metadata, no, no, no, no",
    "canister/C/metadata/shown, yes, yes, no, no",
    "canister/C/metadata/absent, yes, yes, no, no",
    "canister/C/metadata/shown/x, no, no, no, no",
    "canister/X/metadata/shown, no, no, no, no",
    "streams, no, no, no, no",
    "'', no, no, no, no",
  })
  void everyPathHasItsReaders(
      String path, String canisterV2, String canisterV3, String subnetV2, String subnetV3) {
    List<Bytes> labels = path(path);

    assertThat(allowed(labels, onCanister(BOB, CANISTER, ApiVersion.V2))).isEqualTo(canisterV2);
    assertThat(allowed(labels, onCanister(BOB, CANISTER, ApiVersion.V3))).isEqualTo(canisterV3);
    assertThat(allowed(labels, onSubnet(BOB, ApiVersion.V2))).isEqualTo(subnetV2);
    assertThat(allowed(labels, onSubnet(BOB, ApiVersion.V3))).isEqualTo(subnetV3);
  }

  private List<Bytes> path(String text) {
    List<Bytes> path = new ArrayList<>();
    for (String label : text.split("/", -1)) {
      path.add(
          switch (label) {
            case "S" -> subnetId.bytes();
            case "X" -> EMPTY.bytes();
            case "C" -> CANISTER.bytes();
            case "N" -> subnet.keys().nodeId().bytes();
            default -> Bytes.ofUtf8(label);
          });
    }
    return path;
  }

  @Test
  void noLabelsAreNoPath() {
    assertThat(refusal(onCanister(BOB, CANISTER, ApiVersion.V3), List.of()))
        .isEqualTo(new Refusal(Refusal.Kind.NOT_FOUND, "Invalid path requested."));
  }

  @Test
  void onlyControllersReadPrivateSections() {
    List<Bytes> path = path("canister/C/metadata/hidden");

    assertThat(refusal(onCanister(CertifiedSubnet.CONTROLLER, CANISTER, ApiVersion.V3), path))
        .isNull();
    assertThat(refusal(onCanister(BOB, CANISTER, ApiVersion.V3), path))
        .isEqualTo(
            new Refusal(
                Refusal.Kind.FORBIDDEN,
                "Custom section hidden can only be requested by the controllers of the canister."));
  }

  @Test
  void whatACanisterDoesNotHaveAnybodyMayAskFor() {
    for (Principal canister : List.of(EMPTY, MISSING)) {
      List<Bytes> path =
          List.of(
              Bytes.ofUtf8("canister"),
              canister.bytes(),
              Bytes.ofUtf8("metadata"),
              Bytes.ofUtf8("hidden"));

      assertThat(refusal(onCanister(BOB, canister, ApiVersion.V3), path)).isNull();
    }
  }

  @Test
  void theNameOfASectionIsText() {
    List<Bytes> path = new ArrayList<>(path("canister/C/metadata"));
    path.add(Bytes.ofHex("ff"));

    assertThat(refusal(onCanister(BOB, CANISTER, ApiVersion.V3), path))
        .isEqualTo(
            new Refusal(
                Refusal.Kind.BAD_REQUEST,
                "Could not parse the custom section name: it is not UTF-8"));
  }

  @ParameterizedTest
  @CsvSource({
    "status, true",
    "reply, true",
    "reject_code, true",
    "reject_message, true",
    "error_code, true",
    "sender, false",
    "status/x, false",
  })
  void aCallHasFiveFields(String field, boolean known) {
    List<Bytes> path = new ArrayList<>(status(CALL));
    path.addAll(path(field));

    assertThat(refusal(onCanister(ALICE, CANISTER, ApiVersion.V3), path) == null).isEqualTo(known);
  }

  @Test
  void theStatusOfACallIsForItsSenderWhereItWasSent() {
    assertThat(refusal(onCanister(ALICE, CANISTER, ApiVersion.V3), status(CALL))).isNull();
    assertThat(refusal(onCanister(BOB, CANISTER, ApiVersion.V3), status(CALL)))
        .isEqualTo(
            new Refusal(
                Refusal.Kind.FORBIDDEN,
                "The user tries to access Request ID not signed by the caller."));
    assertThat(kind(onCanister(ALICE, EMPTY, ApiVersion.V3), status(CALL)))
        .isEqualTo(Refusal.Kind.FORBIDDEN);
    assertThat(kind(onSubnet(ALICE, ApiVersion.V3), status(CALL)))
        .isEqualTo(Refusal.Kind.FORBIDDEN);
  }

  @Test
  void theStatusOfACallToTheSubnetIsReadFromTheSubnet() {
    assertThat(refusal(onSubnet(ALICE, ApiVersion.V3), status(SUBNET_CALL))).isNull();
    assertThat(kind(onSubnet(BOB, ApiVersion.V3), status(SUBNET_CALL)))
        .isEqualTo(Refusal.Kind.FORBIDDEN);
    assertThat(kind(onCanister(ALICE, CANISTER, ApiVersion.V3), status(SUBNET_CALL)))
        .isEqualTo(Refusal.Kind.FORBIDDEN);
  }

  @Test
  void aCallThatNobodyMadeIsForAnybody() {
    assertThat(refusal(onCanister(BOB, EMPTY, ApiVersion.V3), status(requestId("none")))).isNull();
    assertThat(refusal(onSubnet(BOB, ApiVersion.V3), status(requestId("none")))).isNull();
  }

  @Test
  void delegationsMustAllowTheCanisterThatWasCalled() {
    StatePaths.Reader allowed =
        new StatePaths.Reader(
            ALICE,
            new RequestTargets(List.of(CANISTER)),
            CANISTER,
            subnet.keys().subnetId(),
            ApiVersion.V3);
    StatePaths.Reader forbidden =
        new StatePaths.Reader(
            ALICE,
            new RequestTargets(List.of(EMPTY)),
            CANISTER,
            subnet.keys().subnetId(),
            ApiVersion.V3);

    assertThat(refusal(allowed, status(CALL))).isNull();
    assertThat(refusal(forbidden, status(CALL)))
        .isEqualTo(
            new Refusal(
                Refusal.Kind.FORBIDDEN,
                "The user tries to access request IDs for canisters not belonging to sender"
                    + " delegation targets."));
  }

  @Test
  void oneRequestAsksForOneCall() {
    StatePaths.Reader reader = onCanister(BOB, CANISTER, ApiVersion.V3);
    List<Bytes> first = status(requestId("1"));
    List<Bytes> field = new ArrayList<>(first);
    field.add(Bytes.ofUtf8("reply"));

    assertThat(paths.refusal(List.of(first, HashTree.path("time"), field), reader)).isNull();
    assertThat(paths.refusal(List.of(first, status(requestId("2"))), reader))
        .isEqualTo(
            new Refusal(
                Refusal.Kind.BAD_REQUEST,
                "Can only request a single request ID in request_status paths: found 0x%s and 0x%s"
                    .formatted(requestId("1").bytes(), requestId("2").bytes())));
  }

  @Test
  void aRequestIdHas32Bytes() {
    assertThat(
            kind(
                onCanister(BOB, CANISTER, ApiVersion.V3),
                List.of(Bytes.ofUtf8("request_status"), Bytes.ofHex("00"))))
        .isEqualTo(Refusal.Kind.BAD_REQUEST);
  }

  @Test
  void aPrincipalHasAtMost29Bytes() {
    assertThat(
            kind(
                onCanister(BOB, CANISTER, ApiVersion.V3),
                List.of(
                    Bytes.ofUtf8("canister"),
                    Bytes.wrap(new byte[30]),
                    Bytes.ofUtf8("controllers"))))
        .isEqualTo(Refusal.Kind.BAD_REQUEST);
  }

  @Test
  void oneForbiddenPathSpoilsTheRequest() {
    assertThat(
            paths.refusal(
                List.of(HashTree.path("time"), path("canister/C/certified_data")),
                onCanister(CertifiedSubnet.CONTROLLER, CANISTER, ApiVersion.V3)))
        .isNotNull();
  }

  @Property
  void pathsOfAnyBytesAreJudged(@ForAll List<byte[]> labels, @ForAll boolean ofCanister) {
    List<Bytes> path = new ArrayList<>();
    if (ofCanister) {
      path.add(Bytes.ofUtf8("canister"));
      path.add(CANISTER.bytes());
    }
    labels.forEach(label -> path.add(Bytes.copyOf(label)));

    assertThat(refusal(onCanister(BOB, CANISTER, ApiVersion.V3), path)).isNotNull();
  }

  private StatePaths.Reader onCanister(Principal sender, Principal canister, ApiVersion version) {
    return new StatePaths.Reader(
        sender, RequestTargets.ALL, canister, subnet.keys().subnetId(), version);
  }

  private StatePaths.Reader onSubnet(Principal sender, ApiVersion version) {
    return new StatePaths.Reader(
        sender, RequestTargets.ALL, null, subnet.keys().subnetId(), version);
  }

  private String allowed(List<Bytes> path, StatePaths.Reader reader) {
    return refusal(reader, path) == null ? "yes" : "no";
  }

  private @Nullable Refusal refusal(StatePaths.Reader reader, List<Bytes> path) {
    return paths.refusal(List.of(path), reader);
  }

  private Refusal.@Nullable Kind kind(StatePaths.Reader reader, List<Bytes> path) {
    @Nullable Refusal refusal = refusal(reader, path);
    return refusal == null ? null : refusal.kind();
  }

  private static List<Bytes> status(RequestId id) {
    return List.of(Bytes.ofUtf8("request_status"), id.bytes());
  }

  private static RequestId requestId(String name) {
    return new RequestId(Bytes.wrap(Hashes.sha256(Bytes.ofUtf8(name).unsafeArray())));
  }
}
