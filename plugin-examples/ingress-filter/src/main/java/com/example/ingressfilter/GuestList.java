package com.example.ingressfilter;

import dev.atoll.spi.gateway.FilterRequest;
import dev.atoll.spi.gateway.FilterRequest.Kind;
import dev.atoll.spi.gateway.IngressFilter;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.spi.metrics.Counter;
import dev.atoll.spi.metrics.Metric;
import dev.atoll.spi.metrics.Metric.Unit;
import dev.atoll.spi.metrics.Metrics;
import dev.atoll.spi.metrics.Series;
import dev.atoll.types.Principal;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// Lets only some principals make calls, and nobody ask too often. Safe for use from any thread.
///
/// Calls are limited by principal: whoever pretends to be one of them is refused by the subnet,
/// which checks the signature. The rate is limited by address, which nobody can pretend to have.
final class GuestList implements IngressFilter {

  private static final Refusal NOT_INVITED =
      new Refusal(Refusal.Kind.FORBIDDEN, "This node takes calls of invited principals only");

  private static final Refusal TOO_OFTEN =
      new Refusal(Refusal.Kind.TOO_MANY_REQUESTS, "Too many requests from this address");

  private final Optional<Set<Principal>> callers;

  private final Optional<Rate> rate;

  private final Series<Counter> refused;

  @Inject
  GuestList(FilterConfig config, Metrics metrics) {
    this(config, metrics, System::nanoTime);
  }

  /// @param nanoTime a clock for intervals
  GuestList(FilterConfig config, Metrics metrics, LongSupplier nanoTime) {
    this.callers = config.allowed();
    this.rate =
        config.requestsPerMinute() == 0
            ? Optional.empty()
            : Optional.of(
                new Rate(
                    config.requestsPerMinute(), config.burst(), config.addressesMax(), nanoTime));
    this.refused =
        metrics.counters(
            Metric.counter(
                "ingress_filter_refused_total",
                Unit.ONE,
                "Requests that the filter refused, by why: caller or rate",
                "reason"));
  }

  @Override
  public Optional<Refusal> check(FilterRequest request) {
    if (rate.isPresent() && !rate.get().take(address(request))) {
      refused.of("rate").increment();
      return Optional.of(TOO_OFTEN);
    }
    if (request.kind() == Kind.CALL
        && callers.isPresent()
        && !callers.get().contains(request.sender())) {
      refused.of("caller").increment();
      return Optional.of(NOT_INVITED);
    }
    return Optional.empty();
  }

  private static String address(FilterRequest request) {
    return request.remote().isUnresolved()
        ? request.remote().getHostString()
        : request.remote().getAddress().getHostAddress();
  }
}
