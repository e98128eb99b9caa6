package dev.atoll.replica.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.cycles.CyclesAccounting;
import dev.atoll.replica.execution.PublishedState;
import dev.atoll.replica.execution.QueryCall;
import dev.atoll.replica.execution.QueryExecutor;
import dev.atoll.replica.execution.QueryOutcome;
import dev.atoll.replica.ingress.Authenticator;
import dev.atoll.replica.ingress.CanisterSignatures;
import dev.atoll.replica.ingress.RequestGate;
import dev.atoll.replica.management.ManagementInterface;
import dev.atoll.replica.management.ManagementQueries;
import dev.atoll.replica.testing.CertifiedSubnet;
import dev.atoll.replica.testing.TestUser;
import dev.atoll.spi.crypto.SignatureVerdict;
import dev.atoll.spi.gateway.ApiVersion;
import dev.atoll.spi.gateway.QueryResult;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.types.Bytes;
import dev.atoll.types.CallRequest;
import dev.atoll.types.Cbor;
import dev.atoll.types.Certificate;
import dev.atoll.types.CertificateVerdict;
import dev.atoll.types.CertificateVerifier;
import dev.atoll.types.Envelope;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.HashTree;
import dev.atoll.types.Hashes;
import dev.atoll.types.Leb128;
import dev.atoll.types.Lookup;
import dev.atoll.types.Principal;
import dev.atoll.types.QueryRequest;
import dev.atoll.types.ReadStateRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Queries and read_state as a client sees them.
final class ReadersTest {

  private static final long NOW = CertifiedSubnet.NOW;

  private static final Principal CANISTER = Principal.ofCanisterIndex(7);

  private static final Principal OTHER = Principal.ofCanisterIndex(8);

  private static final Principal FOREIGN = Principal.ofCanisterIndex(1000);

  private final CertifiedSubnet subnet = new CertifiedSubnet();

  private final Principal subnetId = subnet.keys().subnetId().principal();

  private final TestUser alice = new TestUser(subnet.crypto(), "alice");

  private final TestUser session = new TestUser(subnet.crypto(), "session");

  private final FakeExecutor executor = new FakeExecutor();

  private final RequestGate gate =
      new RequestGate(
          new Authenticator(
              subnet.crypto(),
              new CanisterSignatures(subnet.crypto()::verifyBls, subnet.keys()::subnetPublicKey)),
          () -> NOW);

  private final QueryHandler queries =
      new QueryHandler(
          gate,
          subnet.states(),
          executor,
          new ManagementQueries(ManagementInterface.load(), new CyclesAccounting(Map.of())),
          subnet.keys().nodeKey(),
          subnet.keys().nodeId(),
          () -> NOW);

  private final StateReader reader = new StateReader(gate, subnet.states());

  /// Answers as it is told.
  private static final class FakeExecutor implements QueryExecutor {

    private final List<QueryCall> asked = new ArrayList<>();

    private QueryOutcome outcome = new QueryOutcome.Reply(Bytes.ofUtf8("hello"), 1);

    @Override
    public QueryOutcome run(PublishedState state, QueryCall call) {
      asked.add(call);
      return outcome;
    }

    @Override
    public void close() {}
  }

  ReadersTest() {
    subnet.create(7);
    subnet.publish();
  }

  @Test
  void aReplyIsSignedByTheNode() {
    QueryRequest query = query(alice.id(), CANISTER, "get");

    Cbor.CborMap answer = answer(queries.query(CANISTER, alice.envelope(query).encode()));

    assertThat(answer.require("status").asText()).isEqualTo("replied");
    assertThat(answer.require("reply").asMap().require("arg").asBlob())
        .isEqualTo(Bytes.ofUtf8("hello"));
    assertSigned(
        answer,
        hash(
            field("status", text("replied")),
            field("reply", hash(field("arg", text("hello")))),
            field("timestamp", sha256(Leb128.encodeUnsigned(NOW))),
            field("request_id", sha256(query.requestId().bytes()))));
    assertThat(executor.asked)
        .containsExactly(
            new QueryCall(
                QueryCall.Kind.QUERY,
                CANISTER,
                "get",
                query.arg(),
                alice.id(),
                null,
                QueryCall.QUERY_INSTRUCTIONS_MAX));
  }

  @Test
  void aRejectIsSignedByTheNode() {
    executor.outcome = new QueryOutcome.Reject(ErrorCode.CANISTER_TRAPPED, "trapped", 1);
    QueryRequest query = query(Principal.ANONYMOUS, CANISTER, "get");

    Cbor.CborMap answer = answer(queries.query(CANISTER, Envelope.anonymous(query).encode()));

    assertThat(answer.require("status").asText()).isEqualTo("rejected");
    assertThat(answer.require("reject_code").asNat64()).isEqualTo(5);
    assertThat(answer.require("reject_message").asText()).isEqualTo("trapped");
    assertThat(answer.require("error_code").asText()).isEqualTo("IC0502");
    assertSigned(
        answer,
        hash(
            field("status", text("rejected")),
            field("reject_code", sha256(Bytes.ofHex("05"))),
            field("reject_message", text("trapped")),
            field("error_code", text("IC0502")),
            field("timestamp", sha256(Leb128.encodeUnsigned(NOW))),
            field("request_id", sha256(query.requestId().bytes()))));
  }

