package dev.atoll.gateway.http;

import dev.atoll.gateway.http.Endpoint.Scope;
import dev.atoll.spi.gateway.ApiVersion;
import dev.atoll.spi.gateway.QueryResult;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.spi.gateway.SubmitResult;
import dev.atoll.spi.gateway.SubnetClient;
import dev.atoll.spi.gateway.SubnetStatus;
import dev.atoll.types.Bytes;
import dev.atoll.types.RequestId;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the core on behalf of requests, each on a virtual thread of its own, and never more of one
/// kind at once than the configuration allows; what is for a mount goes there.
///
/// Called on event loops; never blocks them.
final class Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final SubnetClient subnet;

  private final Filters filters;

  private final Permits calls;

  private final Permits queries;

  private final Permits readStates;

  private final Permits statuses;

  private final Permits waits;

  private final ThreadFactory threads = Thread.ofVirtual().name("gateway-http-", 0).factory();

  Dispatcher(SubnetClient subnet, Filters filters, GatewayConfig config) {
    this.subnet = subnet;
    this.filters = filters;
    this.calls = new Permits(config.callsMax());
    this.queries = new Permits(config.queriesMax());
    this.readStates = new Permits(config.readStatesMax());
    this.statuses = new Permits(config.statusesMax());
    this.waits = new Permits(config.answerWaitsMax());
  }

  /// Has `exchange` answered, and `body` released when it is no longer read.
  void dispatch(Exchange exchange, Endpoint endpoint, RequestBody body) {
    switch (endpoint) {
      case Endpoint.OfMount(Mounted mount, MountHead head) -> mount.dispatch(exchange, head, body);
      case Endpoint.OfSubnet ofSubnet -> dispatch(exchange, ofSubnet, body);
    }
  }

  private void dispatch(Exchange exchange, Endpoint.OfSubnet endpoint, RequestBody body) {
    Permits permits = permits(endpoint);
    if (!permits.tryTake()) {
      body.release();
      exchange.answer(Answers.OVERLOADED);
      return;
    }
    threads.newThread(() -> run(exchange, endpoint, body, permits)).start();
  }

  int underWay() {
    return calls.taken() + queries.taken() + readStates.taken() + statuses.taken();
  }

  int waiting() {
    return waits.taken();
  }

  private Permits permits(Endpoint.OfSubnet endpoint) {
    return switch (endpoint) {
      case Endpoint.Status ignored -> statuses;
      case Endpoint.Health ignored -> statuses;
      case Endpoint.Call ignored -> calls;
      case Endpoint.Query ignored -> queries;
      case Endpoint.ReadState ignored -> readStates;
    };
  }

  private void run(
      Exchange exchange, Endpoint.OfSubnet endpoint, RequestBody body, Permits permits) {
    Runnable completion = () -> exchange.answer(Answers.INTERNAL_ERROR);
    try {
      // Whoever hung up does not want a query; a call was sent whole, and counts.
      if (!exchange.isAbandoned() || endpoint instanceof Endpoint.Call) {
        completion = ask(exchange, endpoint, body.bytes());
      }
    } catch (IllegalStateException e) {
      LOG.warn("request not served: endpoint={} cause={}", endpoint, e.getMessage());
      completion = () -> exchange.answer(Answers.UNAVAILABLE);
    } catch (RuntimeException e) {
      LOG.warn("request failed: endpoint={}", endpoint, e);
    } finally {
      body.release();
      permits.giveBack();
      completion.run();
    }
  }

  /// Blocks; the result hands the answer over.
  private Runnable ask(Exchange exchange, Endpoint.OfSubnet endpoint, Bytes envelope) {
    Optional<Refusal> refusal = filters.check(endpoint, envelope, exchange.remote());
    if (refusal.isPresent()) {
      Answer answer = Answers.refusal(refusal.get());
      return () -> exchange.answer(answer);
    }
    return switch (endpoint) {
      case Endpoint.Status ignored -> {
        Answer answer = Documents.status(subnet.status());
        yield () -> exchange.answer(answer);
      }
      case Endpoint.Health ignored -> {
        Answer answer = health(subnet.status());
        yield () -> exchange.answer(answer);
      }
      case Endpoint.Call call -> {
        SubmitResult result =
            call.scope() == Scope.CANISTER
                ? subnet.submitCall(call.id(), envelope, call.version())
                : subnet.submitSubnetCall(call.id(), envelope, call.version());
        yield () -> submitted(exchange, result, call.version());
      }
      case Endpoint.Query query -> {
        Answer answer =
            answer(
                query.scope() == Scope.CANISTER
                    ? subnet.query(query.id(), envelope)
                    : subnet.subnetQuery(query.id(), envelope));
        yield () -> exchange.answer(answer);
      }
      case Endpoint.ReadState read -> {
        Answer answer =
            answer(
                read.scope() == Scope.CANISTER
                    ? subnet.readState(read.id(), envelope, read.version())
                    : subnet.readSubnetState(read.id(), envelope, read.version()));
        yield () -> exchange.answer(answer);
      }
    };
  }

  private static Answer answer(QueryResult result) {
    return switch (result) {
      case QueryResult.Answer(Bytes body) -> Answer.cbor(body);
      case QueryResult.Refused(Refusal refusal) -> Answers.refusal(refusal);
    };
  }

  private void submitted(Exchange exchange, SubmitResult result, ApiVersion version) {
    boolean synchronous = version != ApiVersion.V2;
    switch (result) {
      case SubmitResult.Accepted(RequestId id) when synchronous ->
          awaitAnswer(exchange, id, version);
      case SubmitResult.Accepted ignored -> exchange.answer(Answers.CALL_ACCEPTED);
      case SubmitResult.Rejected rejected ->
          exchange.answer(
              synchronous
                  ? Documents.synchronousRejection(rejected)
                  : Documents.rejection(rejected));
      case SubmitResult.Refused(Refusal refusal) -> exchange.answer(Answers.refusal(refusal));
    }
  }

  /// The call is in the pool: from here on the client gets its certificate or 202, never an error.
  @SuppressWarnings("FutureReturnValueIgnored") // the exchange looks at the failure
  private void awaitAnswer(Exchange exchange, RequestId id, ApiVersion version) {
    if (!waits.tryTake()) {
      exchange.answer(Answers.CALL_NOT_TRACKED);
      return;
    }
    CompletableFuture<Bytes> answer;
    try {
      answer = subnet.answer(id, version);
    } catch (RuntimeException e) {
      waits.giveBack();
      LOG.warn("answer not tracked: request={}", id, e);
      exchange.answer(Answers.CALL_NOT_TRACKED);
      return;
    }
    // Runs once however it ends: completed, failed, or cancelled by the connection.
    answer.whenComplete((certificate, failure) -> waits.giveBack());
    exchange.await(answer);
  }

  private static Answer health(SubnetStatus status) {
    return Answer.text(
        status.health() == SubnetStatus.Health.HEALTHY
            ? HttpResponseStatus.OK
            : HttpResponseStatus.SERVICE_UNAVAILABLE,
        status.health().text());
  }
}
