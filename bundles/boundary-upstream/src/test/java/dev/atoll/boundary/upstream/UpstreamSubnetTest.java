package dev.atoll.boundary.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.gateway.ApiVersion;
import dev.atoll.spi.gateway.QueryResult;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.spi.gateway.SubmitResult;
import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.kernel.HealthCheck;
import dev.atoll.types.Bytes;
import dev.atoll.types.CallRequest;
import dev.atoll.types.Cbor;
import dev.atoll.types.Envelope;
import dev.atoll.types.Principal;
import dev.atoll.types.RejectCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class UpstreamSubnetTest {

  private static final Principal CANISTER = Principal.fromText("bkyz2-fmaaa-aaaaa-qaaaq-cai");

  private static final Bytes QUERY = Bytes.ofHex("d9d9f7a0");

  private static final Bytes CERTIFICATE = Bytes.ofHex("d9d9f7a1");

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  /// The answer of a node that has waited for that of the canister.
  private static Bytes replied() {
    return Cbor.map()
        .put("status", "replied")
        .put("certificate", CERTIFICATE)
        .build()
        .encodeSelfDescribed();
  }

  @Test
  void envelopesAndAnswersPassThroughAsTheyAre() throws Exception {
    FakeNode node = node().answers(200, CERTIFICATE);
    UpstreamSubnet subnet = subnet(node);

    assertThat(subnet.query(CANISTER, QUERY)).isEqualTo(new QueryResult.Answer(CERTIFICATE));
    assertThat(subnet.readState(CANISTER, QUERY, ApiVersion.V3))
        .isEqualTo(new QueryResult.Answer(CERTIFICATE));

    assertThat(node.requests())
        .containsExactly(
            new FakeNode.Request("/api/v2/canister/" + CANISTER + "/query", QUERY),
            new FakeNode.Request("/api/v3/canister/" + CANISTER + "/read_state", QUERY));
  }

  @Test
  void requestsTakeTurns() throws Exception {
    FakeNode one = node().answers(200, CERTIFICATE);
    FakeNode other = node().answers(200, CERTIFICATE);
    UpstreamSubnet subnet = subnet(one, other);

    for (int i = 0; i < 6; i++) {
      subnet.query(CANISTER, QUERY);
    }

    assertThat(one.requests()).hasSize(3);
    assertThat(other.requests()).hasSize(3);
  }

  @Test
  void whatOneNodeCannotAnswerTheNextDoes() throws Exception {
    FakeNode dead = node();
    FakeNode broken = node().answers(503, Bytes.ofUtf8("busy"));
    FakeNode well = node().answers(200, CERTIFICATE);
    UpstreamSubnet subnet = subnet(dead, broken, well);
    dead.close();

    for (int i = 0; i < 4; i++) {
      assertThat(subnet.query(CANISTER, QUERY)).isEqualTo(new QueryResult.Answer(CERTIFICATE));
    }
  }

  @Test
  void aRefusalOfTheRequestIsPassedOnAndAskedOnce() throws Exception {
    FakeNode one = node().answers(400, Bytes.ofUtf8("no such thing"));
    FakeNode other = node().answers(400, Bytes.ofUtf8("no such thing"));

    assertThat(subnet(one, other).query(CANISTER, QUERY))
        .isEqualTo(new QueryResult.Refused(new Refusal(Refusal.Kind.BAD_REQUEST, "no such thing")));
    assertThat(one.requests().size() + other.requests().size()).isEqualTo(1);
  }

  @Test
  void withoutANodeClientsAreToldToTryLater() throws Exception {
    FakeNode dead = node();
    dead.close();
    UpstreamSubnet subnet = subnet(dead);

    assertThat(subnet.query(CANISTER, QUERY))
        .isEqualTo(
            new QueryResult.Refused(
                new Refusal(Refusal.Kind.UNAVAILABLE, "no upstream node answers at present")));
    assertThatThrownBy(subnet::status).hasMessage("no upstream answers");
  }

  @Test
  void aCallWhoseConnectionBrokeIsSentAgainUnchanged() throws Exception {
    FakeNode broken = node().hangsUp();
    FakeNode well = node().answers(202, Bytes.EMPTY);
    UpstreamSubnet subnet = subnet(broken, well);

    Envelope call = call();
    assertThat(subnet.submitCall(CANISTER, call.encode()))
        .isEqualTo(new SubmitResult.Accepted(call.content().requestId()));

    assertThat(broken.requests()).isNotEmpty();
    assertThat(Stream.concat(broken.requests().stream(), well.requests().stream()))
        .extracting(FakeNode.Request::body)
        .containsOnly(call.encode());
  }

  @Test
  void theCertificateOfACallComesFromTheNodeThatTookIt() throws Exception {
    FakeNode one = node().answers(202, Bytes.EMPTY);
    FakeNode other = node().answers(202, Bytes.EMPTY);
    UpstreamSubnet subnet = subnet(one, other);
    Envelope call = call();
    subnet.submitCall(CANISTER, call.encode());
    FakeNode taker = one.requests().isEmpty() ? other : one;
    taker.answers(200, replied());

    Bytes certificate =
        subnet.answer(call.content().requestId(), ApiVersion.V3).get(30, TimeUnit.SECONDS);

    assertThat(certificate).isEqualTo(CERTIFICATE);
    assertThat(taker.requests())
        .containsExactly(
            new FakeNode.Request("/api/v2/canister/" + CANISTER + "/call", call.encode()),
            new FakeNode.Request("/api/v3/canister/" + CANISTER + "/call", call.encode()));
  }

  @Test
  void aCallThatWaitsIsPostedOnce() throws Exception {
    FakeNode node = node().answers(200, replied());
    UpstreamSubnet subnet = subnet(node);
    Envelope call = call();

    assertThat(subnet.submitCall(CANISTER, call.encode(), ApiVersion.V3))
        .isEqualTo(new SubmitResult.Accepted(call.content().requestId()));
    assertThat(subnet.answer(call.content().requestId(), ApiVersion.V3))
        .isCompletedWithValue(CERTIFICATE);

    assertThat(node.requests())
        .containsExactly(
            new FakeNode.Request("/api/v3/canister/" + CANISTER + "/call", call.encode()));
  }

  @Test
  void aCallForWhichTheUpstreamWaitedInVainIsNotPostedAgain() throws Exception {
    FakeNode node = node().answers(202, Bytes.EMPTY);
    UpstreamSubnet subnet = subnet(node);
    Envelope call = call();

    assertThat(subnet.submitSubnetCall(CANISTER, call.encode(), ApiVersion.V4))
        .isEqualTo(new SubmitResult.Accepted(call.content().requestId()));
    assertThat(subnet.answer(call.content().requestId(), ApiVersion.V4)).isCompletedExceptionally();

    assertThat(node.requests())
        .extracting(FakeNode.Request::path)
        .containsExactly("/api/v4/subnet/" + CANISTER + "/call");
  }

  @Test
  void aBoundaryNodeIsDownWhileNoUpstreamAnswersAndSaysWhy() throws Exception {
    FakeNode dead = node();
    FakeNode well = node();
    UpstreamConfig config = config(dead.url() + "," + well.url());
    Pool pool = new Pool(config);
    open.add(pool);
    pool.probe();
    assertThat(new UpstreamHealth(pool).check().status()).isEqualTo(HealthCheck.Status.UP);

    dead.close();
    pool.probe();
    assertThat(new UpstreamHealth(pool).check().detail()).isEqualTo("1 of 2 upstreams are healthy");
    well.close();
    pool.probe();

    HealthCheck.Health health = new UpstreamHealth(pool).check();
    assertThat(health.status()).isEqualTo(HealthCheck.Status.DOWN);
    assertThat(health.detail())
        .startsWith("no upstream is healthy: " + dead.url() + "/ java.net.ConnectException")
        .contains("; " + well.url() + "/ java.net.ConnectException");
  }

  @Test
  void aCallThatWasRejectedIsRejected() throws Exception {
    FakeNode node =
        node()
            .answers(
                200,
                Cbor.map()
                    .put("error_code", "IC0503")
                    .putNat64("reject_code", 5)
                    .put("reject_message", "trapped")
                    .build()
                    .encodeSelfDescribed());

    assertThat(subnet(node).submitCall(CANISTER, call().encode()))
        .isInstanceOfSatisfying(
            SubmitResult.Rejected.class,
            rejected -> {
              assertThat(rejected.rejectCode()).isEqualTo(RejectCode.CANISTER_ERROR);
              assertThat(rejected.message()).isEqualTo("trapped");
            });
  }

  @Test
  void aNodeOfAnotherSubnetIsNotUsed() throws Exception {
    FakeNode ours = node().answers(200, CERTIFICATE);
    FakeNode other = node().rootKey("bb".repeat(133)).answers(200, CERTIFICATE);
    UpstreamSubnet subnet = subnet(ours, other);

    for (int i = 0; i < 4; i++) {
      subnet.query(CANISTER, QUERY);
    }

    assertThat(other.requests()).isEmpty();
    assertThat(subnet.status().rootKey().toHex()).startsWith("aaaa");
    assertThat(subnet.status().certifiedHeight().value()).isEqualTo(7);
  }

  @Test
  void whatIsNoUrlIsRefused() {
    assertThatThrownBy(() -> config("127.0.0.1:8000")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> config("http://ok:1,ftp://x"))
        .hasMessage("upstreams has 'ftp://x/', expected URLs such as http://10.0.0.1:8000");
  }

  private FakeNode node() throws Exception {
    FakeNode node = new FakeNode();
    open.add(node);
    return node;
  }

  private UpstreamSubnet subnet(FakeNode... nodes) throws Exception {
    UpstreamConfig config =
        config(Stream.of(nodes).map(FakeNode::url).collect(Collectors.joining(", ")));
    UpstreamSubnet subnet = new UpstreamSubnet(new Pool(config), config);
    subnet.start();
    open.add(subnet::stop);
    return subnet;
  }

  private static UpstreamConfig config(String upstreams) {
    Duration limit = Duration.ofSeconds(10);
    return new UpstreamConfig(
        upstreams,
        "",
        Duration.ofMinutes(30), // the first probe counts
        limit,
        limit,
        limit,
        new ByteSize(1 << 20),
        new ByteSize(1 << 20));
  }

  private static Envelope call() {
    return Envelope.anonymous(
        new CallRequest(
            Principal.ANONYMOUS, Bytes.ofHex("01"), 1_000, CANISTER, "inc", Bytes.EMPTY));
  }
}
