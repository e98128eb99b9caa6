package dev.atoll.boundary.upstream;

import com.google.inject.Inject;
import dev.atoll.boundary.upstream.PendingCalls.Pending;
import dev.atoll.boundary.upstream.Upstream.Answer;
import dev.atoll.spi.gateway.ApiVersion;
import dev.atoll.spi.gateway.QueryResult;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.spi.gateway.SubmitResult;
import dev.atoll.spi.gateway.SubnetClient;
import dev.atoll.spi.gateway.SubnetStatus;
import dev.atoll.spi.kernel.Lifecycle;
import dev.atoll.types.Bytes;
import dev.atoll.types.Envelope;
import dev.atoll.types.MalformedRequestException;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/// A subnet that upstream nodes run: envelopes and certificates pass through as they are, and the
/// client verifies them against the root key of the subnet.
///
/// A request that one node cannot answer goes to the next. That is safe for calls too: a request is
/// known by its id, and submitting it twice has the effect of submitting it once.
///
/// Safe for use by several threads; methods block for as long as the upstreams take.
final class UpstreamSubnet implements SubnetClient, Lifecycle {

  private static final Duration STOP_MAX = Duration.ofSeconds(5);

  /// Where subnets of Atoll begin to create canisters; upstreams do not say it.
  private static final Principal FIRST_CANISTER = Principal.fromText("bkyz2-fmaaa-aaaaa-qaaaq-cai");

  private final Pool pool;
  private final UpstreamConfig config;
  private final Forwarding forwarding;
  private final PendingCalls pending;
  private final Thread prober;

  @Inject
  UpstreamSubnet(Pool pool, UpstreamConfig config) {
    this.pool = pool;
    this.config = config;
    this.forwarding = new Forwarding(pool);
    this.pending = new PendingCalls(config.pendingBytesMax().bytes());
    this.prober = Thread.ofVirtual().name("upstream-probe").unstarted(this::probe);
  }

  /// Asks the upstreams once, so that the first client finds them.
  @Override
  public void start() throws InterruptedException {
    pool.probe();
    prober.start();
  }

  private void probe() {
    try {
      while (true) {
        Thread.sleep(config.probeInterval());
        pool.probe();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // stopped
    }
  }

  @Override
  public void stop() throws InterruptedException {
    prober.interrupt();
    prober.join(STOP_MAX);
    pool.close();
  }

  /// @throws IllegalStateException if no upstream has answered
  @Override
  public SubnetStatus status() {
    Upstream.Probe.Answered newest =
        pool.newest().orElseThrow(() -> new IllegalStateException("no upstream answers"));
    return new SubnetStatus(
        newest.rootKey(),
        Principal.selfAuthenticating(newest.rootKey().toByteArray()),
        FIRST_CANISTER,
        newest.health(),
        newest.certifiedHeight(),
        newest.version());
  }

  @Override
  public SubmitResult submitCall(Principal effectiveCanisterId, Bytes envelope) {
    return submitCall(effectiveCanisterId, envelope, ApiVersion.V2);
  }

  @Override
  public SubmitResult submitSubnetCall(Principal subnetId, Bytes envelope) {
    return submitSubnetCall(subnetId, envelope, ApiVersion.V2);
  }

  @Override
  public SubmitResult submitCall(
      Principal effectiveCanisterId, Bytes envelope, ApiVersion version) {
    return submit("canister/" + effectiveCanisterId, envelope, version);
  }

  @Override
  public SubmitResult submitSubnetCall(Principal subnetId, Bytes envelope, ApiVersion version) {
    // calls that name a subnet have no interface that does not wait
    return submit("subnet/" + subnetId, envelope, ApiVersion.V4);
  }

  /// Blocks for as long as the upstream does: with an interface that waits, until it has the
  /// certificate or waits no more.
  private SubmitResult submit(String scope, Bytes envelope, ApiVersion version) {
    RequestId id;
    try {
      id = Envelope.decode(envelope).content().requestId();
    } catch (MalformedRequestException e) {
      return new SubmitResult.Refused(
          new Refusal(Refusal.Kind.BAD_REQUEST, String.valueOf(e.getMessage())));
    }
    Forwarding.Outcome outcome =
        forwarding.post("api/%s/%s/call".formatted(text(version), scope), envelope);
    return switch (outcome) {
      case Forwarding.Outcome.Given(Upstream upstream, Answer answer) -> {
        SubmitResult result = Documents.submitted(id, answer);
        if (result instanceof SubmitResult.Accepted) {
          pending.put(
              id,
              new Pending(
                  scope,
                  envelope,
                  upstream,
                  version != ApiVersion.V2,
                  Documents.certificate(answer).orElse(null)));
        }
        yield result;
      }
      case Forwarding.Outcome.Nobody(Refusal refusal) -> new SubmitResult.Refused(refusal);
    };
  }

  private static String text(ApiVersion version) {
    return version.name().toLowerCase(Locale.ROOT);
  }

  /// What the upstream answered to a call that waited. One that did not is sent again, this time to
  /// the interface that waits for the certificate.
  @Override
  public CompletableFuture<Bytes> answer(RequestId requestId, ApiVersion version) {
    Pending call = pending.get(requestId);
    if (call == null) {
      throw new IllegalStateException("the call %s is not known any more".formatted(requestId));
    }
    if (call.hasWaited()) {
      pending.remove(requestId);
      return call.certificate() == null
          ? CompletableFuture.failedFuture(
              new IllegalStateException("the upstream node has waited as long as it does"))
          : CompletableFuture.completedFuture(call.certificate());
    }
    CompletableFuture<Bytes> answer =
        new Certificates(call, version == ApiVersion.V4 ? "v4" : "v3", forwarding).await();
    var _ = answer.whenComplete((_, _) -> pending.remove(requestId));
    return answer;
  }

  @Override
  public QueryResult query(Principal effectiveCanisterId, Bytes envelope) {
    return ask("api/v2/canister/" + effectiveCanisterId + "/query", envelope);
  }

  @Override
  public QueryResult subnetQuery(Principal subnetId, Bytes envelope) {
    return ask("api/v3/subnet/" + subnetId + "/query", envelope);
  }

  @Override
  public QueryResult readState(Principal effectiveCanisterId, Bytes envelope, ApiVersion version) {
    return ask(
        "api/%s/canister/%s/read_state".formatted(readVersion(version), effectiveCanisterId),
        envelope);
  }

  @Override
  public QueryResult readSubnetState(Principal subnetId, Bytes envelope, ApiVersion version) {
    return ask("api/%s/subnet/%s/read_state".formatted(readVersion(version), subnetId), envelope);
  }

  private static String readVersion(ApiVersion version) {
    return version == ApiVersion.V2 ? "v2" : "v3";
  }

  private QueryResult ask(String path, Bytes envelope) {
    return switch (forwarding.post(path, envelope)) {
      case Forwarding.Outcome.Given(var _, Answer answer) -> Documents.asked(answer);
      case Forwarding.Outcome.Nobody(Refusal refusal) -> new QueryResult.Refused(refusal);
    };
  }
}
