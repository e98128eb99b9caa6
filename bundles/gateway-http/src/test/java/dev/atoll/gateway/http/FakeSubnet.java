package dev.atoll.gateway.http;

import dev.atoll.spi.gateway.ApiVersion;
import dev.atoll.spi.gateway.QueryResult;
import dev.atoll.spi.gateway.SubmitResult;
import dev.atoll.spi.gateway.SubnetClient;
import dev.atoll.spi.gateway.SubnetStatus;
import dev.atoll.spi.gateway.SubnetStatus.Health;
import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import dev.atoll.types.Height;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A subnet that answers as a test says, and remembers what it was asked.
final class FakeSubnet implements SubnetClient {

  static final Bytes ROOT_KEY = Bytes.wrap(new byte[133]);

  static final Bytes CERTIFICATE = Bytes.ofUtf8("certificate");

  /// What the gateway asked for: `submitCall <id> <envelope>`, without the envelope if it is long.
  final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

  /// The futures that [#answer] gave away, in order.
  final BlockingQueue<CompletableFuture<Bytes>> waits = new LinkedBlockingQueue<>();

  volatile Health health = Health.HEALTHY;

  /// By default a call is accepted under the hash of its envelope.
  volatile Function<Bytes, SubmitResult> onCall =
      envelope -> new SubmitResult.Accepted(requestId(envelope));

  /// By default a query is answered with its envelope.
  volatile Function<Bytes, QueryResult> onQuery = QueryResult.Answer::new;

  /// By default there is no answer until a test gives it.
  volatile Function<RequestId, CompletableFuture<Bytes>> onAnswer = id -> new CompletableFuture<>();

  static RequestId requestId(Bytes envelope) {
    return new RequestId(Bytes.wrap(Hashes.sha256(envelope.unsafeArray())));
  }

  static SubmitResult accept(Bytes envelope) {
    return new SubmitResult.Accepted(requestId(envelope));
  }

  CompletableFuture<Bytes> nextWait() throws InterruptedException {
    return within(waits);
  }

  String nextAsked() throws InterruptedException {
    return within(asked);
  }

  private static <T> T within(BlockingQueue<T> queue) throws InterruptedException {
    T head = queue.poll(10, TimeUnit.SECONDS);
    if (head == null) {
      throw new AssertionError("the gateway did not ask within 10 s");
    }
    return head;
  }

  @Override
  public SubnetStatus status() {
    return new SubnetStatus(
        ROOT_KEY,
        Principal.ANONYMOUS,
        Principal.ofCanisterIndex(0),
        health,
        new Height(42),
        "0.1.0");
  }

  @Override
  public SubmitResult submitCall(Principal effectiveCanisterId, Bytes envelope) {
    note("submitCall", effectiveCanisterId, envelope);
    return onCall.apply(envelope);
  }

  @Override
  public SubmitResult submitSubnetCall(Principal subnetId, Bytes envelope) {
    note("submitSubnetCall", subnetId, envelope);
    return onCall.apply(envelope);
  }

  @Override
  public CompletableFuture<Bytes> answer(RequestId requestId, ApiVersion version) {
    asked.add("answer " + version);
    CompletableFuture<Bytes> answer = onAnswer.apply(requestId);
    waits.add(answer);
    return answer;
  }

  @Override
  public QueryResult query(Principal effectiveCanisterId, Bytes envelope) {
    note("query", effectiveCanisterId, envelope);
    return onQuery.apply(envelope);
  }

  @Override
  public QueryResult subnetQuery(Principal subnetId, Bytes envelope) {
    note("subnetQuery", subnetId, envelope);
    return onQuery.apply(envelope);
  }

  @Override
  public QueryResult readState(Principal effectiveCanisterId, Bytes envelope, ApiVersion version) {
    note("readState " + version, effectiveCanisterId, envelope);
    return onQuery.apply(envelope);
  }

  @Override
  public QueryResult readSubnetState(Principal subnetId, Bytes envelope, ApiVersion version) {
    note("readSubnetState " + version, subnetId, envelope);
    return onQuery.apply(envelope);
  }

  private void note(String what, Principal id, Bytes envelope) {
    asked.add(envelope.size() > 100 ? what + " " + id : what + " " + id + " " + envelope.toUtf8());
  }
}