  /// Checks the one signature under the key that the state tree shows.
  private void assertSigned(Cbor.CborMap answer, Bytes hash) {
    List<Cbor> signatures = answer.require("signatures").asArray();
    assertThat(signatures).hasSize(1);
    Cbor.CborMap signature = signatures.getFirst().asMap();
    assertThat(signature.require("timestamp").asNat64()).isEqualTo(NOW);
    Principal node = signature.require("identity").asPrincipal();
    Lookup key =
        subnet
            .states()
            .require()
            .tree()
            .lookup(
                List.of(
                    Bytes.ofUtf8("subnet"),
                    subnetId.bytes(),
                    Bytes.ofUtf8("node"),
                    node.bytes(),
                    Bytes.ofUtf8("public_key")));
    assertThat(key).isInstanceOf(Lookup.Found.class);
    Bytes payload = Bytes.concat(Bytes.ofHex("0b"), Bytes.ofUtf8("ic-response"), hash);
    assertThat(
            subnet
                .crypto()
                .verify(
                    ((Lookup.Found) key).value(), payload, signature.require("signature").asBlob()))
        .isEqualTo(new SignatureVerdict.Valid());
  }

  /// The hash of a map as the specification words it, without the class that the node uses.
  private static Bytes hash(Bytes... fields) {
    List<Bytes> sorted = new ArrayList<>(List.of(fields));
    Collections.sort(sorted);
    return sha256(Bytes.concat(sorted.toArray(Bytes[]::new)));
  }

  private static Bytes field(String name, Bytes valueHash) {
    return Bytes.concat(text(name), valueHash);
  }

  private static Bytes text(String text) {
    return sha256(Bytes.ofUtf8(text));
  }

  private static Bytes sha256(Bytes bytes) {
    return Bytes.wrap(Hashes.sha256(bytes.unsafeArray()));
  }

  @Test
  void theUrlOfAQueryNamesTheCanister() {
    assertThat(
            refusal(
                queries.query(OTHER, alice.envelope(query(alice.id(), CANISTER, "get")).encode())))
        .isEqualTo(
            new Refusal(
                Refusal.Kind.BAD_REQUEST,
                "Specified CanisterId %s does not match effective canister id in URL %s"
                    .formatted(CANISTER, OTHER)));
    assertThat(
            refusal(
                queries.query(FOREIGN, alice.envelope(query(alice.id(), FOREIGN, "get")).encode())))
        .isEqualTo(new Refusal(Refusal.Kind.BAD_REQUEST, "canister_not_found"));
    assertThat(executor.asked).isEmpty();
  }

  @Test
  void aDelegationForQueriesMakesQueriesAndOneForOtherCanistersDoesNot() {
    QueryRequest query = query(alice.id(), CANISTER, "get");
    Envelope allowed =
        session.envelope(
            alice, query, List.of(alice.delegate(session, NOW, List.of(CANISTER), "queries")));
    Envelope forbidden =
        session.envelope(alice, query, List.of(alice.delegate(session, NOW, List.of(OTHER), null)));

    assertThat(queries.query(CANISTER, allowed.encode())).isInstanceOf(QueryResult.Answer.class);
    assertThat(refusal(queries.query(CANISTER, forbidden.encode())))
        .isEqualTo(
            new Refusal(
                Refusal.Kind.FORBIDDEN,
                ("Failed to authenticate request %s due to: "
                        + "Canister %s is not one of the delegation targets.")
                    .formatted(query.requestId(), CANISTER)));
  }

  @Test
  void aCallIsNoQuery() {
    CallRequest call = new CallRequest(alice.id(), null, NOW, CANISTER, "set", Bytes.EMPTY);

    assertThat(refusal(queries.query(CANISTER, alice.envelope(call).encode())).kind())
        .isEqualTo(Refusal.Kind.BAD_REQUEST);
  }

  @Test
  void aManagementQueryIsAnsweredAndSigned() {
    Bytes argument =
        Bytes.concat(Bytes.ofHex("4449444c016c01b3c4b1f204680100010a"), CANISTER.bytes());
    QueryRequest query =
        new QueryRequest(
            alice.id(), null, NOW, Principal.MANAGEMENT_CANISTER, "canister_status", argument);

    Cbor.CborMap answer = answer(queries.query(CANISTER, alice.envelope(query).encode()));

    assertThat(answer.require("status").asText()).isEqualTo("rejected");
    assertThat(answer.require("error_code").asText()).isEqualTo("IC0512");
    assertThat(refusal(queries.query(OTHER, alice.envelope(query).encode())).kind())
        .isEqualTo(Refusal.Kind.BAD_REQUEST);
    assertThat(executor.asked).isEmpty();
  }

