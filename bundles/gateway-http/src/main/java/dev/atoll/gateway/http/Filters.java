package dev.atoll.gateway.http;

import dev.atoll.spi.gateway.FilterRequest;
import dev.atoll.spi.gateway.FilterRequest.Kind;
import dev.atoll.spi.gateway.IngressFilter;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.spi.kernel.ServiceWatcher;
import dev.atoll.types.Bytes;
import dev.atoll.types.CallRequest;
import dev.atoll.types.Envelope;
import dev.atoll.types.MalformedRequestException;
import dev.atoll.types.Principal;
import dev.atoll.types.QueryRequest;
import dev.atoll.types.ReadStateRequest;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The filters that are there. Callable from any thread; without a filter a request costs nothing.
final class Filters implements ServiceWatcher<IngressFilter> {

  private static final Logger LOG = LoggerFactory.getLogger(Filters.class);

  private static final Refusal TOO_FEW =
      new Refusal(Refusal.Kind.UNAVAILABLE, "The replica does not take requests at present");

  private static final Refusal BROKEN =
      new Refusal(Refusal.Kind.UNAVAILABLE, "The replica cannot decide on requests at present");

  private final int needed;

  private final List<IngressFilter> filters = new CopyOnWriteArrayList<>();

  @Inject
  Filters(GatewayConfig config) {
    this.needed = config.filtersMin();
  }

  @Override
  public void added(IngressFilter filter, String provider) {
    filters.add(filter);
    LOG.info("requests are filtered by {}", provider);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // two services may be equal
  public void removed(IngressFilter filter) {
    filters.removeIf(f -> f == filter);
    LOG.info("requests are filtered by {} filters", filters.size());
  }

  /// What the client is told; empty to go on. What is no request passes: the core says what is
  /// wrong with it.
  Optional<Refusal> check(Endpoint.OfSubnet endpoint, Bytes envelope, InetSocketAddress remote) {
    if (filters.isEmpty() && needed == 0) {
      return Optional.empty();
    }
    Optional<Principal> target = target(endpoint);
    if (target.isEmpty()) {
      return Optional.empty();
    }
    if (filters.size() < needed) {
      return Optional.of(TOO_FEW);
    }
    FilterRequest request;
    try {
      request = request(target.get(), envelope, remote);
    } catch (MalformedRequestException e) {
      return Optional.empty();
    }
    return filters.stream()
        .map(filter -> check(filter, request))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /// Empty for what is not filtered.
  private static Optional<Principal> target(Endpoint.OfSubnet endpoint) {
    return switch (endpoint) {
      case Endpoint.Status _, Endpoint.Health _ -> Optional.empty();
      case Endpoint.Call call -> Optional.of(call.id());
      case Endpoint.Query query -> Optional.of(query.id());
      case Endpoint.ReadState read -> Optional.of(read.id());
    };
  }

  private static FilterRequest request(Principal target, Bytes envelope, InetSocketAddress remote) {
    int sizeBytes = envelope.size();
    return switch (Envelope.decode(envelope).content()) {
      case CallRequest call ->
          new FilterRequest(Kind.CALL, target, call.sender(), call.methodName(), sizeBytes, remote);
      case QueryRequest query ->
          new FilterRequest(
              Kind.QUERY, target, query.sender(), query.methodName(), sizeBytes, remote);
      case ReadStateRequest read ->
          new FilterRequest(Kind.READ_STATE, target, read.sender(), "", sizeBytes, remote);
    };
  }

  private static Optional<Refusal> check(IngressFilter filter, FilterRequest request) {
    try {
      return filter.check(request);
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      LOG.warn("filter failed: filter={} request={}", filter.getClass().getName(), request, e);
      return Optional.of(BROKEN);
    }
  }
}
