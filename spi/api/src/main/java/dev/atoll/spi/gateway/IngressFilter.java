package dev.atoll.spi.gateway;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/// May refuse a request of a user before the subnet sees it: an allow list, a limit on the rate, a
/// closed day.
///
/// A bundle registers it as a service; gateways ask every filter that is there, and pass a request
/// on when none refuses. Filters come and go while the node runs. Where requests must not pass
/// while a filter is not there, the gateway's `filters-min` has it refuse them.
///
/// What a gateway promises: [#check] is called once for each call, query and read_state request
/// that can be read, before its signature is checked, on a thread of the request's own. Status and
/// health are not filtered, and neither are mounts.
///
/// What a filter promises: it is safe for use from several threads, decides in microseconds rather
/// than milliseconds and without blocking, and takes whatever clients send. One that throws refuses
/// the request: a filter that does not work lets nobody in. `IngressFilterContract` in `spi/tck`
/// tries that.
///
/// A filter is not consensus: each node has its own, and what one refuses another may take.
///
/// ```java
/// final class NoReinstall implements IngressFilter {
///   public Optional<Refusal> check(FilterRequest request) {
///     return request.method().equals("uninstall_code")
///         ? Optional.of(new Refusal(Refusal.Kind.FORBIDDEN, "Canisters stay on this node"))
///         : Optional.empty();
///   }
/// }
/// ```
@ConsumerType
public interface IngressFilter {

  /// Looks at a request.
  ///
  /// @return what to tell the client; empty to let the request pass
  Optional<Refusal> check(FilterRequest request);
}