  @Test
  void onlyListingCanistersIsAskedOfTheSubnet() {
    QueryRequest list = query(alice.id(), Principal.MANAGEMENT_CANISTER, "list_canisters");

    assertThat(queries.subnetQuery(subnetId, alice.envelope(list).encode()))
        .isInstanceOf(QueryResult.Answer.class);
    assertThat(refusal(queries.subnetQuery(OTHER, alice.envelope(list).encode())))
        .isEqualTo(
            new Refusal(
                Refusal.Kind.BAD_REQUEST, "This node does not belong to the subnet " + OTHER));
    for (QueryRequest wrong :
        List.of(
            query(alice.id(), Principal.MANAGEMENT_CANISTER, "canister_status"),
            query(alice.id(), CANISTER, "list_canisters"))) {
      assertThat(refusal(queries.subnetQuery(subnetId, alice.envelope(wrong).encode())).kind())
          .isEqualTo(Refusal.Kind.BAD_REQUEST);
    }
  }

  @Test
  void aCertificateRevealsWhatWasAskedForAndTheTime() {
    Certificate certificate =
        certificate(
            reader.canister(
                CANISTER,
                read(List.of(controllers(CANISTER), HashTree.path("subnet", "x"))),
                ApiVersion.V3));

    assertThat(
            new CertificateVerifier(subnet.crypto()::verifyBls, subnet.keys().subnetPublicKey())
                .verifyForCanister(certificate, CANISTER))
        .isInstanceOf(CertificateVerdict.Verified.class);
    assertThat(certificate.tree().lookup(controllers(CANISTER)))
        .isEqualTo(
            new Lookup.Found(
                Cbor.array(Cbor.blob(CertifiedSubnet.CONTROLLER)).encodeSelfDescribed()));
    assertThat(certificate.tree().lookup(HashTree.path("subnet", "x")))
        .isEqualTo(new Lookup.Absent());
    assertThat(certificate.tree().listPaths())
        .containsExactly(controllers(CANISTER), HashTree.path("time"));
    assertThat(certificate.timeNanos()).isEqualTo(subnet.state().timeNanos());
  }

  @Test
  void aCertificateProvesThatACanisterIsMissing() {
    Certificate certificate =
        certificate(reader.canister(OTHER, read(List.of(controllers(OTHER))), ApiVersion.V3));

    assertThat(certificate.tree().lookup(controllers(OTHER))).isEqualTo(new Lookup.Absent());
  }

  @Test
  void aForbiddenPathIsRefusedAsAWhole() {
    assertThat(
            refusal(
                reader.canister(
                    CANISTER,
                    read(List.of(HashTree.path("time"), controllers(OTHER))),
                    ApiVersion.V3)))
        .isEqualTo(
            new Refusal(
                Refusal.Kind.BAD_REQUEST,
                "Effective principal id in URL %s does not match requested principal id: %s."
                    .formatted(CANISTER, OTHER)));
  }

  @Test
  void stateIsReadOfTheSubnetOfTheUrl() {
    assertThat(refusal(reader.canister(FOREIGN, read(List.of()), ApiVersion.V3)))
        .isEqualTo(new Refusal(Refusal.Kind.BAD_REQUEST, "canister_not_found"));
    assertThat(refusal(reader.subnet(OTHER, read(List.of()), ApiVersion.V3)).kind())
        .isEqualTo(Refusal.Kind.BAD_REQUEST);
    assertThat(
            certificate(
                    reader.subnet(subnetId, read(List.of(HashTree.path("subnet"))), ApiVersion.V3))
                .tree()
                .listPaths())
        .hasSize(6);
  }

  @Test
  void clientsMayReadThroughTheManagementCanister() {
    assertThat(
            certificate(
                    reader.canister(Principal.MANAGEMENT_CANISTER, read(List.of()), ApiVersion.V3))
                .timeNanos())
        .isEqualTo(subnet.state().timeNanos());
  }

  private Bytes read(List<List<Bytes>> paths) {
    return alice.envelope(new ReadStateRequest(alice.id(), null, NOW, paths)).encode();
  }

  private static List<Bytes> controllers(Principal canister) {
    return List.of(Bytes.ofUtf8("canister"), canister.bytes(), Bytes.ofUtf8("controllers"));
  }

  private static QueryRequest query(Principal sender, Principal canister, String method) {
    return new QueryRequest(sender, null, NOW, canister, method, Bytes.ofUtf8("arg"));
  }

  private static Cbor.CborMap answer(QueryResult result) {
    assertThat(result).isInstanceOf(QueryResult.Answer.class);
    Bytes body = ((QueryResult.Answer) result).body();
    assertThat(body.toHex()).startsWith("d9d9f7");
    return Cbor.decodeSelfDescribed(body).asMap();
  }

  private static Certificate certificate(QueryResult result) {
    return Certificate.decode(answer(result).require("certificate").asBlob());
  }

  private static Refusal refusal(QueryResult result) {
    assertThat(result).isInstanceOf(QueryResult.Refused.class);
    return ((QueryResult.Refused) result).refusal();
  }
}
